"""Glasses: rims and lenses before the face, temples under the hair."""

import numpy as np

from training.drawing.canvas import Layer
from training.drawing.face import EYE_Y
from training.drawing.factors import Factors
from training.drawing.geometry import Points, curve, lerp, loop
from training.drawing.pose import Pose


def _middle(p: Factors) -> float:
    """Height of the lenses' middle: where the eyes are."""
    return EYE_Y + 0.055 + 0.8 * p.eye_y


def _rim(p: Factors, pose: Pose, side: int) -> Points:
    """A superellipse from rectangular (`lens` 0) to round (1)."""
    power = lerp(0.62, 1.0, p.lens)
    a = np.linspace(0, 2 * np.pi, 44, endpoint=False)

    def soft(v):
        return np.sign(v) * np.abs(v) ** power

    away = max(0.0, side * pose.sin)
    rx, ry = (0.325 - 0.12 * away) * lerp(1, p.eye_w, 0.3), 0.292 * lerp(1, p.eye_h, 0.5)
    x = side * (0.420 - 0.12 * away + 0.6 * p.eye_gap) + soft(np.cos(a)) * rx
    return pose.face(x, _middle(p) + soft(np.sin(a)) * ry, 0.10)


def draw_glasses(layer: Layer, p: Factors, pose: Pose) -> None:
    """Tinted lenses with two streaks of light, rims, bridge."""
    y = _middle(p)
    frame, shine, lens = (layer.ink[f"glasses.{k}"] for k in ("frame", "shine", "lens"))
    for side in (-1, 1):
        rim = _rim(p, pose, side)
        layer.fill(rim, lens, 0.06)
        with layer.clip(rim):
            for x, w in ((-0.18, 0.09), (-0.05, 0.035)):
                streak = pose.face(
                    side * 0.415 + x + np.array([0.16, 0.16 + w, w - 0.16, -0.16]),
                    y + np.array([-0.3, -0.3, 0.3, 0.3]),
                    0.10,
                )
                layer.fill(streak, lens, 0.14)
        layer.line(loop(rim), 11 * p.line_w, frame, "full")
        layer.line(loop(rim) + [0, -1.8], 5.0 * p.line_w, shine, "full", 0.75)
    half = 0.100 + 0.6 * p.eye_gap - 0.315 * 0.3 * (p.eye_w - 1) + 0.015
    bridge = curve(pose.face([-half, 0, half], [y - 0.03, y - 0.075, y - 0.03], 0.12), 12)
    layer.line(bridge, 11 * p.line_w, frame, "full")


def draw_temples(layer: Layer, p: Factors, pose: Pose) -> None:
    """The arms that run back to the ears."""
    for side in (-1, 1):
        arm = pose(
            np.array([0.725, 0.88, 0.97]) * side,
            _middle(p) + np.array([-0.06, -0.085, -0.07]),
            np.array([0.60, 0.30, -0.05]),
        )
        layer.line(curve(arm, 12), 11 * p.line_w, layer.ink["glasses.frame"], "full")
