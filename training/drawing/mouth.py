"""The mouth: one continuous chart of shut to open, neutral to smiling, narrow to wide."""

import numpy as np

from training.drawing.canvas import Layer, linear
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, steps
from training.drawing.pose import Pose

_ACROSS = np.array([-1, -0.55, 0, 0.55, 1])


class Lips:
    """The two lips' curves on the canvas: `upper` left to right, `lower` right to left."""

    def __init__(self, p: Factors, pose: Pose) -> None:
        smile, opened = p.smile, p.open_mouth
        y = 0.895 + p.mouth_y
        half = 0.168 * p.mouth_w * lerp(lerp(0.66, 0.62, opened), lerp(1.62, 1.38, opened), smile)
        half *= 1 + 0.28 * p.mouth_shape
        curl = p.mouth_curve
        shut = (
            lerp(
                np.array([0.008, -0.006, 0.004, -0.006, 0.008]),
                np.array([-0.125, -0.004, 0.050, -0.004, -0.125]),
                smile,
            )
            * curl
        )
        wide = lerp(
            np.array([0.035, -0.012, -0.025, -0.012, 0.035]),
            np.array([-0.085, -0.016, 0.004, -0.016, -0.085]) * curl,
            smile,
        )
        upper = y + lerp(shut, wide, opened)
        room = 1.2 + p.chin_len - y - 0.075  # never through the chin
        self.height = min(0.200 * p.mouth_depth * (1 - 0.12 * p.mouth_shape), room) * opened
        drop = lerp(np.array([0, 0.74, 0.95, 0.74, 0]), np.array([0, 0.62, 1.0, 0.62, 0]), smile)
        lower = upper + drop * self.height
        across = half * lerp(
            np.array([-1, -0.85, 0, 0.85, 1]), _ACROSS * [1, 1.3, 1, 1.3, 1], smile
        )
        self.half, self.y, self.corner = half, y, float(upper[0])
        self.upper = curve(pose.face(half * _ACROSS, upper, 0.04), 26)
        self.lower = curve(pose.face(lerp(half * _ACROSS, across, opened), lower, 0.04), 26)[::-1]
        self.bottom = float(lower[2])


def draw_mouth(layer: Layer, p: Factors, pose: Pose) -> None:
    """Inside, tongue, teeth, lips, and a breath of line under the lower lip."""
    lips = Lips(p, pose)
    inside, line = layer.ink["mouth.inside"], layer.ink["mouth.line"]
    if p.open_mouth > 0:
        shape = chain(lips.upper, lips.lower)
        layer.fill(shape, inside)
        with layer.clip(shape):
            _draw_inside(layer, p, pose, lips)
        layer.line(lips.lower, 4.2 * p.line_w, line, "soft", min(1.0, 6 * p.open_mouth))
    _draw_fang(layer, p, pose, lips)
    t = steps(26)
    width = np.clip(np.sin(np.pi * t) ** 0.5, 0.45, 1) * np.minimum(
        1, np.minimum(t, 1 - t) * 30 + 0.2
    )
    layer.line(lips.upper, lerp(5.5, 7.5, p.smile) * p.line_w, line, width)
    _draw_corners(layer, p, pose, lips)
    b = lips.bottom + 0.065
    under = curve(pose.face([-0.055, 0, 0.055], [b, b + 0.010, b]), 10)
    layer.line(under, 4.5, line, "both", 0.3)


def _draw_corners(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    """The folds that a smile pushes into the cheeks."""
    for side in (-1, 1):
        across = side * (lips.half + np.array([0.006, 0.034, 0.030]))
        fold = pose.face(across, lips.corner + np.array([-0.045, -0.012, 0.030]), 0.04)
        layer.line(curve(fold, 10), 5.5 * p.line_w, layer.ink["mouth.line"], "both", p.smile)


def _draw_inside(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    y, h, w = lips.y, lips.height, lips.half
    top, bottom = pose.face([0, 0], [y - 0.03, y + max(h, 0.02)])
    dark = layer.ink["mouth.line"]
    layer.fill(
        chain(lips.upper, lips.lower), shader=linear(top, bottom, [(0, dark, 0.55), (0.7, dark, 0)])
    )
    tongue = pose.face(
        np.array([-0.8, -0.3, 0.05, 0.4, 0.8, 0]) * w,
        y + h * np.array([1, 0.55, 0.60, 0.55, 1, 1.5]),
    )
    layer.fill(curve(tongue, 24, True), layer.ink["mouth.tongue"])
    depth = 0.048 * p.smile * min(1.0, h / 0.08) * pose.radius
    if depth > 0.2:
        layer.fill(_band(lips.upper, depth), layer.ink["mouth.teeth"])


def _band(line: Points, depth: float) -> Points:
    return chain(line, (line + [0, depth])[::-1])


def _draw_fang(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    """One pointed tooth over the lip when the character has one and smiles."""
    length = p.fang * 0.07 * p.smile * pose.radius
    if length < 0.4:
        return
    start = np.array([0.0, lerp(0.0, 0.030, p.open_mouth) * pose.radius])
    root, tip, end = (
        lips.upper[6] + start,
        lips.upper[8] + start + [0, length],
        lips.upper[10] + start,
    )
    layer.fill(np.stack([root, tip, end]), layer.ink["mouth.teeth"])
    layer.line(
        curve(np.stack([root, tip, end]), 14),
        2.6,
        layer.ink["mouth.line"],
        "both",
        1 - p.open_mouth,
    )
