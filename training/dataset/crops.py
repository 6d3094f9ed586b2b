"""From a face to a square with the whole head in it, and what of that lies outside the picture.

The square is a `Framing` times the cascade's box: hair, chin and collar are in. Where it leaves the
picture it is moved back, by `SHIFT` of its side at most; what is outside then is padded with the
colour of the picture's own edge, line by line, which continues plain paper.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.dataset.faces import Face

SHIFT = 0.1  # of the side: more would take the face visibly off its place
PLAIN = 6.0  # standard deviation of 8-bit values, below which an edge counts as plain paper


@dataclass(frozen=True)
class Framing:
    """How a head sits in its square.

    ``enlarge``: side of the square, times the cascade's box; ``lift``: how far the middle of the
    square lies above the face's, as a share of the square's side.
    """

    enlarge: float
    lift: float = 0.0


FRAMINGS = {
    "paper": Framing(1.5),  # Jin et al. 2017 (arXiv 1708.05509)
    "kashira": Framing(1.71, 0.095),  # medians of 146 heads of the default model
}


@dataclass(frozen=True)
class Crop:
    """``x, y, side``: whole pixels of the picture; may leave it on every side."""

    x: int
    y: int
    side: int


def around(face: Face, width: int, height: int, framing: Framing) -> Crop:
    """The square round a face in a picture of this size, moved back inside as the module says."""
    side = max(1, round(framing.enlarge * max(face.width, face.height)))
    most = SHIFT * side
    x = _moved(face.x + face.width / 2 - side / 2, side, width, most)
    middle = face.y + face.height / 2 - framing.lift * side
    y = _moved(middle - side / 2, side, height, most)
    return Crop(round(x), round(y), side)


def cut(rgb: NDArray[np.uint8], crop: Crop, size: int) -> NDArray[np.uint8]:
    """The square as uint8 [size, size, 3], shrunk by area or enlarged by Lanczos' filter."""
    import cv2

    square = _padded(rgb, crop)
    way = cv2.INTER_AREA if crop.side > size else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(square, (size, size), interpolation=way), np.uint8)


def padding(rgb: NDArray[np.uint8], crop: Crop) -> float:
    """The share of the square, 0..1, that is padded where the picture's edge is no plain paper.

    A head drawn on white paper is whole even where the paper ends; one that the edge cuts is not.
    """
    height, width = rgb.shape[:2]
    left, top, right, bottom = outside(crop, width, height)
    rows = slice(max(crop.y, 0), max(crop.y + crop.side, 0))
    columns = slice(max(crop.x, 0), max(crop.x + crop.side, 0))
    edges = (
        (left, rgb[rows, :1]),
        (right, rgb[rows, -1:]),
        (top, rgb[:1, columns]),
        (bottom, rgb[-1:, columns]),
    )
    shares = (amount / crop.side for amount, edge in edges if amount and not _plain(edge))
    return min(1.0, sum(shares))


def outside(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    """How many pixels the square goes beyond the left, top, right and bottom of the picture."""
    return (
        max(0, -crop.x),
        max(0, -crop.y),
        max(0, crop.x + crop.side - width),
        max(0, crop.y + crop.side - height),
    )


def _moved(start: float, side: int, length: int, most: float) -> float:
    """Where the square starts on one axis after it was moved toward the inside."""
    if side >= length:  # larger than the picture: its middle goes to the picture's
        wanted = (length - side) / 2
    else:
        wanted = min(max(start, 0), length - side)
    return start + float(np.clip(wanted - start, -most, most))


def _padded(rgb: NDArray[np.uint8], crop: Crop) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    rows = np.arange(crop.y, crop.y + crop.side).clip(0, height - 1)
    columns = np.arange(crop.x, crop.x + crop.side).clip(0, width - 1)
    return rgb[rows][:, columns]


def _plain(edge: NDArray[np.uint8]) -> bool:
    return bool(edge.reshape(-1, 3).std(0).max(initial=0) < PLAIN)
