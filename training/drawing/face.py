"""Skin and what lies on it: neck and shoulders, head, ears, nose, blush, brows."""

import numpy as np

from training.drawing.canvas import Layer, Ramp, linear, radial
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, steps, stroke
from training.drawing.growing import EYE_HALF, at_most
from training.drawing.pose import Pose

EYE_Y = 0.30
CHEEK_X = 0.505


_CONTOUR = np.array(
    [
        [0.90, -0.42, 0.05],
        [0.945, -0.08, 0.08],
        [0.935, 0.24, 0.14],
        [0.895, 0.50, 0.24],
        [0.750, 0.78, 0.40],
        [0.505, 1.00, 0.56],
        [0.205, 1.155, 0.66],
    ]
)


def _jaw(p: Factors) -> Points:
    """What cheek, jaw and chin add to the right half of the contour, [7, 3]."""
    out, chin, s = np.zeros((7, 3)), p.chin_len, p.square
    out[3:, 0] = (
        p.cheek * 0.5,
        p.cheek + p.jaw + 0.004 * s,
        p.jaw + 0.034 * s,
        0.05 * (1 - p.chin_sharp) + 0.055 * s,
    )
    out[4:, 1] = 0.12 * chin + 0.020 * s, 0.45 * chin + 0.024 * s, 0.85 * chin + 0.004 * s
    return out


def contour(p: Factors, pose: Pose) -> Points:
    """The face's outline from the right temple round the chin to the left, canvas [64, 2]."""
    half = _CONTOUR + _jaw(p)
    half[:, 0] *= p.face_w
    right, left = half, half * [-1, 1, 1]
    turn = pose.sin
    socket = np.array([0, -0.02, -0.05, 0.03, 0.05, 0.02, 0]) * abs(turn)
    bulge = np.array([0, 0, 0, 0, 0.03, 0.07, 0.05]) * abs(turn)
    far_left = turn < 0  # both terms vanish at turn 0, so nothing jumps
    right[:, 0] += bulge if far_left else socket
    left[:, 0] -= socket if far_left else bulge
    tip = np.array([[0.0, 1.200 + p.chin_len, 0.70]])
    return curve(pose(np.concatenate([right, tip, left[::-1]])), 64)


def _skull(pose: Pose) -> Points:
    """The head's outline above the face, from left to right."""
    a = np.pi * (1.12 + 0.76 * steps(24))
    return pose.round(np.cos(a) * 0.965, -0.06 + np.sin(a) * 0.93)


def draw_body(layer: Layer, p: Factors, pose: Pose) -> None:
    """Neck and shoulders, complete although clothes cover most of them."""
    skin = layer.ramp("skin")
    n, s = p.shoulder, p.shoulder
    y = np.array([0.6, 0.95, 1.25, 1.5, 1.66, 1.78, 1.9, 2.15, 2.5])
    half = np.array([0.27, 0.265, 0.26, 0.28, 0.37, 0.63, 0.96, 1.20, 1.32])
    half *= np.array([n, n, n, n, n, 1, s, s, s])
    headward = np.array([1, 1, 0.8, 0.35, 0.1, 0, 0, 0, 0])
    right = curve(pose.neck(half, y, headward), 40)
    left = curve(pose.neck(-half, y, headward), 40)
    shape = chain(right, left[::-1])
    layer.fill(shape, skin.base)
    dx = -0.10 * p.light
    bib = pose.neck(
        np.array([-0.6, -0.40, -0.16 + dx, 0.03 + dx * 1.3, 0.2 + dx, 0.40, 0.6]),
        np.array([0.9, 1.25, 1.43, 1.52, 1.41, 1.25, 0.9]),
        np.array([1, 0.8, 0.6, 0.5, 0.6, 0.8, 1]),
    )
    with layer.clip(shape):
        bib = curve(bib, 30)
        layer.fill(bib, skin.shade, min(1.0, 0.4 + 0.66 * p.depth))
        dark = [(0, skin.deep, 0.85 * p.depth), (1, skin.deep, 0)]
        fade = linear(pose([[0, 1.0]])[0], pose([[0, 1.42]])[0], dark)
        layer.fill(bib, shader=fade)
        for side in (-1, 1):
            bone = pose.body([[side * 0.10, 1.79], [side * 0.32, 1.765], [side * 0.62, 1.70]])
            layer.line(curve(bone, 14), 4, skin.shade)
    layer.line(right[4:], 4.2 * p.line_w, skin.line, "soft")
    layer.line(left[4:], 4.2 * p.line_w, skin.line, "soft")


