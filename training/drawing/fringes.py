"""Fringes. A new one is a function here and a name in vocabulary.BANGS.

Each function gives the blades of hair over the forehead, back to front: `blade(x, y, width, ...)`
puts a tip at head-space (x, y).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing.clumps import Clump, Widths, blade
from training.drawing.face import EYE_Y
from training.drawing.factors import Factors
from training.drawing.geometry import curve, lerp, smoothstep, steps
from training.drawing.growing import EYE_HALF, at_most
from training.drawing.hair import crown_x

SHARP = blade(0.5, 0.45, 3.4, 0.95)
SLIM = blade(0.3, 0.5, 2.6, 1.0)
BLUNT = blade(0.5, 0.5, 10.0, 0.75)
SPIKE = blade(0.5, 0.40, 2.1, 1.05)
SOFT = blade(0.45, 0.42, 2.6, 0.85)
LOOSE = blade(0.7, 0.3, 1.6, 1.0)


class Fringe:
    """Collects the blades of one fringe."""

    def __init__(self, p: Factors) -> None:
        self.p = p
        self.crown = crown_x(p)
        self.clumps: list[Clump] = []

    def _wander(self, x: float, first: int) -> float:
        """How far a tip at x strays, about -1..1: neighbours go the same way, as one field can."""
        swing = np.cos(np.pi / 2 * np.arange(3) * (x + 1))
        return float(swing @ self.p.noises("bang", first, 3)) / 1.5

    def _clear_of_eyes(self, x: float, y: float) -> float:
        """A tip's y where it covers no more than the upper lid."""
        p = self.p
        lid = EYE_Y + 0.02 + p.eye_y - EYE_HALF * p.eye_h
        before_eye = smoothstep(abs(x), 0.10, 0.22) * (1 - smoothstep(abs(x), 0.72, 0.88))
        return float(lerp(y, at_most(y, lid + 0.09, 0.04), before_eye))

    def blade(
        self,
        x: float,
        y: float,
        width: float,
        shape: Widths = SHARP,
        bow: float = 0.0,
        root: float | None = None,
    ) -> None:
        """Add a blade with its tip at (x, y), rooted near the crown, bent sideways by `bow`."""
        k = len(self.clumps)
        tip_x = x + 0.05 * self._wander(x, 0)
        tip_y = self._clear_of_eyes(tip_x, y + self.p.bangs_len + 0.06 * self._wander(x, 3))
        wide = width * self.p.bangs_w
        rx = self.crown + (x - self.crown) * 0.16 if root is None else root
        d = min(1.0, abs(tip_x))
        spine = [
            [rx, -1.07 + 0.10 * rx * rx, 0.30],
            [lerp(rx, tip_x, 0.50) + bow * 0.6, -0.80 + 0.22 * d * d, 0.72 - 0.25 * d * d],
            [lerp(rx, tip_x, 0.86) + bow, -0.34 + 0.10 * d, 0.98 - 0.42 * d * d],
            [tip_x, tip_y, 0.98 - 0.45 * d * d],
        ]
        self.clumps.append(Clump(spine, wide, shape, k + 40, gloss_strokes=width))

    def lock(
        self,
        run: Sequence[Sequence[float]],
        width: float,
        shape: Widths = SHARP,
    ) -> None:
        """Add a lock along a run of head-space points (x, y)."""
        t = steps(len(run))
        x, y = np.array(run, float).T
        x, y = (
            x + 0.05 * self._wander(x[-1], 0) * t,
            y + (self.p.bangs_len + 0.06 * self._wander(x[-1], 3)) * t**2,
        )
        wide = width * self.p.bangs_w
        d = np.minimum(1.0, np.abs(x))
        z = 0.30 + 0.68 * smoothstep(y, -1.15, -0.35) - 0.45 * d * d * smoothstep(y, -1.1, -0.3)
        spine = np.stack([x, y, z], 1)
        self.clumps.append(Clump(spine, wide, shape, len(self.clumps) + 40, gloss_strokes=width))


def hime(f: Fringe) -> None:
    """Cut straight above the brows."""
    for x, w in (
        (-0.76, 0.20),
        (0.76, 0.20),
        (-0.50, 0.25),
        (0.52, 0.24),
        (-0.19, 0.22),
        (0.22, 0.23),
        (0.02, 0.10),
    ):
        f.blade(x, 0.05 + 0.07 * abs(x), w, BLUNT, root=f.crown + 0.35 * (x - f.crown))


