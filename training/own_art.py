"""An artist's pictures beside drawings: what the generator is to look like, from few examples.

The pictures are flat and nobody knows which latent they have, so no pixel is compared: a
discriminator learns them from heads that are asked for the same attributes in the same colours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.augment import augment
from training.dataset.dataset import Dataset
from training.drawing.sampling import random_attributes
from training.drawing.vocabulary import LATENT_SIZE
from training.evaluation.classifier import SIZE, targets
from training.losses import LayerTable, composite, mended
from training.palettes import channel_palette, named_values
from training.progress import Log
from training.settings import Stage
from training.watch import REFERENCE, Watch

WATCHED = 64  # heads that figures are made from
REACH = 1  # px of 128, that a layer may grow by in one step
INKED = 0.25  # alpha from which on a layer counts as there
FAINT = 0.02  # of ink: from there on a speck is cleared as fast as ink is learnt


@dataclass(frozen=True)
class OwnBatch:
    """Heads to paint, and the pictures they are held against."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    palette: Tensor  # f32 [N, K, 3]
    background: Tensor  # f32 [N, 3, 1, 1]
    real: Tensor  # f32 [N, 3, S, S] in 0..1


class OwnArt:
    """A prepared dataset, as fine-tuning looks at it."""

    def __init__(self, folder: Path, seed: int, table: LayerTable):
        self.dataset, self._seed, self._table = Dataset(folder), seed, table
        count = min(REFERENCE, len(self.dataset))
        pictures = np.stack([self.dataset.picture(i, SIZE) for i in range(count)])
        self._watch = Watch(pictures, copies=True)

    def batch(
        self, number: int, count: int, size: int, share: tuple[int, int] = (0, 1)
    ) -> OwnBatch:
        """Batch `number` of a run: any pictures, any latents.

        `share`: which of how many processes' parts of it, each of `count` heads, this is.
        """
        random = np.random.default_rng([self._seed, 7, number])
        mine, every = slice(share[0] * count, (share[0] + 1) * count), count * share[1]
        chosen = random.integers(len(self.dataset), size=every).tolist()
        latents = random.standard_normal((every, LATENT_SIZE)).astype(np.float32)
        attributes = np.stack([self.attributes(i, random) for i in chosen])
        palettes = np.stack([self.palette(i, random) for i in chosen])
        real = np.stack([self.dataset.picture(i, size) for i in chosen[mine]])
        return OwnBatch(
            torch.from_numpy(latents[mine]),
            torch.from_numpy(attributes[mine]),
            torch.from_numpy(palettes[mine]),
            torch.from_numpy(np.stack([background(picture) for picture in real])),
            torch.from_numpy(real).permute(0, 3, 1, 2).float() / 255,
        )

    def rivals(
        self,
        painter: Callable[..., Any],
        stage: Stage,
        number: int,
        random: torch.Generator,
        share: tuple[int, int] = (0, 1),
    ) -> tuple[Tensor, Tensor]:
        """(generated, the artist's) pictures [N, 3, S, S] for the discriminator, both augmented.

        Args:
            painter: the generator, as `Generator.forward`.
            stage: its size and batch.
            number: of the batch.
            random: what else is by chance.
            share: which of how many processes' parts of the batch.
        """
        heads = self.batch(number, stage.batch, stage.size, share)
        shown = self._painted(painter, heads, stage.size)
        real = heads.real.to(shown.device)
        return augment(shown, random, share), augment(real, random, share)

    def _painted(self, painter: Callable[..., Any], heads: OwnBatch, size: int) -> Tensor:
        device = next(painter.parameters()).device  # pyright: ignore[reportFunctionMemberAccess]
        inputs = heads.latent.to(device), heads.attributes.to(device)
        made = painter(*inputs, (size,))[-1].float().clamp(0, 1)
        if made.requires_grad:
            there = made.detach()
            near = near_ink(there, self._table)
            made.register_hook(lambda slope: without_specks(slope, there, near))
        dress = heads.palette.to(device), heads.background.to(device)
        return composite(mended(made, self._table), *dress, self._table)

    @torch.no_grad()
    def look(
        self, network: Callable[..., Any], size: int, run: Path, log: Log, images: int
    ) -> dict[str, float]:
        """Figures of heads that are asked for what the pictures show (`Watch.look`)."""
        seen, asked = [], []
        for number in range(WATCHED // 8):
            heads = self.batch(number, 8, size)
            seen.append(self._painted(network, heads, size).clamp(0, 1).cpu())
            asked.append(targets(heads.attributes.numpy()).numpy() > 0.5)
        painted = (torch.cat(seen) * 255).round().byte().permute(0, 2, 3, 1).numpy()
        return self._watch.look(run, log, images, painted, np.concatenate(asked))

    def attributes(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [A]: what is known of a picture, and chance where nothing is."""
        values, known = self.dataset.attributes(number)
        return np.where(known, values, random_attributes(random)).astype(np.float32)

    def palette(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [K, 3]: a picture's own colours, and named ones where they could not be seen."""
        values = named_values(random) | self.dataset.palette(number)
        return channel_palette(values, self.dataset.lines(number))


def near_ink(made: Tensor, table: LayerTable) -> Tensor:
    """bool [N, K, S, S]: where the layers of ink weights [N, K, S, S] are, and `REACH` around.

    A hand changes how things are drawn; it puts nothing where nothing is.
    """
    alpha = torch.stack([part.sum(1) for part in made.split(table.count, 1)], 1)
    reach = max(1, REACH * made.shape[-1] // 128)
    near = functional.max_pool2d(alpha, 2 * reach + 1, 1, reach) > INKED
    return near.repeat_interleave(torch.tensor(table.count, device=made.device), 1)


def without_specks(slope: Tensor, made: Tensor, near: Tensor) -> Tensor:
    """The slope [N, K, S, S] of a loss by ink weights `made`; away from ink, one that clears them.

    The pictures that a layer is mixed from are shared by all heads: what one learns at a place
    shows faintly in the air of others.
    """
    sizes = slope.abs().sum((1, 2, 3), keepdim=True)
    usual = sizes / near.sum((1, 2, 3), keepdim=True).clamp(min=1)  # of each head
    return torch.where(near, slope, usual * (made / FAINT).clamp(max=1))


def background(picture: np.ndarray) -> np.ndarray:
    """f32 [3, 1, 1] in 0..1: the paper of a picture [S, S, 3], its upper edges' middle colour."""
    upper = len(picture) // 3
    edges = [picture[0], picture[:upper, 0], picture[:upper, -1]]
    return (np.median(np.concatenate(edges), 0) / 255).astype(np.float32).reshape(3, 1, 1)
