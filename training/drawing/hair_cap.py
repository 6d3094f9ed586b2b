"""The cap of hair on the dome of the head: its mass, shade, light, strands and stray tufts."""

import numpy as np

from training.drawing.canvas import ATOP, Layer, radial
from training.drawing.clumps import Clump, Widths, blade, cap_half_width
from training.drawing.factors import Factors
from training.drawing.fringes import hairline as combed_hairline
from training.drawing.geometry import (
    Points,
    chain,
    curve,
    lerp,
    mirrored,
    profile,
    ribbon,
    smoothstep,
    steps,
    stroke,
)
from training.drawing.hair import Brush, crown_x, strand_ink
from training.drawing.pose import Pose

_SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
_TUFT = blade(0.5, 0.45, 2.0, 1.0)
_BROAD = np.array([-81, -42, -13, 24, 58.0])  # azimuths of strands, degrees
_FINE = np.array([-64, -27, 6, 41, 76.0])
_ABOVE_EAR = [[0.985, 0.17], [1.035, -0.06]]
_LIFTED = {"parted": 0.30, "curtain": 0.30, "fluffy": -0.24}
_MESS = {"spiky": 0.9, "fluffy": 0.7}  # of the tufts of these fringes, 0..1


def cap_outline(p: Factors, pose: Pose) -> Points:
    """The dome's silhouette from right ear over the top to left ear, canvas [60, 2]."""
    v = p.hair_vol
    right = np.array(
        [[0.94, 0.60, 0], [1.035, 0.12, 0], [1.05, -0.32, 0], [0.895, -0.79, 0], [0.515, -1.13, 0]]
    )
    if p.hair_style == "cropped":
        right[:2, :2] = _ABOVE_EAR
    right[:, 0] += v * np.array([0.3, 0.8, 1, 1, 0.7])
    right[:, 1] -= v * np.array([0, 0, 0.3, 0.8, 1.2])
    left = right[::-1] * [-1, 1, 1]
    uneven = 0.012 * np.array([p.noise("cap", i) for i in range(21)])
    right[:, :2] += uneven[:10].reshape(5, 2)
    left[:, :2] += uneven[10:20].reshape(5, 2)
    top = np.array([[0.0, -1.262 - v * 1.3 + uneven[20], 0]])
    return curve(pose.round(np.concatenate([right, top, left])), 60)


class Dome:
    """What the cap and all hair that lies on it have in common."""

    def __init__(self, p: Factors, pose: Pose) -> None:
        self.p, self.pose = p, pose
        self.outline = cap_outline(p, pose)
        self.within = self._within()
        broad = _meridians(p, pose, _BROAD, 0.08, 0.38 + 0.10 * np.abs(_BROAD) / 80)
        self.broad = ribbon(broad, profile("both", 16) * (5 * pose.radius / 240))
        fine = _meridians(p, pose, _FINE, 0.10, 0.36 + 0.14 * np.abs(_FINE) / 80)
        self.fine = stroke(fine, 5.0 * p.line_w, "both")

    def _within(self) -> Points:
        """Where hair before the face may be: above the ears inside the line, below anywhere."""
        pose = self.pose
        middle, line = pose([[0, -0.2]])[0], 6.0 * self.p.line_w
        inner = lerp(self.outline, middle, line / pose.radius)
        far = pose.place(np.array([-3.0, -3.0, 3.0, 3.0]), np.array([0.0, 4.0, 4.0, 0.0]))
        ear = pose.place(0.0, -0.05)[1]
        return chain(inner[inner[:, 1] < ear], far)

    def light(self, layer: Layer) -> None:
        """Airbrushed light on what hair of the dome the layer has."""
        r, pose = layer.ramp("hair"), self.pose
        spot = pose([[0.38 * self.p.light, -0.82]])[0]
        stops = [(0, r.light, 0.34), (0.5, r.light, 0.12), (1, r.light, 0)]
        layer.glow(spot + _SQUARE * 1.02 * pose.radius, spot, pose.radius, stops, blend=ATOP)

    def strands(self, layer: Layer) -> None:
        """Strands from the crown outwards, on what hair the layer has."""
        r = layer.ramp("hair")
        layer.fill(self.broad, r.shade, 0.75 * self.p.depth, ATOP)
        layer.fill(self.fine, strand_ink(r), 0.75, ATOP)


def draw_cap(layer: Layer, dome: Dome) -> Points:
    """Paint the layer; returns the cap's outline."""
    p, pose = dome.p, dome.pose
    brush = Brush(layer, p, pose)
    if p.bangs in _MESS and not p.hat:
        brush.clumps(_tufts(p), "round", cast=0, strands=1, edge="soft", weight=1)
    border = _hairline(p, pose)
    cap = chain(dome.outline, border)
    brush.mass(cap)
    _shade(layer, p, pose, cap)
    layer.line(dome.outline, 6.0 * p.line_w, brush.ramp.line, "soft")
    if p.bangs == "back":
        layer.line(border[8:-8], 0.85 * brush.line_width, brush.ramp.line, "both")
    dome.light(layer)
    _light_rim(layer, p, pose, dome.outline)
    if p.bangs != "back":
        dome.strands(layer)
    return cap


