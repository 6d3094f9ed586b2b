"""What a changed drawing asks of the network: where layers lie, how many pictures each deserves.

    python -m training.survey_layers boxes              the tables EXTENTS and AT_REST
    python -m training.survey_layers looks CONFIG       the table LOOKS, from the corpus at rest

Both print what `training/drawing/extents.py` should say.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray

from training.configured import corpus_at_rest, network_config
from training.corpus import draw_head
from training.drawing.extents import DETAILED
from training.drawing.vocabulary import LAYERS
from training.losses import LayerTable
from training.networks.generator import Generator
from training.networks.motion import PARTS
from training.progress import Progress
from training.settings import read_settings
from training.small_weights import TOLERATED
from training.train_looks import layers_at_rest

SIZE = 64  # px that boxes are read from
MARGIN = 2  # of those, on every side
SEED = 61_000_000
MOST = 140  # pictures of one layer
HALVED = 0.03  # of a picture's variance is lost where its values are half bytes
FACE = 4.0  # how much more small parts of the face count


def boxes(heads: int, at_rest: bool) -> dict[str, tuple[int, int, int, int]]:
    """Top, left, bottom, right of every layer in 16ths, of so many heads."""
    seen = np.zeros((len(LAYERS), SIZE, SIZE), bool)
    channels = LayerTable.from_layers(LAYERS).slices()
    for index in range(heads):
        planes = draw_head(SEED, index, SIZE, at_rest)[2]
        for layer, part in zip(seen, channels, strict=True):
            layer |= planes[part].any(0)
    return {entry["name"]: _box(layer) for entry, layer in zip(LAYERS, seen, strict=True)}


def _box(seen: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    if not seen.any():
        return 0, 0, PARTS, PARTS
    unit, edges = SIZE // PARTS, []
    for axis in (1, 0):
        at = np.flatnonzero(seen.any(axis))
        first, last = max(0, at[0] - MARGIN), min(SIZE, at[-1] + 1 + MARGIN)
        edges.append((first // unit, -(-last // unit)))
    (top, bottom), (left, right) = edges
    return int(top), int(left), int(bottom), int(right)


def variances(values: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How much of a layer [heads, values] each principal picture shows, the most first; its sum
    with what is left is last.
    """
    x = torch.from_numpy(values).float() / 255
    x -= x.mean(0)
    kept = min(MOST, *x.shape)
    torch.manual_seed(0)
    found = torch.svd_lowrank(x, kept, niter=2)[1].square() / len(x)
    return np.append(found.double().numpy(), float(x.square().sum()) / len(x))


def shared_out(
    layers: dict[str, tuple[NDArray[np.float64], int]], budget: float
) -> Iterator[tuple[str, int, float]]:
    """(name, pictures, part of the variance that they leave) of each layer, within the budget.

    Args:
        layers: `variances` of each, and how many values a picture has.
        budget: bytes of all pictures.
    """
    offers = []
    for name, (shown, size) in layers.items():
        total = shown[-1]
        weight = FACE / 4 if name in DETAILED else 1.0  # their pixels are a quarter as large
        for variance in shown[:-1]:
            cost = size / 2 if variance * HALVED < TOLERATED * total else size
            offers.append((weight * variance / cost, name, cost))
    counts, spent = dict.fromkeys(layers, 0), 0.0
    for _, name, cost in sorted(offers, reverse=True):
        if spent + cost > budget:
            break
        counts[name], spent = counts[name] + 1, spent + cost
    for name, (shown, _) in layers.items():
        count = max(counts[name], 2)
        yield name, count, 1 - shown[:count].sum() / max(shown[-1], 1e-9)


@click.group()
def main() -> None:
    """Survey the layers of the drawing as it is."""


@main.command("boxes")
@click.option("--heads", default=3000, show_default=True)
def print_boxes(heads: int) -> None:
    """Where layers can be, moved and at rest."""
    for title, at_rest in (("EXTENTS", False), ("AT_REST", True)):
        click.echo(title)
        for name, box in boxes(heads, at_rest).items():
            click.echo(f'    "{name}": {box},')


@main.command("looks")
@click.argument("config", type=click.Path(path_type=Path, exists=True))
@click.option("--megabytes", default=12.0, show_default=True, help="Of all pictures.")
@click.option("--heads", default=3000, show_default=True)
def print_looks(config: Path, megabytes: float, heads: int) -> None:
    """How many pictures each layer should be mixed from."""
    settings = read_settings(config)
    progress = Progress()
    corpus = corpus_at_rest(settings, progress)
    network = Generator(network_config(settings))
    found = {}
    for entry, values in zip(LAYERS, layers_at_rest(network, corpus, progress, heads), strict=True):
        found[entry["name"]] = variances(values), values.shape[1]
    for name, count, left in shared_out(found, megabytes * 1e6):
        click.echo(f'    "{name}": {count},  # {left:.2%} left')


if __name__ == "__main__":
    main()
