"""What hangs from a tie: twintails, ringlets, the ponytail."""

from collections.abc import Sequence

import numpy as np

from training.drawing.canvas import ATOP, linear, mix
from training.drawing.clumps import Clump, blade
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, profile, ribbon, smoothstep, steps
from training.drawing.hair import Brush
from training.drawing.pose import Pose

_TAIL = blade(0.42, 0.45, 3.4, 0.95)
_FULL_TAIL = blade(0.46, 0.34, 3.4, 0.95)
_GATHERED = blade(0.75, 0.5, 5.0, 0.5)
_END_CURL = blade(1.0, 0.3, 2.0, 0.9)


def twintail_tie(p: Factors, side: int) -> Points:
    """Where a twintail is tied, head space [3]: below the brim of a hat."""
    y = -0.18 + 0.08 * p.tail_h if p.hat else -0.46 + 0.14 * p.tail_h
    return np.array([side * (1.04 + p.hair_vol * 0.8), y, -0.12])


def ponytail_tie(p: Factors) -> Points:
    """Where the ponytail is tied, head space [3]."""
    return np.array([p.side * 0.42, -1.06 + 0.10 * p.tail_h, -0.45])


def drill_top(p: Factors, side: int) -> Points:
    """Where a ringlet begins, head space [3]."""
    return np.array([side * (1.10 + p.hair_vol * 0.7), -0.30, 0.1])


def draw_twintail(brush: Brush, p: Factors, side: int) -> None:
    """Five clumps that fall from the tie in an arc."""
    t = twintail_tie(p, side)
    key = 30 if side > 0 else 0
    length = 1.35 + 0.95 * p.hair_len
    w, out, curl = p.tail_w, 0.23 + 0.06 * p.spread, 0.09 * p.curl
    clumps = []
    for i, (off, e, width) in enumerate(
        (
            (-0.95, 0.72, 0.13),
            (0.95, 0.80, 0.14),
            (-0.55, 0.90, 0.17),
            (0.55, 0.93, 0.18),
            (0.0, 1.0, 0.21),
        )
    ):
        k = side * curl * (1 if i % 2 else -1)
        j1, j2 = p.noise("tail", i + key), p.noise("tail", i + 9 + key)
        spine = t + np.array(
            [
                [-side * 0.28, 0.02 + off * 0.06, 0],
                [side * 0.05, -0.03 + off * 0.03, 0],
                [side * out * 0.80, 0.03 + off * 0.11, 0],
                [side * (out + off * 0.20), 0.28, 0],
                [side * (out + 0.05 + off * 0.29) + k, 0.48 * e * length, 0.05],
                [side * (out - 0.02 + off * 0.31) - k * 1.2, e * length * 0.78, 0.1],
                [
                    side * (out - 0.14 + off * 0.37 + 0.08 * j1) + k,
                    e * length * (1 + 0.06 * j2),
                    0.1,
                ],
            ]
        )
        clumps.append(Clump(spine, width * w, _FULL_TAIL, 160 + (8 if side > 0 else 0) + i))
    arc = (t[1] + 0.42, 0.0, 0.15)
    brush.clumps(clumps, "round", gloss=arc, strands=3, cast_by=(5, 5), edge="root")


def draw_ponytail(brush: Brush, p: Factors) -> None:
    """Five clumps that rise from the tie, turn over and fall at one side."""
    side, t = p.side, ponytail_tie(p)
    length, w, curl = 1.0 + 0.8 * p.hair_len, p.tail_w, 0.10 * p.curl
    clumps = []
    for i, (off, e, width) in enumerate(
        (
            (-0.95, 0.60, 0.15),
            (0.95, 0.72, 0.15),
            (-0.5, 0.82, 0.19),
            (0.5, 0.88, 0.19),
            (0.0, 1.0, 0.22),
        )
    ):
        k = side * curl * (1 if i % 2 else -1)
        end = 1.02 + e * length
        spine = t + np.array(
            [
                [0, 0, 0],
                [side * 0.28, -0.18 + off * 0.13, 0],
                [side * (0.60 + off * 0.19), 0.04 + 0.07 * off, 0],
                [side * (0.77 + off * 0.26 + 0.05 * p.spread) + k, 0.62 + 0.3 * e, 0],
                [side * (0.76 + off * 0.30) - k * 1.2, lerp(0.7, end, 0.68), 0.1],
                [side * (0.65 + off * 0.38 + 0.08 * p.noise("pony", i)) + k, end, 0.1],
            ]
        )
        clumps.append(Clump(spine, width * w, _TAIL, 190 + i))
    arc = (t[1] + 0.55, 0.0, 0.16)
    brush.clumps(clumps, "round", gloss=arc, strands=3, cast_by=(5, 6), edge="root")


class Ringlet:
    """A slanted ribbon wound round a core: `axis(t)` gives x, y and half width, head space."""

    windings = 8

    def __init__(self, p: Factors, side: int) -> None:
        self.side = side
        self.length = 1.48 + 0.62 * p.hair_len
        self.x, self.y = side * (1.13 + 0.05 * p.spread + p.hair_vol * 0.7), -0.27
        self.widest = 0.225 * p.tail_w
        key = 20 if side > 0 else 0
        self.jitter = [p.noise("drill", k + key) for k in range(self.windings + 2)]

    def axis(self, t):
        """Position and half width at fraction t of the length."""
        t = np.asarray(t, float)
        x = self.x - self.side * 0.06 * (1 - smoothstep(t, 0, 0.26))
        x = (
            x
            + self.side * 0.09 * np.sin(t * 2.6 + 0.3 * self.jitter[0])
            + 0.03 * self.jitter[1] * t
        )
        w = 0.46 + 0.66 * np.sin(np.pi * np.minimum(1, 0.12 + t * 0.62))
        return x, self.y + self.length * t, self.widest * w * (1 - 0.74 * t**2.6)


