"""An artist's pictures beside drawings: what the generator is to look like, from few examples.

The pictures are flat and nobody knows which latent they have, so no pixel is compared: a
discriminator learns them from heads that are asked for the same attributes in the same colours.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.dataset.dataset import Dataset
from training.drawing.sampling import random_attributes
from training.drawing.vocabulary import LATENT_SIZE
from training.evaluation.classifier import SIZE, targets
from training.losses import LayerTable, composite
from training.palettes import channel_palette, named_values
from training.watch import REFERENCE

WATCHED = 64  # heads that figures are made from


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

    def __init__(self, folder: Path, seed: int):
        self.dataset, self._seed = Dataset(folder), seed

    def batch(self, number: int, count: int, size: int) -> OwnBatch:
        """Batch `number` of a run: any pictures, any latents."""
        random = np.random.default_rng([self._seed, 7, number])
        chosen = random.integers(len(self.dataset), size=count).tolist()
        real = np.stack([self.dataset.picture(i, size) for i in chosen])
        return OwnBatch(
            torch.from_numpy(random.standard_normal((count, LATENT_SIZE)).astype(np.float32)),
            torch.from_numpy(np.stack([self.attributes(i, random) for i in chosen])),
            torch.from_numpy(np.stack([self.palette(i, random) for i in chosen])),
            torch.from_numpy(np.stack([background(picture) for picture in real])),
            torch.from_numpy(real).permute(0, 3, 1, 2).float() / 255,
        )

    def reference(self) -> np.ndarray:
        """The first pictures, uint8 [M, S, S, 3], to hold heads against."""
        count = min(REFERENCE, len(self.dataset))
        return np.stack([self.dataset.picture(i, SIZE) for i in range(count)])

    @torch.no_grad()
    def painted(
        self, network: torch.nn.Module, size: int, table: LayerTable
    ) -> tuple[np.ndarray, np.ndarray]:
        """Heads asked for as the pictures are, uint8 [N, S, S, 3]; their shape labels [N, L]."""
        heads = self.batch(0, WATCHED, size)
        device = next(network.parameters()).device
        rows = zip(heads.latent.split(8), heads.attributes.split(8), strict=True)
        made = torch.cat([network(z.to(device), a.to(device), (size,))[0].cpu() for z, a in rows])
        seen = composite(made.float().clamp(0, 1), heads.palette, heads.background, table)
        pixels = (seen.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()
        return pixels, targets(heads.attributes.numpy()).numpy() > 0.5

    def attributes(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [A]: what is known of a picture, and chance where nothing is."""
        values, known = self.dataset.attributes(number)
        return np.where(known, values, random_attributes(random)).astype(np.float32)

    def palette(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [K, 3]: a picture's own colours, and named ones where they could not be seen."""
        values = named_values(random) | self.dataset.palette(number)
        return channel_palette(values, self.dataset.lines(number))


def background(picture: np.ndarray) -> np.ndarray:
    """f32 [3, 1, 1] in 0..1: the paper of a picture [S, S, 3], its upper edges' middle colour."""
    upper = len(picture) // 3
    edges = [picture[0], picture[:upper, 0], picture[:upper, -1]]
    return (np.median(np.concatenate(edges), 0) / 255).astype(np.float32).reshape(3, 1, 1)