def _draw_ear(layer: Layer, p: Factors, pose: Pose, skin: Ramp, side: int) -> None:
    x = 0.885 * p.face_w * side
    rim = np.array(
        [
            [0, 0.10],
            [0.07, 0.06],
            [0.12, 0.14],
            [0.11, 0.30],
            [0.06, 0.44],
            [-0.02, 0.52],
            [-0.09, 0.45],
        ]
    )
    shape = curve(pose(x + rim[:, 0] * side, rim[:, 1] + 0.05, np.full(7, -0.02)), 30)
    inner_x = x + side * np.array([0, 0.05, 0.09, 0.075, 0.02])
    inner = pose(inner_x, np.array([0.21, 0.19, 0.26, 0.38, 0.49]), np.full(5, -0.02))
    layer.fill(shape, skin.base)
    with layer.clip(shape):
        layer.fill(curve(inner, 18), skin.shade)
    layer.line(curve(inner[:4], 14), 3, skin.line, "both", 0.7)
    layer.line(shape, 4.0 * p.line_w, skin.line, "soft")


def draw_head(layer: Layer, p: Factors, pose: Pose) -> Points:
    """Head and ears; returns the head's outline, inside which hair throws its shadow."""
    skin = layer.ramp("skin")
    for side in (-1, 1):
        _draw_ear(layer, p, pose, skin, side)
    jaw = contour(p, pose)
    shape = chain(jaw, _skull(pose))
    layer.fill(shape, skin.base)
    with layer.clip(shape):
        top, chin = pose([[0, 0.2], [0, 1.25 + p.chin_len]])
        form = [(0, skin.shade, 0), (0.55, skin.shade, 0.05), (1, skin.shade, 0.43 * p.depth)]
        layer.fill(shape, shader=linear(top, chin, form))
        _crescent(layer, p, pose, skin)
    r = pose.radius
    glow = pose.face([0.40 * p.light], [0.42])[0]
    layer.glow(shape, glow, 0.5 * r, [(0, skin.light, 0.55), (1, skin.light, 0)], 0.4 * r)
    for side in (-1, 1):
        cheek = pose.face([side * CHEEK_X], [_cheek_y(p) - 0.03])[0]
        rosy = [(0, skin.shade, 0.2), (1, skin.shade, 0)]
        layer.glow(shape, cheek, 0.26 * r, rosy, 0.18 * r)
    layer.line(jaw, 5.0 * p.line_w, skin.line, "soft")
    return shape


def _crescent(layer: Layer, p: Factors, pose: Pose, skin: Ramp) -> None:
    """Cel shadow along the cheek away from the light; gone when the light is in the middle."""
    away = -1 if p.light > 0 else 1
    k = min(1.0, abs(p.light))
    jaw = _jaw(p)[[0, 0, 3, 4, 5, 6]]
    y = np.array([-0.3, 0.1, 0.45, 0.75, 1.0, 1.17]) + jaw[:, 1]
    x = np.array([0.93, 0.90, 0.86, 0.72, 0.47, 0.18]) + jaw[:, 0]
    x = away * (x - k * np.array([0.02, 0.03, 0.045, 0.075, 0.07, 0.0])) * p.face_w
    inner = curve(pose(x, y, np.array([0.08, 0.12, 0.22, 0.38, 0.54, 0.66])), 26)
    beyond = pose(np.array([0.1, 1.3, 1.3]) * away, np.array([1.5, 1.3, -0.3]))
    layer.fill(chain(inner, beyond), skin.shade, 0.95 * p.depth * min(1.0, 4 * k))


