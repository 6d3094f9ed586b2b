"""Hair before the face: the cap on the dome, fringe, side locks, ahoge, stray tufts and wisps."""

import numpy as np

from training.drawing import fringes
from training.drawing.canvas import ATOP, Layer, linear, mix, radial
from training.drawing.clumps import Clump, Widths, blade, cap_half_width
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, profile, ribbon, smoothstep, steps
from training.drawing.hair import Brush, crown_x, strand_ink
from training.drawing.pose import Pose

GLOSS_ARC = (-0.66, 0.34, 0.13)
_SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
_LOCK = blade(0.30, 0.38, 2.7, 0.95)
_AHOGE = blade(1.0, 0.35, 1.15, 0.9)
_TUFT = blade(0.5, 0.45, 2.0, 1.0)
_WISP = blade(0.2, 0.5, 2.2, 1.0)
_FAN = np.array([-78, -60, -43, -26, -9, 10, 27, 44, 61, 79.0])  # azimuths of strands, degrees
_LOCK_LENGTH = {"short": 0.55, "long": 1.0, "twintails": 0.75, "drill": 0.7, "ponytail": 0.85}
_MESS = {"spiky": 0.45, "hime": -0.55, "parted": -0.25}


def cap_outline(p: Factors, pose: Pose) -> Points:
    """The dome's silhouette from right ear over the top to left ear, canvas [60, 2]."""
    v = p.hair_vol
    right = np.array(
        [[0.94, 0.60, 0], [1.035, 0.12, 0], [1.05, -0.32, 0], [0.895, -0.79, 0], [0.515, -1.13, 0]]
    )
    right[:, 0] += v * np.array([0.3, 0.8, 1, 1, 0.7])
    right[:, 1] -= v * np.array([0, 0, 0.3, 0.8, 1.2])
    left = right[::-1] * [-1, 1, 1]
    uneven = 0.02 * np.array([p.noise("cap", i) for i in range(21)])
    right[:, :2] += uneven[:10].reshape(5, 2)
    left[:, :2] += uneven[10:20].reshape(5, 2)
    top = np.array([[0.0, -1.262 - v * 1.3 + uneven[20], 0]])
    return curve(pose.round(np.concatenate([right, top, left])), 60)


def draw_ahoge(layer: Layer, p: Factors, pose: Pose) -> None:
    """Paint one or two springy hairs at the crown, whose roots the cap covers."""
    Brush(layer, p, pose).clumps(_ahoge(p), cast=0, strands=0, edge="soft")


def draw_front(layer: Layer, p: Factors, pose: Pose) -> list[Points]:
    """Paint the layer; returns the outlines that throw a shadow on the face, the cap first."""
    brush = Brush(layer, p, pose)
    if not p.hat:
        brush.clumps(_tufts(p), "round", cast=0, strands=1, edge="soft", weight=1)
    brush.painted.clear()
    dome = cap_outline(p, pose)
    cap = chain(dome, _hairline(p, pose))
    brush.mass(cap)
    brush.painted.append(cap)
    _shade_dome(layer, p, pose, cap)
    with layer.clip(_guard(pose, dome)):
        locks = _side_locks(p, pose)
        brush.clumps(locks, "hugging", gloss=GLOSS_ARC, strands=3, cast_by=(4, 6), edge="late")
        painted = brush.painted + _draw_fringe(layer, p, pose)
    layer.line(dome, 6.0 * p.line_w, brush.ramp.line, "soft")
    _light_dome(layer, p, pose, dome)
    _strands(layer, p, pose)
    return painted


def _hairline(p: Factors, pose: Pose) -> Points:
    up = 0.30 if p.bangs == "parted" else 0.0
    return curve(
        pose(
            [
                [-0.90, 0.56, 0.20],
                [-0.91, 0.36, 0.27],
                [-0.90, 0.0, 0.42],
                [-0.74, -0.30, 0.62],
                [-0.40, -0.47 - 0.4 * up, 0.86],
                [crown_x(p) * 0.6, -0.52 - up, 0.93 - 0.4 * up],
                [0.40, -0.47 - 0.4 * up, 0.86],
                [0.74, -0.30, 0.62],
                [0.90, 0, 0.42],
                [0.91, 0.36, 0.27],
                [0.90, 0.56, 0.20],
            ]
        ),
        40,
    )