def _hairline(p: Factors, pose: Pose) -> Points:
    """The border to the face from the left ear to the right."""
    up = _LIFTED.get(p.bangs, 0.0)
    ear, below = (0.12, 0.26) if p.hair_style == "cropped" else (0.36, 0.56)
    half = [
        [-0.90, below, 0.20],
        [-0.91, ear, 0.27],
        [-0.90, -0.5 * (0.36 - ear), 0.42],
        [-0.74, -0.30, 0.62],
        [-0.40, -0.47 - 0.4 * up, 0.86],
    ]
    if p.bangs == "back":
        right = combed_hairline(p)
        half = [*half[:2], *(right[:-1] * [-1, 1, 1])]
        return curve(pose(np.concatenate([half, right[-1:], mirrored(half, -1)[::-1]])), 60)
    middle = [crown_x(p) * 0.6, -0.52 - up, 0.93 - 0.4 * up]
    return curve(pose(np.concatenate([half, [middle], mirrored(half, -1)[::-1]])), 40)


def _shade(layer: Layer, p: Factors, pose: Pose, cap: Points) -> None:
    """Broad form shadow, then the hard-edged one with a torn inner edge, away from the light."""
    r = layer.ramp("hair")
    away = -1 if p.light > 0 else 1
    k = min(1.0, abs(p.light))
    y = np.linspace(-1.15, 0.5, 15)
    x = cap_half_width(p)(y) * (1 - 0.30 * k * smoothstep(y, -1.2, -0.2)) - 0.02
    torn = np.where(np.arange(15) % 2, 0.10, -0.02) * smoothstep(y, -1.1, -0.4)
    edge = pose.round(away * x, y + torn, np.zeros(15))
    beyond = pose.round(np.array([1.5, 1.5]) * away, np.array([0.5, -1.2]))
    focus = pose([[0.35 * p.light, -0.75]])[0]
    with layer.clip(cap):
        layer.fill(
            cap,
            shader=radial(
                focus,
                1.75 * pose.radius,
                [(0, r.shade, 0), (0.55, r.shade, 0), (1, r.shade, 0.6 * p.depth)],
            ),
        )
        layer.fill(chain(edge, beyond), r.shade, 0.85 * p.depth * min(1.0, 4 * k))


def _light_rim(layer: Layer, p: Factors, pose: Pose, dome: Points) -> None:
    """Light along the lit side of the silhouette, and a bolder line on top."""
    r = layer.ramp("hair")
    rim = lerp(dome, pose([[0, -0.2]])[0], 0.045)
    t = steps(60)
    for strength, where in ((max(0.0, p.light), 0.27), (max(0.0, -p.light), 0.73)):
        width = smoothstep(1 - np.abs(t - where) / 0.17, 0, 0.9)
        layer.line(rim, 11, r.light, width, 0.55 * strength * p.gloss, ATOP)
    inside = smoothstep(t, 0.16, 0.30) * smoothstep(1 - t, 0.16, 0.30)
    layer.line(dome, 6.0 * p.line_w, r.line, inside)


def _meridians(p: Factors, pose: Pose, degrees: Widths, start: float, stop: Widths) -> Points:
    """Canvas curves [m, 16, 2] on the dome from the crown toward azimuths (0 = front), by slerp."""
    azimuth = np.radians(degrees)
    crown = np.array([crown_x(p) * 0.4, -1.0, 0.16])
    crown /= np.linalg.norm(crown)
    end = np.stack([np.sin(azimuth), np.full(len(azimuth), 0.15), np.cos(azimuth)], 1)
    end /= np.linalg.norm(end, axis=1, keepdims=True)
    angle = np.arccos(end @ crown)[:, None]
    t = start + (stop - start)[:, None] * steps(16)
    near, far = np.sin((1 - t) * angle) / np.sin(angle), np.sin(t * angle) / np.sin(angle)
    d = near[..., None] * crown + far[..., None] * end[:, None]
    v = p.hair_vol
    return pose(d * np.array([1.02 + v, 1.22 + v * 1.3, 0.95]))


def _tufts(p: Factors) -> list[Clump]:
    """Stray locks that break the round silhouette above the temples."""
    out = []
    half = cap_half_width(p)
    k = _MESS[p.bangs]
    for i, (y, side) in enumerate(((-0.97, 1), (-0.84, -1), (-0.72, 1), (-0.62, -1))):
        y += 0.06 * p.noise("tuft", i + 20)
        ln, out_by = 0.20 + 0.20 * k, 0.01 + (0.08 + 0.03 * p.noise("tuft", i)) * k
        spine = [
            [side * (half(y - 0.25) - 0.07), y - 0.25, 0],
            [side * (half(y) - 0.035), y, 0],
            [side * (half(y + ln * 0.55) - 0.005 + 0.2 * out_by), y + ln * 0.55, 0],
            [side * (half(y + ln) + out_by), y + ln, 0],
        ]
        out.append(Clump(spine, 0.026 + 0.034 * k, _TUFT, 60 + i))
    return out
