"""How far each input moves the picture, beside how far it moves the drawing.

    python -m training.evaluation.response core/models/kashira

Every named factor of the latent, every slider and every toggle is turned from low to high on the
same few heads, once in the network and once in the drawing code. With d what changes in the drawing
and g what changes in the network's picture, `response` is <d, g> / <d, d>: 1 where the network has
learnt what the input does, 0 where it does not listen. It says what a soft picture is soft about.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.corpus import halved
from training.drawing import vocabulary as v
from training.drawing.compose import draw
from training.drawing.sampling import random_head
from training.losses import LayerTable, composite
from training.palettes import palette_bank

SEED = 4321
SOFT = 3  # px of 128: changes are compared blurred so far, so that what lies a pixel off counts

Array = NDArray[np.float32]
Painter = Callable[[Array, Array], Array]  # attributes [N, A], latents [N, Z] -> [N, K, S, S]


@dataclass(frozen=True)
class Response:
    """What one input does."""

    name: str
    energy: float  # of the change in the drawing: what there is to learn
    response: float  # of the network's change along it
    likeness: float  # cosine of the two changes


class Turn(NamedTuple):
    """One input, and between what it is turned."""

    name: str
    of: str  # "attributes" or "latent"
    at: int
    low: float
    high: float


def inputs() -> Iterator[Turn]:
    """Everything that can be turned."""
    for index, (name, *_) in enumerate(v.FACTORS):
        yield Turn(name, "latent", index, -1.0, 1.0)
    for entry in v.ATTRIBUTES:
        if "index" in entry and entry["kind"] in ("toggle", "slider"):
            whole = entry["kind"] == "toggle" or "range" in entry
            low, high = (0.0, 1.0) if whole else (-0.5, 0.5)
            yield Turn(entry["name"], "attributes", entry["index"], low, high)


def drawn(attributes: Array, latents: Array) -> Array:
    """The drawings at the preview's size, 0..1."""
    whole = [halved(draw(a, z, 256)) for a, z in zip(attributes, latents, strict=True)]
    return np.stack(whole).astype(np.float32) / np.float32(255)


def painter_of(model: Path) -> Painter:
    """The preview of a model folder."""
    from core.manifest import GENERATOR
    from core.model_folder import open_folder
    from core.onnx_session import OnnxSession

    session = OnnxSession(open_folder(model).read(GENERATOR), str(model), output="preview")

    def paint(attributes: Array, latents: Array) -> Array:
        rows = zip(attributes, latents, strict=True)
        made = [session.run({"latent": z[None], "attributes": a[None]}, "preview") for a, z in rows]
        return np.concatenate(made)

    return paint


def responses(paint: Painter, heads: int, seed: int = SEED) -> Iterator[Response]:
    """One for each of `inputs`, over `heads` heads of the corpus' distribution."""
    rows = [random_head(seed, i) for i in range(heads)]
    attributes, latents = np.stack([a for a, _ in rows]), np.stack([z for _, z in rows])
    table, bank = LayerTable.from_layers(v.LAYERS), palette_bank(heads, seed)
    assert bank is not None
    palette = torch.from_numpy(bank)

    def change(painter: Painter, turn: Turn) -> torch.Tensor:
        ends = []
        for value in (turn.low, turn.high):
            turned = {"attributes": attributes.copy(), "latent": latents.copy()}
            turned[turn.of][:, turn.at] = value
            made = torch.from_numpy(painter(turned["attributes"], turned["latent"]))
            picture = composite(made, palette, torch.ones(1, 3, 1, 1), table)
            ends.append(functional.avg_pool2d(picture, SOFT, 1, SOFT // 2))
        return ends[1] - ends[0]

    for turn in inputs():
        d, g = change(drawn, turn), change(paint, turn)
        dd, dg, gg = (float((x * y).sum()) for x, y in ((d, d), (d, g), (g, g)))
        yield Response(turn.name, dd / heads, dg / max(dd, 1e-9), dg / max((dd * gg) ** 0.5, 1e-9))


def main() -> None:
    """Print the table for a model folder, what there is most to learn about first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--heads", type=int, default=10)
    options = parser.parse_args()
    found = sorted(responses(painter_of(options.model), options.heads), key=lambda r: -r.energy)
    print(f"{'input':16} {'energy':>8} {'response':>9} {'likeness':>9}")
    for r in found:
        print(f"{r.name:16} {r.energy:8.1f} {r.response:9.2f} {r.likeness:9.2f}")
    energy = sum(r.energy for r in found)
    print(f"{'all':16} {energy:8.1f} {sum(r.energy * r.response for r in found) / energy:9.2f}")


if __name__ == "__main__":
    main()
