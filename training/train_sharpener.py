"""What the sharpener is taught by: drawings at half the size, and the same drawings."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.batches import in_turn
from training.corpus import Corpus, halved
from training.drawing.vocabulary import LAYERS
from training.losses import LayerTable, edges
from training.networks.generator import INKS, SMALL, Generator

SIDE = 24  # pixels of a piece at the small size
OF_HEAD = 32  # pieces of one head in a batch
EDGE = 0.5  # weight of the edges


@dataclass(frozen=True)
class SharpBatch:
    """Pieces of layers, lines in their middle."""

    small: Tensor  # f32 [N, INKS, SIDE, SIDE]
    large: Tensor  # f32 [N, INKS, 2 SIDE, 2 SIDE]


def sharp_batches(
    corpus: Corpus, count: int, start: int, seed: int, stride: int = 1
) -> Iterator[SharpBatch]:
    """Endless batches: OF_HEAD pieces of each of `count` heads; number n follows from (seed, n)."""

    def read(heads: np.ndarray, number: int) -> SharpBatch:
        rng = np.random.default_rng([seed, 4, number])
        pieces = [piece for head in heads.tolist() for piece in _pieces(corpus, head, rng)]
        small, large = (np.stack(side) for side in zip(*pieces, strict=True))
        return SharpBatch(torch.from_numpy(small) / 255, torch.from_numpy(large) / 255)

    return in_turn(corpus.count(2 * SMALL), count, seed, read, start, stride)


def sharp_loss(network: Generator, batch: SharpBatch, device: torch.device) -> Tensor:
    """L1 of ink weights and of their edges, relative to what there is."""
    small, large = batch.small.to(device), batch.large.to(device)
    off = network.sharpen(small) - large
    loss = off.abs().mean() + EDGE * torch.stack([e.abs().mean() for e in edges(off)]).sum()
    return loss / large.abs().mean().clamp(min=1e-3)


def _pieces(
    corpus: Corpus, head: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pieces, uint8 [INKS, SIDE, SIDE] and [INKS, 2 SIDE, 2 SIDE], round half inked pixels."""
    whole = corpus.planes(head, 2 * SMALL)
    half = halved(whole)
    inked = [part for part in LayerTable.from_layers(LAYERS).slices() if half[part].any()]
    for number in rng.integers(len(inked), size=OF_HEAD):
        channels = inked[number]
        layer = half[channels]
        rows, columns = np.nonzero(((layer > 32) & (layer < 223)).any(0) | (layer[-1] > 32))
        middle = (SMALL // 2, SMALL // 2)
        if len(rows):
            at = rng.integers(len(rows))
            middle = (int(rows[at]), int(columns[at]))
        y, x = (int(np.clip(m - SIDE // 2, 0, SMALL - SIDE)) for m in middle)
        yield (
            _four(layer[:, y : y + SIDE, x : x + SIDE]),
            _four(whole[channels, 2 * y : 2 * (y + SIDE), 2 * x : 2 * (x + SIDE)]),
        )


def _four(inks: np.ndarray) -> np.ndarray:
    missing = INKS - len(inks)
    return np.concatenate([inks, np.zeros((missing, *inks.shape[1:]), np.uint8)])
