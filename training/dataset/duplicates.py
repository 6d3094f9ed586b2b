"""Heads that repeat another: the same drawing, saved again, scaled or slightly changed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DISTANCE = 24  # of 256 bits that may differ


def repeats(hashes: Sequence[str], distance: int) -> list[int | None]:
    """For each head the earlier one that it repeats, None where it repeats none.

    Args:
        hashes: `measures.fingerprint` of each head, the best of possible doubles first.
        distance: bits that may differ between two that count as the same.

    Only heads that repeat none are compared with, so a series of small steps is not one double.
    """
    bits = _bits(hashes)
    found: list[int | None] = []
    kept: list[int] = []
    chosen = np.empty_like(bits)
    for i, own in enumerate(bits):
        away = np.bitwise_count(chosen[: len(kept)] ^ own).sum(1, dtype=np.int64)
        near = int(away.argmin()) if len(kept) else 0
        if len(kept) and away[near] <= distance:
            found.append(kept[near])
        else:
            chosen[len(kept)] = own
            kept.append(i)
            found.append(None)
    return found


def _bits(hashes: Sequence[str]) -> NDArray[np.uint64]:
    """uint64 [N, words]."""
    if not hashes:
        return np.empty((0, 1), np.uint64)
    return np.stack([np.frombuffer(bytes.fromhex(text), np.uint64) for text in hashes])