def _guard(pose: Pose, dome: Points) -> Points:
    """Above the ears nothing may poke out of the dome; below, everything may."""
    far = pose.place(np.array([-3.0, -3.0, 3.0, 3.0]), np.array([0.0, 4.0, 4.0, 0.0]))
    ear = pose.place(0.0, -0.05)[1]
    return chain(dome[dome[:, 1] < ear], far)


def _draw_fringe(layer: Layer, p: Factors, pose: Pose) -> list[Points]:
    r = layer.ramp("hair")
    top, bottom = pose([[0, -1.2], [0, 0.45]])
    brush = Brush(
        layer,
        p,
        pose,
        linear(
            top,
            bottom,
            [
                (0, mix(r.base, r.light, 0.10), 1),
                (0.45, r.base, 1),
                (0.62, r.base, 1),
                (1, mix(r.base, r.light, 0.35), 1),
            ],
        ),
    )
    brush.clumps(fringes.clumps(p), "hugging", gloss=GLOSS_ARC, sliver=True)
    brush.clumps(_wisps(p), "hugging", cast=0, shade=0, strands=0, weight=0.6)
    return brush.painted


def _shade_dome(layer: Layer, p: Factors, pose: Pose, cap: Points) -> None:
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


def _light_dome(layer: Layer, p: Factors, pose: Pose, dome: Points) -> None:
    """Airbrushed light on the dome and a rim of it along the lit side."""
    r = layer.ramp("hair")
    spot = pose([[0.38 * p.light, -0.82]])[0]
    light = [(0, r.light, 0.34), (0.5, r.light, 0.12), (1, r.light, 0)]
    layer.glow(spot + _SQUARE * 1.02 * pose.radius, spot, pose.radius, light, blend=ATOP)
    rim = lerp(dome, pose([[0, -0.2]])[0], 0.045)
    t = steps(60)
    for strength, where in ((max(0.0, p.light), 0.27), (max(0.0, -p.light), 0.73)):
        width = smoothstep(1 - np.abs(t - where) / 0.17, 0, 0.9)
        layer.line(rim, 11, r.light, width, 0.55 * strength * p.gloss, ATOP)
    inside = smoothstep(t, 0.16, 0.30) * smoothstep(1 - t, 0.16, 0.30)
    layer.line(dome, 6.0 * p.line_w, r.line, inside)


def _meridians(p: Factors, pose: Pose, azimuth: Widths, start: Widths, stop: Widths) -> Points:
    """Canvas curves [m, 16, 2] on the dome from the crown toward azimuths (0 = front), by slerp."""
    crown = np.array([crown_x(p) * 0.4, -1.0, 0.16])
    crown /= np.linalg.norm(crown)
    end = np.stack([np.sin(azimuth), np.full(len(azimuth), 0.15), np.cos(azimuth)], 1)
    end /= np.linalg.norm(end, axis=1, keepdims=True)
    angle = np.arccos(end @ crown)[:, None]
    t = start[:, None] + (stop - start)[:, None] * steps(16)
    near, far = np.sin((1 - t) * angle) / np.sin(angle), np.sin(t * angle) / np.sin(angle)
    d = near[..., None] * crown + far[..., None] * end[:, None]
    v = p.hair_vol
    return pose(d * np.array([1.02 + v, 1.22 + v * 1.3, 0.95]))


def _strands(layer: Layer, p: Factors, pose: Pose) -> None:
    r = layer.ramp("hair")
    j1, j2 = p.noises("fan", 0, 10), p.noises("fan", 16, 10)
    azimuth = np.radians(_FAN + 6 * j1)
    start, end = 0.07 + 0.03 * j1, 0.36 + 0.12 * j2 + 0.10 * np.abs(_FAN) / 80
    broad = _meridians(p, pose, azimuth[::2], start[::2], end[::2])
    fine = _meridians(p, pose, azimuth + 0.02, np.full(10, 0.06), end + 0.05 * j2)
    swelling = profile("both", 16) * ((4 + 2 * j1[::2, None]) * pose.radius / 240)
    layer.fill(ribbon(broad, swelling), r.shade, 0.75 * p.depth, ATOP)
    layer.line(fine, 2.48 * p.line_w, strand_ink(r), "both", 0.75, ATOP)


