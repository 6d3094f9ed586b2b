"""Hair behind the head and what hangs from it. A new hair style is a function here.

`back` is the layer behind the body, `tails` the one before the clothes.
"""

from collections.abc import Callable

import numpy as np

from training.drawing.buns import draw_bun
from training.drawing.canvas import Layer, linear, mix
from training.drawing.clumps import Clump, blade
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, lerp, smoothstep
from training.drawing.hair import Brush
from training.drawing.hair_tails import draw_drill, draw_ponytail, draw_twintail
from training.drawing.plaits import draw_plait
from training.drawing.pose import Pose

_NAPE = blade(0.6, 0.4, 2.6, 0.9)
_LONG = blade(0.5, 0.5, 4.0, 0.9)
_OVER_SHOULDER = blade(0.6, 0.4, 3.4, 0.9)
_CROP = blade(0.6, 0.4, 2.0, 1.0)
_BOB = blade(0.5, 0.45, 2.5, 0.95)


class BackHair:
    """The brushes of one head's back hair: from darkest and deepest to the tails in front."""

    def __init__(self, back: Layer, tails: Layer, p: Factors, pose: Pose) -> None:
        self.p, self.pose = p, pose
        r = back.ramp("hair")
        top, bottom = pose([[0, -0.5], [0, 2.0]])
        self.deep = Brush(
            back,
            p,
            pose,
            linear(
                top,
                bottom,
                [(0, r.shade, 1), (0.5, mix(r.shade, r.deep, 0.55), 1), (1, r.shade, 1)],
            ),
        )
        self.outer = Brush(
            back,
            p,
            pose,
            linear(
                top,
                bottom,
                [
                    (0, r.shade, 1),
                    (0.28, r.base, 1),
                    (0.6, r.base, 1),
                    (1, mix(r.base, r.shade, 0.5), 1),
                ],
            ),
        )
        self.lit = Brush(back, p, pose)
        self.tails = Brush(tails, p, pose)
        a = np.linspace(np.pi * 1.05, np.pi * 1.95, 20)
        v = p.hair_vol
        self.dome = pose.round(np.cos(a) * (1.04 + v), -0.1 + np.sin(a) * (1.02 + v), -0.3)

    def jitter(self, k: int) -> float:
        """The k-th jitter of the back hair."""
        return self.p.noise("back", k)

    def nape(self) -> None:
        """What is left at the neck when the hair is gathered up."""
        outline = curve(
            self.pose.round(
                [
                    [1.0, -0.5, -0.3],
                    [1.02, 0.1, -0.25],
                    [0.86, 0.62, -0.25],
                    [0.4, 0.98, -0.3],
                    [0, 1.05, -0.3],
                    [-0.4, 0.98, -0.3],
                    [-0.86, 0.62, -0.25],
                    [-1.02, 0.1, -0.25],
                    [-1.0, -0.5, -0.3],
                ]
            ),
            50,
        )
        self.deep.mass(chain(outline, self.dome))
        clumps = []
        for side in (-1, 1):
            for i in range(2):
                x = 0.30 + 0.22 * i
                spine = [
                    [side * 0.8, 0.1, -0.2],
                    [side * 0.78, 0.5, -0.2],
                    [side * (0.55 + 0.2 * i), 0.85, -0.2],
                    [side * x, 1.16 + 0.08 * self.jitter(40 + i) - 0.08 * i, -0.2],
                ]
                clumps.append(Clump(spine, 0.09, _NAPE, 140 + i * 2 + (side > 0)))
        self.deep.clumps(clumps, strands=1, edge="late")


