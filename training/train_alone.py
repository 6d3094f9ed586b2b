"""What the motion of small parts is taught by: the parts alone, whatever they can do as often.

Heads of the corpus frown or smirk seldom, and smile over it half of the time; an ahoge has half of
them. A part by itself is traced in a thousandth of a second.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.batches import in_turn
from training.drawing.canvas import Layer
from training.drawing.factors import Factors
from training.drawing.hair_front import draw_ahoge
from training.drawing.mouth import draw_mouth
from training.drawing.pose import Pose
from training.drawing.rest import Head, at_rest
from training.drawing.sampling import random_head
from training.drawing.tracks import part_tracks
from training.drawing.vocabulary import ATTRIBUTES, FACTORS, LAYERS
from training.networks.generator import Generator, joined
from training.progress import Progress
from training.train_motion import PIXELS, SMOOTH, TrackBatch, missed

HEADS = 24_000  # of each part: half a minute of one core
OFTEN = 0.5  # of all mouths smirk by chance, and so many do not smile
SEED = 6  # of a run's random numbers, this use of them

_AT = {a["name"]: a["index"] for a in ATTRIBUTES if "index" in a}
_LAYER = {layer["name"]: place for place, layer in enumerate(LAYERS)}
_AHOGE = next(i for i, (name, _, _) in enumerate(FACTORS) if name == "ahoge")


def moody(head: Head, random: np.random.Generator) -> None:
    """Give a head another mood."""
    attributes, _ = head
    attributes[_AT["mouth_curl"]] = random.uniform(-1, 1)
    if random.random() < OFTEN:
        attributes[_AT["smirk"]] = random.uniform(-1, 1)
    for name in ("smile", "open_mouth"):
        if random.random() < OFTEN:
            attributes[_AT[name]] = 0


def sprouting(head: Head, random: np.random.Generator) -> None:
    """Give a head an ahoge, most of them long, and no hat."""
    attributes, latent = head
    latent[_AHOGE] = random.uniform(0.2, 3.0)
    attributes[_AT["hat"]] = 0


class Part(NamedTuple):
    """A layer that is drawn and bent by itself.

    `unstretched`: price of a field that goes different ways above and below: a line is smeared
    over the cheek by it, and no outline tells.
    """

    draw: Callable[[Layer, Factors, Pose], None]
    vary: Callable[[Head, np.random.Generator], None]
    unstretched: float = 0.0


PARTS = {"mouth": Part(draw_mouth, moody, 0.3), "ahoge": Part(draw_ahoge, sprouting)}


def part_head(name: str, seed: int, index: int) -> Head:
    """A head of the corpus whose part of that name has something to do."""
    head = random_head(seed, index)
    PARTS[name].vary(head, np.random.default_rng([seed, SEED, index]))
    return head


def alone_batches(
    count: int, start: int, seed: int, progress: Progress, stride: int = 1
) -> Iterator[dict[str, TrackBatch]]:
    """Endless batches, `count` heads of each part; number n is a function of (seed, n)."""
    drawn = {name: _traced(name, seed, progress) for name in PARTS}

    def read(heads: np.ndarray, _: int) -> dict[str, TrackBatch]:
        return {
            name: TrackBatch(latents[heads], attributes[heads], points[heads, None].float())
            for name, (attributes, latents, points) in drawn.items()
        }

    return in_turn(HEADS, count, seed, read, start, stride)


def _traced(name: str, seed: int, progress: Progress) -> tuple[Tensor, ...]:
    """(attributes [N, A], latents [N, Z], points f16 [N, P, 4]) of HEADS heads."""
    rows = []
    for index in range(HEADS):
        head = part_head(name, seed, index)
        random = np.random.default_rng([seed, SEED + 1, index])
        rows.append((*head, part_tracks(name, PARTS[name].draw, head, at_rest(*head), random)))
        if index % 500 == 0:
            progress.show(f"tracing: {name}", index / HEADS, f"{index} of {HEADS}")
    return tuple(torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True))


def alone_loss(network: Generator, batch: dict[str, TrackBatch], device: torch.device) -> Tensor:
    """How far off the parts' fields are, in pixels of 256, how rough, and mouths how stretched."""
    total = torch.zeros((), device=device)
    for name, heads in batch.items():
        place = _LAYER[name]
        inputs = joined(heads.latent.to(device), heads.attributes.to(device))
        field = network.motion.alone(inputs, place)
        (off,), rough = missed([field], [network.windows[place]], heads.points.to(device))
        stretched = PARTS[name].unstretched * field[:, 1].diff(dim=1).square().mean()
        total = total + off * PIXELS + PIXELS**2 * (SMOOTH * rough + stretched)
    return total