def draw_nose(layer: Layer, p: Factors, pose: Pose) -> None:
    """A wedge of shade, the line under the tip, a spot of light."""
    skin = layer.ramp("skin")
    y, lift, dx = 0.69 + p.nose_y, 0.12, -0.030 * p.light
    wedge = pose.face(
        [dx * 0.1, dx * 0.9, dx * 2.0, dx * 0.3], [y - 0.055, y - 0.01, y + 0.028, y + 0.03], lift
    )
    layer.fill(curve(wedge, 16, True), skin.shade, min(1.0, 0.3 + 0.68 * p.depth))
    under = curve(pose.face([-0.026, 0.0, 0.024], [y + 0.020, y + 0.034, y + 0.018], lift), 10)
    layer.line(under, 5.0 * p.line_w, skin.line, "both", 0.95)
    up = y - 0.06 - p.bridge * np.array([0.0, 0.09, 0.19, 0.27])
    side = curve(pose.face(dx * np.array([0.9, 1.0, 1.05, 1.5]), up, lift * 0.7), 14)
    layer.line(side, 4.0 + 7.0 * p.bridge, skin.shade, "both", 0.62 * p.depth)
    spot = pose.face([-0.4 * dx], [y - 0.03], lift)[0]
    diamond = np.array([[0, -4.5], [2.6, 0], [0, 4.5], [-2.6, 0]])
    layer.fill(curve(spot + diamond, 12, True), skin.light, 0.9)


def _cheek_y(p: Factors) -> float:
    """The height of the cheek's middle: below the eye, however large that is."""
    lid = EYE_Y + 0.02 + p.eye_y + EYE_HALF * p.eye_h
    return at_most(lid + 0.155, 0.785, 0.02)


def draw_blush(layer: Layer, p: Factors, pose: Pose) -> None:
    """Rosy ovals with three hatching strokes, as strong as `blush` says."""
    base, line = layer.ink["blush.base"], layer.ink["blush.line"]
    a, y = 2 * np.pi * np.arange(24) / 24, _cheek_y(p)
    for side in (-1, 1):
        center = pose.face([side * CHEEK_X], [y])[0]
        rx = 0.225 * pose.radius * (pose.cos - side * 0.35 * pose.sin)
        ry = 0.118 * pose.radius
        oval = center + np.stack([np.cos(a) * rx, np.sin(a) * ry], 1)
        stops = [(0.0, base, 0.82), (0.45, base, 0.58), (1.0, base, 0.0)]
        layer.fill(oval, alpha=p.blush, shader=radial(center, rx, stops, ry))
        for i in (-1, 0, 1):
            x = side * (CHEEK_X + i * 0.078)
            hatch = curve(
                pose.face([x + 0.022, x, x - 0.022], y + np.array([-0.042, 0.0, 0.044])), 8
            )
            layer.line(hatch, 5.0 * p.line_w, line, "both", 0.85 * p.blush)


def draw_brows(layer: Layer, p: Factors, pose: Pose) -> None:
    """Both brows whole; drawn over the fringe, as is the custom."""
    lift = -0.042 + p.brow_y - 0.05 * p.brow_height - 0.03 * p.smile
    slope = 0.20 * p.brow_mood + 0.06 * p.smile - 0.03
    t = steps(20)
    width = np.minimum(1, (1 - t) * 1.5 + 0.06) * np.minimum(1, np.sqrt(t * 3) + 0.22)
    x = np.array([0.205, 0.33, 0.47, 0.605])
    arch = np.array([0.028, -0.022 * p.brow_arch, -0.035 * p.brow_arch, 0.035])
    y = lift + arch - slope * (x - 0.4)
    shapes = [
        stroke(curve(pose.face(side * x, y), 20), 5.5 + 7.0 * p.brow_w, width) for side in (-1, 1)
    ]
    layer.fill(shapes, layer.ink["brow.base"])