def swept(f: Fringe) -> None:
    """Combed across from a side parting."""
    side = f.p.side
    for x, y, w, bow, shape in (
        (0.86, 0.38, 0.13, 0.05, SLIM),
        (0.74, 0.20, 0.17, 0.08, SHARP),
        (0.52, 0.02, 0.14, 0.10, SHARP),
        (-0.88, 0.50, 0.15, -0.12, SLIM),
        (-0.70, 0.32, 0.25, -0.05, SHARP),
        (-0.36, 0.21, 0.12, 0.02, SLIM),
        (-0.30, 0.13, 0.24, 0.06, SHARP),
        (0.02, 0.12, 0.12, 0.12, SLIM),
        (0.12, 0.00, 0.20, 0.14, SHARP),
    ):
        f.blade(side * x, y, w, shape, side * bow, side * 0.36 + side * (x - 0.36) * 0.16)


def parted(f: Fringe) -> None:
    """Parted in the middle, the forehead bare."""
    for side in (-1, 1):
        for x, y, w, bow, shape in (
            (0.94, 0.56, 0.14, 0.02, SLIM),
            (0.84, 0.34, 0.22, 0.07, SHARP),
            (0.74, 0.30, 0.10, 0.10, SLIM),
            (0.64, 0.14, 0.21, 0.13, SHARP),
            (0.38, 0.04, 0.14, 0.06, SHARP),
        ):
            f.blade(side * x, y, w, shape, side * bow, f.crown * 0.6 + side * (0.02 + 0.10 * x))


def spiky(f: Fringe) -> None:
    """Unruly spikes."""
    side = f.p.side
    for x, y, w, bow in (
        (-0.90, 0.36, 0.14, -0.04),
        (0.90, 0.34, 0.14, 0.04),
        (-0.72, 0.16, 0.20, -0.06),
        (0.68, 0.26, 0.20, 0.05),
        (-0.50, 0.30, 0.13, 0.06),
        (0.44, 0.06, 0.16, -0.05),
        (-0.28, 0.08, 0.22, -0.05),
        (0.20, 0.28, 0.20, 0.09),
        (-0.02, 0.16, 0.12, 0.06),
    ):
        root = f.crown + 0.32 * (side * x - f.crown)
        f.blade(side * x, y, w * 1.08, SPIKE, side * bow * 1.6, root)


def between(f: Fringe) -> None:
    """Loose blades with one lock between the eyes."""
    for x, y, w, bow, shape in (
        (-0.88, 0.46, 0.14, -0.05, SLIM),
        (0.88, 0.46, 0.14, 0.05, SLIM),
        (-0.70, 0.26, 0.24, -0.04, SHARP),
        (0.70, 0.26, 0.24, 0.04, SHARP),
        (-0.46, 0.18, 0.10, -0.03, SLIM),
        (0.48, 0.18, 0.10, 0.03, SLIM),
        (-0.32, 0.08, 0.23, -0.03, SHARP),
        (0.33, 0.08, 0.23, 0.03, SHARP),
        (0.10, 0.26, 0.10, 0.04, SLIM),
        (0.0, 0.46, 0.17, 0.03, SHARP),
    ):
        f.blade(x, y, w, shape, bow * 1.1, f.crown + 0.30 * (x - f.crown))


def curtain(f: Fringe) -> None:
    """Long, parted, out to both cheeks in an S."""
    part = 1.4 * f.crown
    for side in (-1, 1):
        for w, shape, run in (
            (0.15, SLIM, [(0.30, -1.0), (0.74, -0.66), (0.96, -0.14), (0.90, 0.40), (0.98, 0.84)]),
            (0.2, SHARP, [(0.26, -0.99), (0.62, -0.66), (0.82, -0.16), (0.77, 0.32), (0.89, 0.7)]),
            (0.1, SLIM, [(0.22, -0.98), (0.52, -0.66), (0.74, -0.18), (0.77, 0.24), (0.87, 0.58)]),
            (0.21, SHARP, [(0.18, -0.98), (0.4, -0.68), (0.64, -0.22), (0.68, 0.14), (0.78, 0.46)]),
            (0.12, SHARP, [(0.11, -0.98), (0.24, -0.72), (0.45, -0.36), (0.5, -0.06), (0.63, 0.2)]),
        ):
            root = (part * 0.6 + side * 0.02, -1.08)
            f.lock([root, *((part * (0.3 - 0.3 * y) + side * x, y) for x, y in run)], w, shape)


