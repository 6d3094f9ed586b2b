"""The alarm that rings when a model repeats the pictures it has learnt from.

Each painted head is held against its nearest training picture. Heads of a model that has learnt a
hand are about as far from the pictures as the pictures are from each other; copies are nearer.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.evaluation.statistics import distances

SIDE = 24  # px that pictures are compared at: pose and shapes count, grain does not
EDGE = 3 / 16  # of the side, all round: paper and shoulders tell little of a copy
ALARM = 0.5  # of the pictures' own distance: below this the heads are copies


@dataclass(frozen=True)
class Nearness:
    """How near painted heads are to the pictures."""

    nearest: NDArray[np.intp]  # [N]: the picture that each head is nearest to
    mirrored: NDArray[np.bool_]  # [N]: seen in a mirror
    distance: NDArray[np.floating]  # [N]: to it, root mean square of 0..1
    usual: float  # median distance of a picture to the nearest other

    @property
    def ratio(self) -> float:
        """Median distance over the usual: 1 is as new as the pictures are to each other."""
        return float(np.median(self.distance)) / max(self.usual, 1e-6)

    @property
    def rings(self) -> bool:
        """Whether the heads are copies."""
        return self.ratio < ALARM


def small(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[N, S, S, 3] -> what is compared, the middle, [N, SIDE * SIDE * 3] in 0..1."""
    size, side = (SIDE, SIDE), pictures.shape[1]
    inner = slice(round(EDGE * side), side - round(EDGE * side))
    rows = [
        np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX), np.float32)
        for picture in np.ascontiguousarray(pictures[:, inner, inner])
    ]
    return np.stack(rows).reshape(len(rows), -1) / np.float32(255)


def apart(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.floating]:
    """Root mean square differences of rows, [N, D] and [M, D] -> [N, M]."""
    return distances(a, b) / math.sqrt(a.shape[1])


class Known:
    """The pictures that a run learns from, [M, S, S, 3], M at least 2, to hold heads against."""

    def __init__(self, pictures: NDArray[np.uint8]):
        self._ways = small(pictures), small(pictures[:, :, ::-1])
        among = np.minimum(*(apart(self._ways[0], way) for way in self._ways))
        np.fill_diagonal(among, np.inf)
        self._usual = float(np.median(among.min(1)))

    def nearness(self, painted: NDArray[np.uint8]) -> Nearness:
        """How near painted heads [N, S', S', 3] are to the pictures."""
        ours = small(painted)
        both = np.stack([apart(ours, way) for way in self._ways])
        flat = both.min(0)
        nearest = flat.argmin(1)
        row = np.arange(len(ours))
        return Nearness(
            nearest,
            both[1, row, nearest] < both[0, row, nearest],
            flat[row, nearest],
            self._usual,
        )


def beside(painted: NDArray[np.uint8], pictures: NDArray[np.uint8], found: Nearness) -> NDArray:
    """Up to eight painted heads above the pictures they are nearest to, uint8 [2 S, 8 S, 3]."""
    columns = []
    for i, head in enumerate(painted[:8]):
        picture = pictures[found.nearest[i]]
        picture = np.ascontiguousarray(picture[:, ::-1] if found.mirrored[i] else picture)
        size = (head.shape[1], head.shape[0])
        columns.append(np.concatenate([head, np.asarray(Image.fromarray(picture).resize(size))]))
    return np.concatenate(columns, 1)
