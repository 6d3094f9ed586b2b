"""Batches for the training loop: which heads, and where to look closely, both decided by a number.

Nothing here remembers anything: batch number n of a stage is a function of (seed, stage, n), so a
run that was killed goes on exactly as if it had not been.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from training.corpus import Corpus

GRID = 32  # crops are cut out of the 32x32 features
CROP = 16  # and are this wide there: half the picture
PREFETCH = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Some heads: what goes in, and what should come out."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    drawn: Tensor  # uint8 [N, K, S, S]; S is half the picture's where `corner` is given
    corner: Tensor | None  # int64 [N, 2]: top and left of the crop in the 32x32 features


def order(heads: int, seed: int, epoch: int) -> np.ndarray:
    """The heads in the order of one epoch."""
    return np.random.default_rng([seed, 1, epoch]).permutation(heads)


def detail(planes: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """f32 [32, 32]: how much there is to get wrong, from ink planes uint8 [K, 64, 64].

    The gradient of every plane by the weight of its channel in the loss: a small part (an eye, the
    trim of a hat) counts as much as a large one.
    """
    used = np.flatnonzero(planes.reshape(len(planes), -1).any(1))
    x = planes[used].astype(np.float32)
    steep = np.abs(np.diff(x, axis=1, append=0)) + np.abs(np.diff(x, axis=2, append=0))
    energy = np.tensordot(weight[used], steep, 1)
    return energy.reshape(GRID, 2, GRID, 2).mean((1, 3))


def corner_of(planes: np.ndarray, weight: np.ndarray, rng: np.random.Generator) -> tuple[int, int]:
    """Top and left of a crop around a place drawn by `detail` (and now and then anywhere)."""
    energy = detail(planes, weight).ravel()
    energy = energy + 0.2 * energy.mean() + 1e-6
    y, x = divmod(int(rng.choice(GRID * GRID, p=energy / energy.sum())), GRID)
    jitter = rng.integers(-CROP // 4, CROP // 4 + 1, 2)
    top = int(np.clip(y - CROP // 2 + jitter[0], 0, GRID - CROP))
    left = int(np.clip(x - CROP // 2 + jitter[1], 0, GRID - CROP))
    return top, left


def make_batch(
    corpus: Corpus, heads: np.ndarray, size: int, crop_weight: np.ndarray | None, key: list[int]
) -> Batch:
    """Read some heads; with `crop_weight` [K], one crop of each instead of the whole.

    Args:
        corpus: where the drawings are.
        heads: their numbers.
        size: of the whole picture.
        crop_weight: weight of each channel when choosing the crop.
        key: what decides the crops.
    """
    rng = np.random.default_rng(key)
    drawn, corners = [], []
    scale = size // GRID
    for head in heads.tolist():
        planes = corpus.planes(head, size)
        if crop_weight is not None:
            top, left = corner_of(corpus.planes(head, 64), crop_weight, rng)
            corners.append((top, left))
            y, x, s = top * scale, left * scale, CROP * scale
            planes = planes[:, y : y + s, x : x + s]
        drawn.append(planes)
    return Batch(
        torch.from_numpy(corpus.latents[heads]),
        torch.from_numpy(corpus.attributes[heads]),
        torch.from_numpy(np.stack(drawn)),
        torch.tensor(corners) if corners else None,
    )


def batches(
    corpus: Corpus,
    size: int,
    count: int,
    start: int,
    seed: int,
    crop_weight: np.ndarray | None,
    stride: int = 1,
) -> Iterator[Batch]:
    """Endless batches of `count` heads, from batch number `start` on, read ahead in a thread.

    Every `stride`-th of them: so several devices each have their own.
    """
    heads = corpus.count(max(size, 64))
    each = heads // count
    if not each:
        raise ValueError(f"{heads} heads at {size} px make no batch of {count}: draw more heads")

    def read(number: int) -> Batch:
        epoch, row = divmod(number, each)
        chosen = order(heads, seed + size, epoch)[row * count : (row + 1) * count]
        return make_batch(corpus, chosen, size, crop_weight, [seed, 2, size, number])

    return read_ahead(read, start, stride)


def read_ahead(read: Callable[[int], T], first: int, stride: int) -> Iterator[T]:
    """`read(first)`, `read(first + stride)` … without end, a few of them early in a thread."""
    with ThreadPoolExecutor(1, "batches") as pool:
        waiting = [pool.submit(read, first + i * stride) for i in range(PREFETCH)]
        number = first + PREFETCH * stride
        while True:
            yield waiting.pop(0).result()
            waiting.append(pool.submit(read, number))
            number += stride
