"""The marks of age on the face: always the same shapes, as strong as `wrinkles` says."""

import numpy as np

from training.drawing.canvas import ATOP, Layer, mix
from training.drawing.eyes import Eye
from training.drawing.factors import Factors
from training.drawing.geometry import chain, curve, lerp, smoothstep, steps
from training.drawing.pose import Pose


def draw_wrinkles(layer: Layer, p: Factors, pose: Pose, eye: Eye) -> None:
    """One side of the face: fold beside nose and mouth, bag and crow's feet of the eye, brow."""
    _draw_fold(layer, p, pose, eye.side)
    _draw_bag(layer, p, eye)
    _draw_feet(layer, p, eye)
    _draw_forehead(layer, p, pose, eye.side)


def _draw_fold(layer: Layer, p: Factors, pose: Pose, side: int) -> None:
    """From the wing of the nose round the corner of the mouth, with the cheek's shade along it."""
    skin = layer.ramp("skin")
    top, low = 0.70 + p.nose_y, 0.90 + p.mouth_y
    wide = 0.225 + 0.10 * (p.mouth_w - 1) + 0.110 * p.smile * p.mouth_w
    x = side * np.array([0.120, 0.60 * wide + 0.055, wide + 0.015, wide + 0.025])
    y = np.array([top - 0.015, lerp(top, low, 0.26), lerp(top, low, 0.72), low + 0.03])
    y -= p.smile * np.array([0.010, 0.020, 0.030, 0.030])
    fold = curve(pose.face(x, y, 0.04), 20)
    outer = curve(pose.face(x + side * np.array([0.0, 0.045, 0.055, 0.0]), y, 0.04), 20)
    layer.fill(chain(fold, outer[::-1]), skin.shade, 0.55 * p.wrinkles, ATOP)
    layer.line(
        fold, 3.8 * p.line_w, mix(skin.shade, skin.line, 0.55), "both", 0.85 * p.wrinkles, ATOP
    )


def _draw_bag(layer: Layer, p: Factors, eye: Eye) -> None:
    skin = layer.ramp("skin")
    u = np.array([-0.80, -0.40, 0.10, 0.55, 0.85])
    lid = curve(eye.at(np.stack([u, [0.78, 1.06, 1.14, 1.06, 0.88]], 1)), 20)
    bag = curve(eye.at(np.stack([u, [0.82, 1.30, 1.44, 1.30, 0.92]], 1)), 20)
    layer.fill(chain(lid, bag[::-1]), skin.shade, 0.60 * p.wrinkles, ATOP)
    layer.line(
        bag[2:], 3.0 * p.line_w, mix(skin.shade, skin.line, 0.45), "both", 0.7 * p.wrinkles, ATOP
    )


def _draw_feet(layer: Layer, p: Factors, eye: Eye) -> None:
    """Three short strokes that fan out from the outer corner."""
    skin = layer.ramp("skin")
    fan = np.array(
        [
            [[1.20, 0.10], [1.34, 0.02], [1.50, -0.12]],
            [[1.18, 0.28], [1.36, 0.30], [1.54, 0.26]],
            [[1.13, 0.46], [1.28, 0.58], [1.44, 0.64]],
        ]
    )
    fan[..., 1] += eye.drop * 0.9
    for line in curve(eye.at(fan), 10):
        layer.line(
            line, 3.6 * p.line_w, mix(skin.shade, skin.line, 0.6), "both", 0.8 * p.wrinkles, ATOP
        )


def _draw_forehead(layer: Layer, p: Factors, pose: Pose, side: int) -> None:
    """This side's part of two soft lines, broken in the middle; the young have none."""
    skin = layer.ramp("skin")
    strength = 0.55 * p.wrinkles * float(smoothstep(p.mature, -0.5, 0.7))
    width = np.sin(np.pi * steps(16)) ** 0.7
    for y, near, far in ((-0.30, 0.055, 0.235), (-0.41, 0.035, 0.165)):
        x = side * lerp(near, far, np.array([0.0, 0.5, 1.0]))
        line = curve(pose.face(x, y + 0.7 * p.brow_y + np.array([0.010, 0.0, 0.016])), 16)
        layer.line(line, 4.2 * p.line_w, mix(skin.shade, skin.line, 0.3), width, strength, ATOP)
