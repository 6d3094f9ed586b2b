"""What layers look like at rest: their principal pictures, worked out at once, and whose they are.

Principal components of the drawings at rest (Eigenfaces: Turk and Pentland 1991; here of one layer
at a time) are the best so few pictures can do; the network then learns how much of each a head has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.batches import in_turn
from training.corpus import Corpus
from training.drawing.vocabulary import LAYERS
from training.losses import LayerTable
from training.networks.generator import SIZES, Generator, joined
from training.networks.motion import PARTS
from training.progress import Progress

HEADS = 9000  # that pictures are worked out from, at most
SPARE = 8  # more directions than are kept make those that are kept better
ROUNDS = 2  # of the power iteration


@dataclass(frozen=True)
class ShareBatch:
    """Some heads and what they are mixed from."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    shares: Tensor  # f32 [N, looks of all layers]; each varies by about 1


def learn_pictures(
    networks: Sequence[Generator], corpus: Corpus, progress: Progress
) -> torch.Tensor:
    """Give the networks the principal pictures of a corpus at rest; f32 [heads, looks]: shares."""
    looks = networks[0].looks
    shares = []
    for number, seen in enumerate(layers_at_rest(networks[0], corpus, progress)):
        mean, pictures, share = principal(seen, looks.counts[number])
        shares.append(share)
        for network in networks:
            with torch.no_grad():
                layer = network.looks.of_layers[number]
                layer.bias.copy_(mean)
                layer.weight.copy_(pictures.T)
        progress.show("principal pictures", (number + 1) / len(LAYERS), LAYERS[number]["name"])
    return torch.cat(shares, 1)


def share_batches(
    corpus: Corpus, shares: Tensor, count: int, start: int, seed: int, stride: int = 1
) -> Iterator[ShareBatch]:
    """Endless batches of `count` heads; number n is a function of (seed, n)."""
    latents, attributes = torch.from_numpy(corpus.latents), torch.from_numpy(corpus.attributes)

    def read(heads: np.ndarray, _: int) -> ShareBatch:
        return ShareBatch(latents[heads], attributes[heads], shares[heads])

    return in_turn(len(shares), count, seed, read, start, stride)


def share_loss(network: Generator, batch: ShareBatch, device: torch.device) -> Tensor:
    """How far off the shares are, a layer at a time, by how much of the layer each decides."""
    made = network.looks.shares(network.settled(joined(batch.latent, batch.attributes)).to(device))
    off = (made - batch.shares.to(device)).square().mean(0).split(network.looks.counts)
    total = off[0].new_zeros(())
    for squares, pictures in zip(off, network.looks.of_layers, strict=True):
        size = pictures.weight.detach().norm(dim=0)  # of each picture
        total = total + (squares * size).sum() / size.sum()
    return total / len(off)


def layers_at_rest(
    network: Generator,
    corpus: Corpus,
    progress: Progress,
    most: int = HEADS,
    only: Sequence[int] = range(len(LAYERS)),
) -> list[np.ndarray]:
    """uint8 [heads, values] of layers at rest, all if not said, of `most` heads if there are so
    many.
    """
    count, shapes = min(most, len(corpus)), [network.config.layers[i] for i in only]
    slices = LayerTable.from_layers(LAYERS).slices()
    channels = [slices[i] for i in only]
    seen = [np.empty((count, int(np.prod(shape.shape))), np.uint8) for shape in shapes]
    for head in range(count):
        planes = {size: corpus.planes(head, size) for size in SIZES}
        for part, shape, values in zip(channels, shapes, seen, strict=True):
            unit, rest = shape.size // PARTS, shape.rest
            values[head] = planes[shape.size][
                part,
                rest.top * unit : rest.bottom * unit,
                rest.left * unit : rest.right * unit,
            ].ravel()
        if head % 100 == 0:
            progress.show("reading heads at rest", head / count, f"{head} of {count}")
    return seen


def principal(seen: np.ndarray, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """(mean [D], pictures [count, D], shares [N, count]) of uint8 [N, D]; shares vary by 1."""
    values = torch.from_numpy(seen).float() / 255
    mean = values.mean(0)
    values -= mean
    kept = min(count, *values.shape)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        _, _, basis = torch.svd_lowrank(values, min(kept + SPARE, *values.shape), niter=ROUNDS)
    shares = values @ basis[:, :kept]
    spread = shares.std(0).clamp(min=1e-6)
    pictures = torch.zeros(count, values.shape[1])
    pictures[:kept] = (basis[:, :kept] * spread).T
    mixed = torch.zeros(len(values), count)
    mixed[:, :kept] = shares / spread
    return mean, pictures, mixed
