"""The mouth: one continuous chart of shut to open, neutral to smiling, narrow to wide."""

import numpy as np

from training.drawing.canvas import Layer, linear
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, steps
from training.drawing.growing import at_most
from training.drawing.pose import Pose

_ACROSS = np.array([-1, -0.55, 0, 0.55, 1])
_U = curve(_ACROSS[:, None], 26)[:, 0]  # the same, sampled


# what the mouth's curls add to both lips, at _U
_FROWN = 0.132 * np.abs(_U) ** 1.8 - 0.050
_CAT = 0.116 * np.abs(np.sin(np.pi * _U)) ** 0.85 - 0.058 - 0.022 * _U**6
_SMIRK = 0.030 - 0.175 * ((_U + 1) / 2) ** 2.4
_INNER = 1 - _U**4


def _sampled(heights: Points) -> Points:
    """Heights at _ACROSS as a curve through them, at _U."""
    return curve(heights[:, None], 26)[:, 0]


def _between(low: Points, high: Points, x: float) -> Points:
    """A parabola through `low` at -1, nothing at 0 and `high` at 1."""
    return (x * (x - 1) / 2) * low + (x * (x + 1) / 2) * high


class Lips:
    """The two lips' curves on the canvas: `upper` left to right, `lower` right to left."""

    def __init__(self, p: Factors, pose: Pose) -> None:
        smile, opened = p.smile, p.open_mouth
        curl = p.mouth_curl * (1 - 0.68 * smile)  # a smile overrules most of the other moods
        smirk = p.smirk * (1 - 0.65 * smile)
        y = 0.895 + p.mouth_y
        half = 0.193 * p.mouth_w * lerp(lerp(0.76, 0.69, opened), lerp(1.38, 1.24, opened), smile)
        half *= 1 + lerp(0.28, lerp(0.42, 0.24, smile), opened) * p.mouth_shape
        half *= 1 + 0.14 * curl + 0.20 * curl * curl + 0.20 * smirk * smirk
        half = at_most(half, 0.305, 0.015)
        shut = (
            lerp(
                np.array([-0.008, 0.002, 0.012, 0.002, -0.008]),
                np.array([-0.112, -0.002, 0.046, -0.002, -0.112]),
                smile,
            )
            * p.mouth_curve
        )
        wide = lerp(
            np.array([0.035, -0.012, -0.025, -0.012, 0.035]),
            np.array([-0.085, -0.016, 0.004, -0.016, -0.085]) * p.mouth_curve,
            smile,
        )
        mood = _between(_FROWN, _CAT, curl) + _between(_SMIRK[::-1], _SMIRK, smirk)
        mood *= p.mouth_w * (1 - 0.45 * opened * _U**4)
        base = y + _sampled(lerp(shut, wide, opened))
        upper = base + mood * lerp(1, 0.46, opened)
        room = 1.2 + p.chin_len - y - 0.075  # never through the chin
        tall = 1 + lerp(0.10, -0.12, smile) * p.mouth_shape
        self.height = min(0.206 * p.mouth_depth * tall, room) * opened
        drop = lerp(np.array([0, 0.74, 0.95, 0.74, 0]), np.array([0, 0.62, 1.0, 0.62, 0]), smile)
        lower = base + mood * (lerp(1, 0.46, opened) - 0.32 * opened * _INNER)
        lower += _sampled(drop) * self.height
        across = lerp(np.array([-1, -0.85, 0, 0.85, 1]), _ACROSS * [1, 1.3, 1, 1.3, 1], smile)
        self.x = 0.034 * smirk
        self.half, self.y = half, y
        self.corners = float(upper[0]), float(upper[-1])
        self.upper = pose.face(self.x + half * _U, upper, 0.04)
        below = self.x + half * lerp(_U, _sampled(across), opened)
        self.lower = pose.face(below, lower, 0.04)[::-1]
        self.cat = curl * (curl + 1) / 2
        self.bottom = y + float(lerp(shut, wide, opened)[2] + drop[2] * self.height)
        self.bottom += (0.040 * self.cat - 0.020 * curl * (curl - 1) / 2) * (1 - 0.7 * opened)


