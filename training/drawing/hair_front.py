"""Hair before the face: fringe, side locks and ahoge."""

import numpy as np

from training.drawing import fringes
from training.drawing.canvas import Layer, linear, mix
from training.drawing.clumps import Clump, blade
from training.drawing.factors import Factors
from training.drawing.geometry import Points, lerp, smoothstep
from training.drawing.hair import Brush, crown_x
from training.drawing.hair_cap import Dome
from training.drawing.pose import Pose

GLOSS_ARC = (-0.66, 0.34, 0.13)
_COMBED_ARC = (-0.88, 0.40, 0.10)
_LOCK = blade(0.30, 0.38, 2.7, 0.95)
_SIDEBURN = blade(0.40, 0.55, 1.7, 1.1)
_AHOGE = blade(1.0, 0.35, 1.15, 0.9)
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
            combed = fringes.clumps(p)
            brush.clumps(combed, "solid", 0.4, gloss=_COMBED_ARC, edge="root", weight=0.9)
        else:
            brush.clumps(fringes.clumps(p), "hugging", gloss=GLOSS_ARC, sliver=True)
    dome.light(layer)
    dome.strands(layer)
    return brush.painted


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
    """It grows out of a point on the crown, in all directions alike."""
    k = min(1.0, p.ahoge)
    if k <= 0.0:
        return []
    x, y = crown_x(p) * 0.5, -1.20 - p.hair_vol * 1.3
    lean = 0.62 * p.ahoge_dir + 0.60 * p.side
    q = 0.46 * k
    spine = [
        [x, y + 0.06 * k, 0.1],
        [x - lean * q * 0.10, y - q * 0.45, 0.1],
        [x + lean * q * 0.30, y - q * 0.92, 0.1 + 0.02 * k],
        [x + lean * q, y - q * (1.0 - 0.28 * abs(lean)), 0.1 + 0.05 * k],
    ]
    return [Clump(spine, 0.094 * k, _AHOGE, 91)]
