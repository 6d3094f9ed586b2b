"""Pictures with the 34 labels, for networks that paint flat ones: drawn, or an artist's."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from training import labels
from training.corpus import Corpus
from training.drawing.vocabulary import LAYERS
from training.losses import LayerTable, composite
from training.palettes import channel_palette, named_values

if TYPE_CHECKING:
    from training.dataset.dataset import Dataset

DRESSES = 512  # palettes of named colours that drawings are seen in
CACHED = 20_000  # pictures kept in memory, 12 kB each at 64 px

TABLE = LayerTable.from_layers(LAYERS)

Example = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.bool_]]


class Pictures(Protocol):
    """Examples by number: a picture [S, S, 3], its labels [34] of -1 or 1, which are known [34]."""

    def __len__(self) -> int: ...

    def read(self, number: int, random: np.random.Generator) -> Example:
        """Picture `number`; `random` decides what is not fixed about it."""
        ...


class DrawnPictures:
    """The corpus on white, each time in another palette of named colours."""

    def __init__(self, corpus: Corpus, size: int, seed: int):
        self._corpus, self._size = corpus, size
        random = np.random.default_rng([seed, 3])
        self._names = [named_values(random) for _ in range(DRESSES)]
        self._palettes = [channel_palette(names) for names in self._names]
        self._count = corpus.count(size)

    def __len__(self) -> int:
        return self._count

    def read(self, number: int, random: np.random.Generator) -> Example:
        """As `Pictures`; every label is known."""
        dress = int(random.integers(DRESSES))
        picture = put_together(self._corpus.planes(number, self._size), self._palettes[dress])
        shown = labels.of_drawing(self._corpus.attributes[number], self._names[dress])
        return picture, shown, np.ones(labels.COUNT, bool)


class OwnPictures:
    """A prepared dataset (`kashira train prepare`)."""

    def __init__(self, folder: Path, size: int):
        from training.dataset.dataset import Dataset  # needs more than torch and numpy

        dataset = Dataset(folder)
        self._read = lru_cache(CACHED)(lambda number: dataset.picture(number, size))
        self._labels = [labels_of(dataset, number) for number in range(len(dataset))]

    def __len__(self) -> int:
        return len(self._labels)

    def read(self, number: int, random: np.random.Generator) -> Example:
        """As `Pictures`; half of the time mirrored."""
        picture = self._read(number)
        mirrored = random.random() < 0.5
        return picture[:, ::-1] if mirrored else picture, *self._labels[number]


def put_together(planes: NDArray[np.uint8], palette: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Ink planes [K, S, S] in a palette [K, 3], on white: [S, S, 3]."""
    weights = torch.from_numpy(planes).float()[None] / 255
    white = torch.ones(1, 3, 1, 1)
    seen = composite(weights, torch.from_numpy(palette)[None], white, TABLE)[0]
    return (seen.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()


def labels_of(dataset: "Dataset", number: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The labels of a prepared head, [34] of -1 or 1, and which of them are known."""
    from training.dataset.inputs import input_names

    values, known = dataset.attributes(number)
    place = {name: i for i, name in enumerate(input_names())}
    shown, sure = np.full(labels.COUNT, -1, np.float32), np.zeros(labels.COUNT, bool)
    colors = dataset.colors(number)
    for i, label in enumerate(labels.LABELS):
        name, _, value = label.partition("=")
        if name.endswith("_color"):
            sure[i] = name in colors
            shown[i] = 1 if colors.get(name) == value else -1
        else:
            sure[i] = known[place[label]]
            shown[i] = 1 if values[place[label]] > 0.5 else -1
    return shown, sure