def long(b: BackHair) -> None:
    """Down to the chest or below, with locks over the shoulders."""
    p, pose = b.p, b.pose
    v = p.hair_vol
    end = 1.75 + 1.15 * p.hair_len
    wide = 1.16 + 0.12 * p.spread + v
    curl = 0.10 * p.curl * float(smoothstep(end, 1.6, 2.3))

    def edge(y):
        return np.interp(
            y,
            [-0.6, -0.1, 0.4, 1.0, 1.6, 2.4, 3.0],
            [0.97 + v * 0.8, 1.04 + v, 1.085 + v, wide, wide + 0.05, wide, wide - 0.05],
        )

    y = np.array([-0.5, -0.1, 0.4, 0.8, 1.1, end - 0.45])
    right, left = (curve(pose.round(s * edge(y) * 0.96, y, np.full(6, -0.28)), 30) for s in (1, -1))
    b.deep.mass(chain(right, left[::-1], b.dome))
    falls: tuple[list[Clump], ...] = ([], [], [], [])
    for i, (x, dy, w) in enumerate(
        ((0.34, -0.3, 0.24), (0.64, -0.12, 0.23), (0.90, -0.16, 0.17), (0.80, 0.0, 0.20))
    ):
        for side in (-1, 1):
            n = i * 2 + (side > 0)
            e = end + dy + 0.08 * b.jitter(n)
            k = side * curl * (1 if i % 2 else -1)
            yy = np.array([-0.75, -0.1, 0.55, lerp(0.55, e, 0.5), lerp(0.55, e, 0.8), e])
            inward = np.array([-0.30, -0.06, 0, 0, 0, -0.05 + 0.08 * b.jitter(20 + n)])
            xx = side * (edge(yy) * x + inward) + k * np.array([0, 0, 0.02, 1, -1.2, 1])
            spine = np.stack([xx, yy, np.full(6, -0.22)], 1)
            if i >= 2:
                falls[i].extend(_split(spine, w, side, 100 + n))
            falls[i].append(Clump(spine, w, _LONG, 100 + n))
    b.deep.clumps(falls[0] + falls[1], "round", strands=3, edge="late")
    b.outer.clumps(falls[2], "round", strands=3, edge="early")
    b.outer.clumps(falls[3], "round", strands=3, edge="late")
    locks = []
    for side in (-1, 1):
        for i, (x0, x1, e, w) in enumerate(((1.0, 0.98, 0.86, 0.15), (0.92, 0.72, 1.0, 0.16))):
            e = lerp(1.55, 2.35, p.hair_len) * e + 0.07 * b.jitter(50 + i * 2 + (side > 0))
            k = side * curl * (1 if i % 2 else -1)
            spine = [
                [side * 0.80, -0.1, 0.0],
                [side * 0.98, 0.45, 0.0],
                [side * (x0 - 0.04), 1.0, 0.02],
                [side * lerp(x0, x1, 0.5) + k, lerp(1.0, e, 0.45), 0.05],
                [side * lerp(x0, x1, 0.85) - k * 1.2, lerp(1.0, e, 0.78), 0.05],
                [side * x1 + k, e, 0.05],
            ]
            if i == 1:
                locks += _split(np.array(spine), w, side, 111 + (side > 0))
            locks.append(Clump(spine, w, _OVER_SHOULDER, 110 + i * 2 + (side > 0)))
    b.tails.clumps(locks, "round", strands=3, edge="early")


def _split(spine: Points, width: float, side: int, seed: int) -> list[Clump]:
    """The other tips of a lock: they lie along it and part from it towards the end."""
    away = np.array([0, 0, 0, 0.2, 0.6, 1.0])[:, None]
    return [
        Clump(spine + away * [side * out, up, 0], 0.62 * width, _LONG, seed)
        for out, up in ((0.13, -0.16), (-0.11, -0.08))
    ]


def short(b: BackHair) -> None:
    """A bob between ear and collar, turned in or out."""
    p, pose = b.p, b.pose
    v = p.hair_vol
    end = 0.88 + 0.52 * p.hair_len
    flick = 0.26 * p.flick
    wide = 1.06 + 0.05 * p.spread + v
    half = np.array(
        [
            [1.0, -0.5, -0.3],
            [wide - 0.05, 0.2, -0.25],
            [wide - 0.14, 0.7, -0.2],
            [0.7, end - 0.42, -0.2],
        ]
    )
    outline = np.concatenate([half, [[0, end - 0.34, -0.25]], half[::-1] * [-1, 1, 1]])
    b.deep.mass(chain(curve(pose.round(outline), 60), b.dome))
    bob: tuple[list[Clump], ...] = ([], [], [], [])
    for i, x in enumerate((0.25, 0.55, 0.80, 1.0)):
        for side in (-1, 1):
            n = i * 2 + (side > 0)
            e = end + 0.06 * b.jitter(n) - 0.10 * max(0, x - 0.7)
            spine = [
                [side * (0.50 + 0.2 * x), -0.7, -0.2],
                [side * (0.66 + 0.22 * x + v), -0.05, -0.15],
                [side * (x * wide * 0.90 + 0.10 * (1 - x)), 0.55, -0.15],
                [side * (x * wide * 0.95 - flick * 0.25), lerp(0.6, e, 0.6), -0.15],
                [side * (x * wide - 0.10 + flick * x**2), e, -0.15],
            ]
            bob[i].append(Clump(spine, 0.22, _BOB, 120 + n))
    b.deep.clumps(bob[0] + bob[1], "round", edge="late")
    b.outer.clumps(bob[2], "round", edge="late")
    b.outer.clumps(bob[3], "round", edge="early")