def draw_mouth(layer: Layer, p: Factors, pose: Pose) -> None:
    """Inside, tongue, teeth, lips, and a breath of line under the lower lip."""
    lips = Lips(p, pose)
    inside, line = layer.ink["mouth.inside"], layer.ink["mouth.line"]
    if p.open_mouth > 0:
        shape = chain(lips.upper, lips.lower)
        layer.fill(shape, inside)
        with layer.clip(shape):
            _draw_inside(layer, p, pose, lips)
        layer.line(lips.lower, 4.8 * p.line_w, line, "soft", min(1.0, 6 * p.open_mouth))
    _draw_fang(layer, p, pose, lips)
    t = steps(26)
    width = np.clip(np.sin(np.pi * t) ** 0.6, 0.50, 1) * np.minimum(
        1, np.minimum(t, 1 - t) * 30 + 0.2
    )
    layer.line(lips.upper, lerp(7.5, 8.8, p.smile) * p.line_w, line, width)
    _draw_corners(layer, p, pose, lips)
    _draw_lower_lip(layer, p, pose, lips)


def _draw_corners(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    """The dimples that a smile ends in."""
    for side, corner in zip((-1, 1), lips.corners, strict=True):
        across = lips.x + side * (lips.half + np.array([-0.004, 0.012, 0.008]))
        fold = pose.face(across, corner + np.array([-0.022, -0.002, 0.016]), 0.04)
        layer.line(curve(fold, 10), 5.5 * p.line_w, layer.ink["mouth.line"], "both", 0.8 * p.smile)


def _draw_lower_lip(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    """A tinted crescent, fuller in grown women, and a breath of line below it."""
    half, full = lips.half * 0.62, 0.016 + 0.016 * p.lips
    x = lips.x + half * _ACROSS
    top = curve(pose.face(x, lips.bottom + np.array([0.0, 0.008, 0.006, 0.008, 0.0])), 16)
    low = curve(
        pose.face(x, lips.bottom + full * np.array([0.0, 0.85, 1.0, 0.85, 0.0]) + 0.006), 16
    )
    layer.fill(chain(top, low[::-1]), layer.ink["mouth.tongue"], 0.5 - 0.3 * max(0.0, lips.cat))
    b = lips.bottom + 0.042 + 1.1 * full
    w = 0.040 + 0.015 * p.lips
    under = curve(pose.face(lips.x + w * np.array([-1, 0, 1]), [b, b + 0.010, b]), 10)
    layer.line(under, 4.5, layer.ink["mouth.line"], "both", 0.3)


def _draw_inside(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    y, h, w = lips.y, lips.height, lips.half
    top, bottom = pose.face([lips.x, lips.x], [y - 0.03, y + max(h, 0.02)])
    dark = layer.ink["mouth.line"]
    layer.fill(
        chain(lips.upper, lips.lower), shader=linear(top, bottom, [(0, dark, 0.55), (0.7, dark, 0)])
    )
    tongue = pose.face(
        lips.x + np.array([-0.8, -0.3, 0.05, 0.4, 0.8, 0]) * w,
        y + h * np.array([1, 0.55, 0.60, 0.55, 1, 1.5]),
    )
    layer.fill(curve(tongue, 24, True), layer.ink["mouth.tongue"])
    depth = 0.048 * p.smile * min(1.0, h / 0.08) * pose.radius
    if depth > 0.2:
        layer.fill(_band(lips.upper, depth), layer.ink["mouth.teeth"])


def _band(line: Points, depth: float) -> Points:
    return chain(line, (line + [0, depth])[::-1])


def _draw_fang(layer: Layer, p: Factors, pose: Pose, lips: Lips) -> None:
    """One pointed tooth over the lip when the character has one and smiles; it grows out of it."""
    strength = p.fang * p.smile
    length = (0.152 * strength - 0.027) * pose.radius
    if length <= 0:
        return
    down = np.array([0.0, lerp(-0.004, 0.026, p.open_mouth) * pose.radius])
    middle, along = lips.upper[7], lips.upper[10] - lips.upper[4]
    reach = along * lerp(0.36, 0.50, strength)
    root, end = middle - reach + down, middle + reach + down
    tip = middle + down + 0.12 * reach + [0, length]
    layer.fill(np.stack([root, tip, end]), layer.ink["mouth.teeth"])
    edge = chain(lerp(root, tip, steps(8)[:, None]), lerp(tip, end, steps(8)[:, None]))
    layer.line(edge, 3.6 * p.line_w, layer.ink["mouth.line"], "soft", 1 - 0.85 * p.open_mouth)
