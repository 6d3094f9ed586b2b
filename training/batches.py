"""Batches for the training loop: which heads, decided by a number.

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

PREFETCH = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Batch:
    """Some heads: what goes in, and what should come out."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    drawn: Tensor  # uint8 [N, K, S, S]


def order(heads: int, seed: int, epoch: int) -> np.ndarray:
    """The heads in the order of one epoch."""
    return np.random.default_rng([seed, 1, epoch]).permutation(heads)


def make_batch(corpus: Corpus, heads: np.ndarray, size: int) -> Batch:
    """Read the heads of these numbers."""
    drawn = [corpus.planes(head, size) for head in heads.tolist()]
    return Batch(
        torch.from_numpy(corpus.latents[heads]),
        torch.from_numpy(corpus.attributes[heads]),
        torch.from_numpy(np.stack(drawn)),
    )


def batches(
    corpus: Corpus,
    size: int,
    count: int,
    start: int,
    seed: int,
    stride: int = 1,
) -> Iterator[Batch]:
    """Endless batches of `count` heads, from batch number `start` on, read ahead in a thread.

    Every `stride`-th of them: so several devices each have their own.
    """
    return in_turn(
        corpus.count(max(size, 64)),
        count,
        seed + size,
        lambda heads, _: make_batch(corpus, heads, size),
        start,
        stride,
    )


def in_turn(
    heads: int,
    count: int,
    seed: int,
    read: Callable[[np.ndarray, int], T],
    start: int,
    stride: int = 1,
) -> Iterator[T]:
    """`read(numbers of heads, number of the batch)` without end, every head once in an epoch.

    From batch `start` on, every `stride`-th, read ahead in a thread.

    Raises:
        ValueError: there are fewer heads than a batch has.
    """
    each = heads // count
    if not each:
        raise ValueError(f"{heads} heads that are drawn make no batch of {count}: draw more heads")

    def batch(number: int) -> T:
        epoch, row = divmod(number, each)
        return read(order(heads, seed, epoch)[row * count : (row + 1) * count], number)

    return read_ahead(batch, start, stride)


def read_ahead(read: Callable[[int], T], first: int, stride: int) -> Iterator[T]:
    """`read(first)`, `read(first + stride)` … without end, a few of them early in a thread."""
    with ThreadPoolExecutor(1, "batches") as pool:
        waiting = [pool.submit(read, first + i * stride) for i in range(PREFETCH)]
        number = first + PREFETCH * stride
        while True:
            yield waiting.pop(0).result()
            waiting.append(pool.submit(read, number))
            number += stride