def cropped(b: BackHair) -> None:
    """A boy's short cut: close at the neck, pointed clumps behind the ears."""
    p, pose = b.p, b.pose
    v, low = p.hair_vol, 0.10 * p.hair_len
    half = np.array(
        [
            [1.0, -0.5, -0.3],
            [1.0 + 0.5 * v, -0.05, -0.25],
            [0.92, 0.36, -0.25],
            [0.70, 0.74, -0.25],
        ]
    )
    outline = np.concatenate([half, [[0, 0.98, -0.3]], half[::-1] * [-1, 1, 1]])
    b.deep.mass(chain(curve(pose.round(outline), 60), b.dome))
    flick = 0.05 * p.flick
    rows: tuple[list[Clump], ...] = ([], [], [], [], [])
    for side in (-1, 1):
        for i, (x, y, out, drop, w) in enumerate(
            (
                (0.36, 0.70, 0.02, 0.44, 0.11),
                (0.58, 0.50, 0.03, 0.50, 0.12),
                (0.76, 0.22, 0.06, 0.54, 0.12),
                (0.89 + 0.5 * v, -0.14, 0.11, 0.50, 0.105),
                (0.90 + v, -0.50, 0.14, 0.46, 0.085),
            )
        ):
            j = 0.03 * b.jitter(60 + i * 2 + (side > 0))
            tip = out + flick * (0.4 + 0.15 * i)
            spine = [
                [side * x * 0.88, y - 0.14, -0.2],
                [side * (x + 0.02), y + 0.06 * drop, -0.2],
                [side * (x + 0.05 + 0.4 * out), y + 0.5 * drop, -0.2],
                [side * (x + 0.02 + tip), y + drop + low + j, -0.2],
            ]
            rows[i].append(Clump(spine, w, _CROP, 168 + i * 2 + (side > 0)))
    b.deep.clumps(rows[0] + rows[1], "round", strands=1, edge="late")
    b.outer.clumps(rows[2] + rows[3] + rows[4], "round", strands=1, edge="early")


def twintails(b: BackHair) -> None:
    """A tail at either side."""
    b.nape()
    for side in (-1, 1):
        draw_twintail(b.tails, b.p, side)


def drill(b: BackHair) -> None:
    """A ringlet at either side."""
    b.nape()
    for side in (-1, 1):
        draw_drill(b.tails, b.p, b.pose, side)


def braids(b: BackHair) -> None:
    """A plait over either shoulder."""
    b.nape()
    for side in (-1, 1):
        draw_plait(b.tails, b.p, b.pose, side)


def buns(b: BackHair) -> None:
    """A bun high at either side, a strand loose from each."""
    b.nape()
    for side in (-1, 1):
        draw_bun(b.tails, b.p, b.pose, side)


def ponytail(b: BackHair) -> None:
    """One tail from the back of the crown, swung to a side."""
    b.nape()
    draw_ponytail(b.lit, b.p)


STYLES: dict[str, Callable[[BackHair], None]] = {
    "long": long,
    "short": short,
    "twintails": twintails,
    "drill": drill,
    "ponytail": ponytail,
    "braids": braids,
    "buns": buns,
    "cropped": cropped,
}


def draw_back(back: Layer, tails: Layer, p: Factors, pose: Pose) -> list[Points]:
    """Paint both layers; returns the outlines of what hangs before the body."""
    hair = BackHair(back, tails, p, pose)
    STYLES[p.hair_style](hair)
    return hair.tails.painted
