"""Fringes. A new one is a function here and a name in vocabulary.BANGS.

Each function gives the blades of hair over the forehead, back to front: `blade(x, y, width, ...)`
puts a tip at head-space (x, y).
"""

from collections.abc import Callable

from training.drawing.clumps import Clump, Widths, blade
from training.drawing.factors import Factors
from training.drawing.geometry import lerp
from training.drawing.hair import crown_x

SHARP = blade(0.5, 0.45, 3.4, 0.95)
SLIM = blade(0.3, 0.5, 2.6, 1.0)
BLUNT = blade(0.5, 0.5, 10.0, 0.75)
SPIKE = blade(0.5, 0.40, 2.1, 1.05)


class Fringe:
    """Collects the blades of one fringe."""

    def __init__(self, p: Factors) -> None:
        self.p = p
        self.crown = crown_x(p)
        self.clumps: list[Clump] = []

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
        p, k = self.p, len(self.clumps)
        tip_x = x + 0.035 * p.noise("bang", 3 * k)
        tip_y = y + p.bangs_len + 0.045 * p.noise("bang", 3 * k + 1)
        wide = width * p.bangs_w * (1 + 0.12 * p.noise("bang", 3 * k + 2))
        rx = self.crown + (x - self.crown) * 0.16 if root is None else root
        d = min(1.0, abs(tip_x))
        spine = [
            [rx, -1.07 + 0.10 * rx * rx, 0.30],
            [lerp(rx, tip_x, 0.50) + bow * 0.6, -0.80 + 0.22 * d * d, 0.72 - 0.25 * d * d],
            [lerp(rx, tip_x, 0.86) + bow, -0.34 + 0.10 * d, 0.98 - 0.42 * d * d],
            [tip_x, tip_y, 0.98 - 0.45 * d * d],
        ]
        self.clumps.append(Clump(spine, wide, shape, k + 40, gloss_strokes=width))


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
            (0.92, 0.56, 0.14, 0.02, SLIM),
            (0.80, 0.34, 0.22, 0.07, SHARP),
            (0.64, 0.30, 0.10, 0.12, SLIM),
            (0.58, 0.14, 0.21, 0.13, SHARP),
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


FRINGES: dict[str, Callable[[Fringe], None]] = {
    "hime": hime,
    "swept": swept,
    "parted": parted,
    "spiky": spiky,
    "between": between,
    "curtain": parted,
    "fluffy": between,
    "back": parted,
}


def clumps(p: Factors) -> list[Clump]:
    """The blades of the chosen fringe, back to front."""
    fringe = Fringe(p)
    FRINGES[p.bangs](fringe)
    return fringe.clumps