def fluffy(f: Fringe) -> None:
    """Soft clumps of two or three tips, each curled in an S."""
    side, curl = f.p.side, 0.09 + 0.05 * f.p.curl
    groups = (
        (-0.89, 0.46, 0.14, -0.7, ((0.0, 0.0, 1.0),)),
        (0.89, 0.46, 0.14, 0.7, ((0.0, 0.0, 1.0),)),
        (0.66, 0.27, 0.17, 1.0, ((0.13, 0.00, 0.5), (-0.13, -0.14, 0.6), (0.0, 0.0, 1.0))),
        (-0.68, 0.29, 0.17, -1.0, ((-0.13, 0.00, 0.5), (0.13, -0.14, 0.6), (0.0, 0.0, 1.0))),
        (0.36, 0.16, 0.19, 1.2, ((0.15, -0.06, 0.6), (-0.15, -0.10, 0.7), (0.0, 0.0, 1.0))),
        (-0.36, 0.20, 0.18, -1.2, ((-0.15, -0.08, 0.6), (0.14, -0.12, 0.6), (0.0, 0.0, 1.0))),
        (0.02, 0.10, 0.19, -1.2, ((-0.14, -0.08, 0.6), (0.13, 0.06, 0.5), (0.0, 0.0, 1.0))),
    )
    for x, y, w, d, tips in groups:
        for dx, dy, share in tips:
            tx, ty, k = x + dx, y + dy, curl * d
            root = f.crown + 0.30 * (side * x - f.crown)
            run = [
                (root, -1.07 + 0.10 * root * root),
                (side * (0.70 * x + 0.3 * dx + 0.3 * k), -0.76 + 0.2 * x * x),
                (side * (0.96 * x + 0.6 * dx + 0.25 * k), -0.32 + 0.1 * x * x),
                (side * (tx - 0.9 * k), lerp(-0.32, ty, 0.60)),
                (side * (tx + 0.3 * k), ty),
            ]
            f.lock(run, w * (0.3 + 0.7 * share), SOFT)


def hairline(p: Factors) -> NDArray[np.float64]:
    """The right half of the border of hair combed back: head space [7, 3], from ear to middle."""
    half = np.array(
        [
            [0.90, 0.06, 0.42],
            [0.86, -0.16, 0.50],
            [0.76, -0.36, 0.62],
            [0.60, -0.53, 0.75],
            [0.40, -0.645, 0.86],
            [0.19, -0.655, 0.91],
            [0.0, -0.61, 0.93],
        ]
    )
    half[:, 1] += p.bangs_len * np.array([0, 0.1, 0.25, 0.4, 0.5, 0.5, 0.5])
    return half


def combed(p: Factors, u: ArrayLike, v: ArrayLike) -> NDArray[np.float64]:
    """Where combed hair lies, head space [..., 3].

    `u` goes along the hairline from ear (-1) over the middle to ear (1), `v` from the hairline (0)
    to the crown (1).
    """
    half = hairline(p)
    line = curve(np.concatenate([half * [-1, 1, 1], half[-2::-1]]), 97)
    i, v = (np.asarray(u, float) + 1) * 48, np.asarray(v, float)
    at = np.minimum(i.astype(int), 95)
    x, y, z = np.moveaxis(line[at] + (line[at + 1] - line[at]) * (i - at)[..., None], -1, 0)
    away, over = 1.4 * np.asarray(u, float), np.sin(0.5 * np.pi * v)
    wide = 1.06 + p.hair_vol
    across = lerp(x, wide * np.sin(away) + 0.2 * crown_x(p) * (1 - v), over)
    top = -0.12 - (1.16 + 1.2 * p.hair_vol) * np.cos(away)
    return np.stack([across, lerp(y, top, over), z * np.cos(0.5 * np.pi * v)], -1)


def back(f: Fringe) -> None:
    """Combed back; one lock has come loose, a thin one beside it."""
    side = f.p.side
    for run, w in (
        ([(-0.02, -0.66), (0.04, -0.74), (0.14, -0.66), (0.20, -0.48), (0.17, -0.28)], 0.034),
        ([(0.00, -0.66), (0.12, -0.78), (0.29, -0.62), (0.36, -0.32), (0.26, -0.02)], 0.066),
    ):
        f.lock([(side * x, y) for x, y in run], w, LOOSE)


FRINGES: dict[str, Callable[[Fringe], None]] = {
    "hime": hime,
    "swept": swept,
    "parted": parted,
    "spiky": spiky,
    "between": between,
    "curtain": curtain,
    "fluffy": fluffy,
    "back": back,
}


def clumps(p: Factors) -> list[Clump]:
    """The blades of the chosen fringe, back to front."""
    fringe = Fringe(p)
    FRINGES[p.bangs](fringe)
    return fringe.clumps
