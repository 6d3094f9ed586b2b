"""Heads that repeat another: the same drawing, saved again, scaled or slightly changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DISTANCE = 32  # of 256 bits: copies differ in 26 at most, two heads of one style in 48 and more,
# as do whole pictures of one head each; crops of copies of another size differ in up to 70
SAME_PLACE = 0.1  # of the picture's width and height, by which the middle of the face may differ


@dataclass(frozen=True)
class Look:
    """What a head is recognised by.

    ``head``, ``whole``: `measures.fingerprint` of the cut-out head and of the whole picture;
    ``place``: the middle of the face, 0..1 of the picture's width and height.
    """

    head: str
    whole: str
    place: tuple[float, float]


def repeats(looks: Sequence[Look], distance: int) -> list[int | None]:
    """For each head the earlier one that it repeats, None where it repeats none.

    Two heads are the same if at most ``distance`` bits of 256 differ; or, since the square round
    a face is never quite the same in two sizes of a picture, twice as many, where the whole
    pictures differ in at most ``distance`` too and the face is at the same place.

    Only heads that repeat none are compared with, so a series of small steps is not one double.
    The best of possible doubles is to come first.
    """
    heads, wholes = _bits([a.head for a in looks]), _bits([a.whole for a in looks])
    places = np.array([a.place for a in looks]).reshape(-1, 2)
    found: list[int | None] = []
    kept: list[int] = []
    for i in range(len(looks)):
        n = len(kept)  # the first n rows of the three arrays are those of the kept heads
        away = _differing(heads[:n], heads[i])
        scene = _differing(wholes[:n], wholes[i]) <= distance
        scene &= (np.abs(places[:n] - places[i]) <= SAME_PLACE).all(1)
        same = np.flatnonzero((away <= distance) | (scene & (away <= 2 * distance)))
        found.append(kept[int(same[away[same].argmin()])] if len(same) else None)
        if not len(same):
            kept.append(i)
            for array in (heads, wholes, places):
                array[n] = array[i]
    return found


def _differing(many: NDArray[np.uint64], one: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.bitwise_count(many ^ one).sum(1, dtype=np.int64)


def _bits(hashes: Sequence[str]) -> NDArray[np.uint64]:
    """uint64 [N, 4]."""
    packed = np.frombuffer(bytes.fromhex("".join(hashes)), np.uint64)
    return packed.reshape(len(hashes), 4).copy()