def draw_drill(brush: Brush, p: Factors, pose: Pose, side: int) -> None:
    """Dark core, end curl, then the windings from the bottom up."""
    r = brush.ramp
    coil = Ringlet(p, side)
    x, y, w = coil.axis(steps(18))
    core = chain(pose.round(x - w * 0.86, y, 0.1), pose.round((x + w * 0.86)[::-1], y[::-1], 0.1))
    brush.layer.fill(core, mix(r.shade, r.deep, 0.6))
    tx, ty, tw = (float(v) for v in coil.axis(1.0))
    tip = [
        [tx - side * tw * 0.9, ty - 0.10, 0.1],
        [tx - side * tw * 0.5, ty + 0.08, 0.1],
        [tx + side * 0.02, ty + 0.17, 0.1],
        [tx + side * 0.10, ty + 0.16, 0.1],
    ]
    end = Clump(tip, tw * 0.62, _END_CURL, 180)
    brush.clumps([end], "round", cast=0, strands=1, edge="soft")
    for i in reversed(range(coil.windings)):
        _draw_winding(brush, p, pose, coil, i)
    _draw_root(brush, p, side)


def _draw_root(brush: Brush, p: Factors, side: int) -> None:
    """Hair gathered from the crown into the tie, whence the ringlet hangs."""
    x, y, z = drill_top(p, side)
    clumps = []
    for k, (off, width) in enumerate(((-1.0, 0.10), (1.0, 0.11), (0.0, 0.13))):
        spine = [
            [x - side * (0.36 - 0.04 * off), y - 0.46, z],
            [x - side * (0.17 - 0.10 * off), y - 0.34, z],
            [x - side * (0.03 - 0.09 * off), y - 0.15, z],
            [x + side * 0.05 * off, y + 0.06, z],
        ]
        clumps.append(Clump(spine, width * p.tail_w, _GATHERED, 184 + 4 * (side > 0) + k))
    brush.clumps(clumps, "round", strands=2, edge="root")


def _draw_winding(brush: Brush, p: Factors, pose: Pose, coil: Ringlet, i: int) -> None:
    layer, r, side = brush.layer, brush.ramp, coil.side
    x, y, w = (float(v) for v in coil.axis((i + 0.5) / coil.windings))
    k = w / coil.widest
    slant = 0.105 * k * side  # the outer end hangs lower
    thick = coil.length / coil.windings * (0.60 + 0.06 * coil.jitter[i + 2])
    bulge = 0.085 * k

    def along(runs: Sequence[tuple[float, float, float]], n: int = 12) -> Points:
        """Lines [m, n, 2] along the winding at height v, from u0 to u1 across."""
        v, u0, u1 = np.array(runs).T[..., None]
        u = u0 + (u1 - u0) * steps(n)
        rise = (v * 2 - 1) * thick * 0.62 + slant * u + bulge * (1 - u * u) * (1 + 0.25 * v)
        return pose.round(x + u * w, y + rise, 0.1)

    u = np.array([-1.06, -0.55, 0, 0.55, 1.06])
    top = np.stack([x + u * w, y - thick * 0.62 + slant * u + bulge * (1 - u * u)], 1)
    low = np.stack([x + u * w * 0.98, y + thick * 0.62 + slant * u + bulge * (1 - u * u) * 1.25], 1)
    right = np.array([top[-1], [x + 1.17 * w, (top[-1, 1] + low[-1, 1]) / 2], low[-1]])
    left = np.array([low[0], [x - 1.17 * w, (top[0, 1] + low[0, 1]) / 2], top[0]])
    edges = [
        curve(pose.round(q[:, 0], q[:, 1], 0.1), n)
        for q, n in ((top, 18), (right, 10), (low[::-1], 18), (left, 10))
    ]
    band = chain(*edges)
    brush.painted.append(band)
    layer.fill(band + [0, 8], r.deep, 0.55, blend=ATOP)
    dark_left = mix(r.base, r.shade, 0.35 + 0.5 * max(0.0, p.light))
    dark_right = mix(r.base, r.shade, 0.35 + 0.5 * max(0.0, -p.light))
    ends = pose.round([x - w * 1.1, x + w * 1.1], [y, y], [0.1, 0.1])
    layer.fill(
        band,
        shader=linear(
            ends[0],
            ends[1],
            [(0, dark_left, 1), (0.36, r.base, 1), (0.64, r.base, 1), (1, dark_right, 1)],
        ),
    )
    below = along([(0.68, -1.08, 1.08), (1.0, 1.08, -1.08)], 14)
    layer.fill(below.reshape(-1, 2), r.shade, 0.75)
    a = -1 if p.light > 0 else 1
    away = along([(0.0, a * 0.62, a * 1.08), (1.0, a * 1.08, a * 0.40)], 8)
    layer.fill(away.reshape(-1, 2), r.shade, 0.8 * min(1.0, abs(p.light)))
    c = 0.36 * p.light
    shine = along([(0.30, c - 0.36, c + 0.36), (0.48, c - 0.24, c + 0.24)])
    widths = profile("both", 12) * ([[0.0375], [0.0175]] * np.array(pose.radius * k))
    layer.fill(ribbon(shine, widths), r.light, 0.9 * p.gloss)
    fine = along([(0.22, -1.02, -0.35), (0.62, -0.2, 1.0), (0.82, -1.0, 0.1)])
    layer.line(fine, brush.line_width * 0.6, mix(r.shade, r.line, 0.4), "both", 0.75)
    for q, weight in zip(edges, (1.05, 1.05, 1.2, 1.05), strict=True):
        layer.line(q, brush.line_width * weight, r.line, "soft")
