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
from training.palettes import channel_palette, named_values


@dataclass(frozen=True)
class OwnBatch:
    """Heads to paint, and the pictures they are held against."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    palette: Tensor  # f32 [N, K, 3]
    real: Tensor  # f32 [N, 3, S, S] in 0..1, on white


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
            torch.from_numpy(real).permute(0, 3, 1, 2).float() / 255,
        )

    def attributes(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [A]: what is known of a picture, and chance where nothing is."""
        values, known = self.dataset.attributes(number)
        return np.where(known, values, random_attributes(random)).astype(np.float32)

    def palette(self, number: int, random: np.random.Generator) -> np.ndarray:
        """f32 [K, 3]: a picture's own colours, and named ones where they could not be seen."""
        values = named_values(random) | self.dataset.palette(number)
        return channel_palette(values, self.dataset.lines(number))
