"""Hair before the face: fringe, side locks and ahoge."""

import itertools

import numpy as np
from numpy.typing import ArrayLike

from training.drawing import fringes
from training.drawing.canvas import Layer, linear, mix
from training.drawing.clumps import Clump, T, Widths, blade
from training.drawing.factors import Factors
from training.drawing.geometry import Points, lerp, ribbon, smoothstep, stroke
from training.drawing.hair import Brush, crown_x
from training.drawing.hair_cap import Dome
from training.drawing.pose import Pose

GLOSS_ARC = (-0.66, 0.34, 0.13)
_LOCK = blade(0.30, 0.38, 2.7, 0.95)
_SIDEBURN = blade(0.40, 0.55, 1.7, 1.1)
_AHOGE = 0.66 * (1 - T**1.5) ** 0.9 + 0.5 * (1 - T) ** 6
_CURLED = (0.0, 0.42, 0.76, 1.0)  # where the longer lock curls, of what hangs
# least and most: where the longer lock of a style ends
_LOCK_ENDS = {
    "long": (1.03, 1.98),
    "short": (0.92, 1.44),
    "twintails": (0.97, 1.68),
    "drill": (0.96, 1.62),
    "ponytail": (0.99, 1.80),
    "braids": (0.86, 1.22),
    "buns": (0.90, 1.50),
    "cropped": (0.40, 0.58),
}


def draw_ahoge(layer: Layer, p: Factors, pose: Pose) -> None:
    """Paint a springy hair at the crown, whose root the cap covers."""
    Brush(layer, p, pose).clumps(_ahoge(p), cast=0, strands=0, edge="soft")


def draw_side(layer: Layer, dome: Dome) -> list[Points]:
    """Paint the locks before the ears; returns their outlines."""
    p, pose = dome.p, dome.pose
    brush = Brush(layer, p, pose)
    with layer.clip(dome.within):
        locks = _side_locks(p, pose)
        brush.clumps(locks, "hugging", gloss=GLOSS_ARC, strands=2, cast_by=(4, 6), edge="late")
    dome.light(layer)
    if p.bangs != "back":
        dome.strands(layer)
    return brush.painted


def draw_fringe(layer: Layer, dome: Dome) -> list[Points]:
    """Paint the fringe; returns the outlines of its blades."""
    p, pose = dome.p, dome.pose
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
    with layer.clip(dome.within):
        if p.bangs == "back":
            _comb(layer, p, pose)
            brush.clumps(fringes.clumps(p), "hugging", cast=0.5, strands=0)
        else:
            brush.clumps(fringes.clumps(p), "hugging", gloss=GLOSS_ARC, sliver=True)
    dome.light(layer)
    if p.bangs != "back":
        dome.strands(layer)
    return brush.painted


def _comb(layer: Layer, p: Factors, pose: Pose) -> None:
    """Hair combed back: shade in points behind the hairline, gloss, strands back to the crown."""
    r = layer.ramp("hair")

    def at(u: ArrayLike, v: ArrayLike) -> Points:
        return pose(fringes.combed(p, u, v))

    layer.fill(at(*_ROOTS), r.shade, 0.85 * p.depth)
    shine = ribbon(at(*_SHINE), _SHINE_WIDTH * pose.radius)
    layer.fill(shine, r.light, 0.8 * p.gloss)
    layer.fill(stroke(at(*_STRANDS), 5.4 * p.line_w, "end"), r.line, 0.85)


def _points_of_shade() -> tuple[Widths, Widths]:
    """Along the hairline, then back in points that follow the hair: u and v of `combed`."""
    tips = ((-0.92, 0.03), (-0.80, 0.24), (-0.66, 0.16), (-0.50, 0.30), (-0.36, 0.16),
            (-0.20, 0.26), (-0.05, 0.14), (0.10, 0.30), (0.26, 0.15), (0.42, 0.27),
            (0.57, 0.16), (0.72, 0.29), (0.83, 0.16), (0.92, 0.03))  # fmt: skip
    u, v = [np.linspace(0.92, -0.92, 49)], [np.zeros(49)]
    t = np.linspace(0, 1, 6)
    for (u0, v0), (u1, v1) in itertools.pairwise(tips):
        low, middle = 0.04, (u0 + u1) / 2
        u += [lerp(u0, middle, t), lerp(middle, u1, t)]
        v += [lerp(low, v0, (1 - t) ** 2.2), lerp(low, v1, t**2.2)]
    return np.concatenate(u), np.concatenate(v)