def _side_locks(p: Factors, pose: Pose) -> list[Clump]:
    out = []
    end = 0.78 + _LOCK_LENGTH[p.hair_style] * (0.25 + 0.95 * p.lock_len)
    for side in (-1, 1):
        j = [side * 0.05 * p.noise("lock", k + (20 if side > 0 else 0)) for k in range(4)]
        thin = p.lock_w * (1 - 0.9 * max(0.0, side * pose.sin))
        for i, (x, e, w) in enumerate(((0.985, end * 0.78, 0.125), (0.90, end, 0.15))):
            bend = 0.065 * p.lock_curl
            swing = min(1.0, (e - 0.6) / 0.9)
            spine = [
                [side * 0.50, -0.96, 0.20],
                [side * 0.88, -0.55, 0.38],
                [side * (x - 0.005), -0.02, 0.36],
                [side * (x - 0.060 + bend) + j[2], lerp(0.1, e, 0.42), 0.36],
                [side * (x - 0.075 - bend * 1.4 + 0.06 * swing) + j[3], lerp(0.1, e, 0.76), 0.36],
                [side * (x - 0.17 - 0.05 * i + 0.14 * swing + 2.4 * bend) + 1.2 * j[0], e, 0.36],
            ]
            seed = (4 if side > 0 else 0) + i
            out.append(Clump(spine, w * thin, _LOCK, seed))
    return out


def _ahoge(p: Factors) -> list[Clump]:
    """They shrink away continuously."""
    k = p.ahoge
    if k <= 0.0:
        return []
    x, y = crown_x(p) * 0.5, -1.20 - p.hair_vol * 1.3
    lean = 0.62 * p.ahoge_dir + 0.60 * p.side
    height = 0.02 + 0.44 * k
    out = []
    for i, (d, share, w) in enumerate(((lean - 0.9 * p.side, 0.58, 0.05), (lean, 1.0, 0.07))):
        q = height * share
        spine = [
            [x, y + 0.06, 0.1],
            [x - d * q * 0.10, y - q * 0.45, 0.1],
            [x + d * q * 0.30, y - q * 0.92, 0.12],
            [x + d * q, y - q * (1.0 - 0.28 * abs(d)), 0.15],
        ]
        out.append(Clump(spine, w * 1.25 * min(1, k * 2.2), _AHOGE, 90 + i))
    return out


def _tufts(p: Factors) -> list[Clump]:
    """Stray locks that break the round silhouette; their ink grows with them."""
    out = []
    half = cap_half_width(p)
    for i, (y, side) in enumerate(
        ((-0.95, 1), (-0.80, -1), (-0.45, 1), (-0.28, -1), (0.02, 1), (0.10, -1))
    ):
        k = min(0.25 + _MESS.get(p.bangs, 0.0) + 0.8 * p.noise("tuft", i), 1.0)
        if k <= 0:
            continue
        y += 0.12 * p.noise("tuft", i + 20)
        ln = 0.20 + 0.28 * k
        spine = [
            [side * (half(y - 0.25) - 0.07), y - 0.25, 0],
            [side * (half(y) - 0.035), y, 0],
            [side * (half(y + ln * 0.55) - 0.005 + 0.02 * k), y + ln * 0.55, 0],
            [side * (half(y + ln) + 0.01 + 0.085 * k), y + ln, 0],
        ]
        grown = min(1.0, k * 6)
        out.append(Clump(spine, (0.026 + 0.034 * k) * grown, _TUFT, 60 + i, grown))
    return out


def _wisps(p: Factors) -> list[Clump]:
    """Fine loose strands over the forehead."""
    if p.bangs in ("parted", "hime"):
        return []
    out = []
    crown = crown_x(p)
    for i, x in enumerate((-0.52, -0.12, 0.26, 0.60)):
        k = 0.55 + 0.45 * p.noise("wisp", i)
        x += 0.14 * p.noise("wisp", i + 10)
        y = 0.16 + 0.16 * p.noise("wisp", i + 20) + p.bangs_len
        b = 0.045 * p.noise("wisp", i + 30)
        spine = [
            [crown + 0.3 * (x - crown), -0.80, 0.6],
            [x * 0.85 + b, -0.40, 0.9],
            [x + b * 1.4, -0.05, 0.95],
            [x - b * 0.4, y + 0.1 * k, 0.95],
        ]
        out.append(Clump(spine, 0.036 * k, _WISP, 70 + i))
    return out