_ROOTS = _points_of_shade()
_SHINE_U = np.array([-0.76, -0.69, -0.62, -0.52, -0.46, -0.39, -0.32, -0.15, -0.08, -0.01,
                     0.06, 0.26, 0.33, 0.40, 0.52, 0.59, 0.72])[:, None]  # fmt: skip
_UNEVEN = np.sin(7.3 * np.arange(17) + 0.6)[:, None]
_POINTED = np.sin(np.pi * np.linspace(0, 1, 10))
_SHINE = (
    np.broadcast_to(_SHINE_U, (17, 10)),
    0.42 + 0.025 * _UNEVEN + (0.15 - 0.05 * _UNEVEN) * np.linspace(-1, 1, 10),
)
_SHINE_WIDTH = _POINTED * (0.060 + 0.012 * _UNEVEN)
_STRAND_U = np.array([-0.80, -0.70, -0.58, -0.44, -0.30, -0.15, 0.02, 0.17, 0.31, 0.46, 0.58,
                      0.69, 0.80])[:, None]  # fmt: skip
_STRAND_END = np.array([0.3, 0.62, 0.38, 0.84, 0.46, 0.8, 0.34, 0.86, 0.42, 0.74, 0.40, 0.6, 0.3])
_STRANDS = (np.broadcast_to(_STRAND_U, (13, 16)), _STRAND_END[:, None] * np.linspace(0, 1, 16))


def _side_locks(p: Factors, pose: Pose) -> list[Clump]:
    """Two on each side, that lie along each other however they curl."""
    out = []
    long = lerp(*_LOCK_ENDS[p.hair_style], p.lock_len)
    bend = 0.065 * p.lock_curl
    shape = _SIDEBURN if p.hair_style == "cropped" else _LOCK
    for side in (-1, 1):
        j = [side * 0.03 * p.noise("lock", k + (20 if side > 0 else 0)) for k in range(4)]
        curl = [0.0, side * bend + j[2], -1.4 * side * bend + j[3], 2.4 * side * bend + 1.2 * j[0]]
        thin = p.lock_w * (1 - 0.9 * max(0.0, side * pose.sin))
        for i, (x, e, w) in enumerate(((0.985, long * 0.78, 0.125), (0.90, long, 0.15))):
            swing = min(1.0, (e - 0.6) / 0.9)
            free = float(smoothstep(e, 0.52, 0.85))  # a sideburn lies close
            hanging = [
                (x - 0.060 * free, lerp(0.1, e, _CURLED[1])),
                (x - (0.075 - 0.06 * swing) * free, lerp(0.1, e, _CURLED[2])),
                (x - (0.17 + 0.05 * i - 0.14 * swing) * free, e),
            ]
            along = np.interp([(y - 0.1) / (long - 0.1) for _, y in hanging], _CURLED, curl)
            along *= free
            spine = [
                [side * 0.50, -0.96, 0.20],
                [side * 0.88, -0.55, 0.38],
                [side * (x - 0.005), -0.02, 0.36],
                *(
                    [side * x + aside, y, 0.36]
                    for (x, y), aside in zip(hanging, along, strict=True)
                ),
            ]
            seed = (4 if side > 0 else 0) + i
            out.append(Clump(spine, w * thin, shape, seed))
    return out


def _ahoge(p: Factors) -> list[Clump]:
    """An antenna: out of the crown, over in an arc, its tip let hang or turned up."""
    k = min(1.0, p.ahoge)
    if k <= 0.0:
        return []
    x, y = crown_x(p) * 0.5, -1.20 - p.hair_vol * 1.3
    lean = p.side * (0.86 + 0.34 * p.side * p.ahoge_dir)
    hang = p.side * p.ahoge_dir
    q = 0.46 * k
    run = (
        (-0.02, -0.16),
        (-0.14, 0.28),
        (-0.04, 0.70),
        (0.34, 0.98),
        (0.80, 0.90 - 0.08 * hang),
        (1.06, 0.62 - 0.22 * hang),
    )
    spine = [[x + lean * q * out, y - q * up, 0.1 + 0.05 * k * max(0.0, up)] for out, up in run]
    return [Clump(spine, 0.105 * k, _AHOGE, 91)]
