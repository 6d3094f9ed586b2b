"""What the motion of the mouth is taught by: mouths alone, all moods as often.

Heads of the corpus frown or smirk seldom, and smile over it half of the time; a mouth by itself is
traced in a thousandth of a second.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from training.batches import in_turn
from training.drawing.rest import Head, at_rest
from training.drawing.sampling import random_head
from training.drawing.tracks import mouth_tracks
from training.drawing.vocabulary import ATTRIBUTES, LAYERS
from training.networks.generator import Generator, joined
from training.progress import Progress
from training.train_motion import PIXELS, SMOOTH, TrackBatch, missed

MOUTHS = 24_000  # half a minute of one core
OFTEN = 0.5  # of all mouths smirk by chance, and so many do not smile
UNSTRETCHED = 0.3  # price of a field that goes different ways above and below: a line is smeared
# over the cheek by it, and no outline tells
SEED = 6  # of a run's random numbers, this use of them
PLACE = next(i for i, layer in enumerate(LAYERS) if layer["name"] == "mouth")

_AT = {a["name"]: a["index"] for a in ATTRIBUTES if "index" in a}


def moody_head(seed: int, index: int) -> Head:
    """A head of the corpus with another mood."""
    attributes, latent = random_head(seed, index)
    random = np.random.default_rng([seed, SEED, index])
    attributes[_AT["mouth_curl"]] = random.uniform(-1, 1)
    if random.random() < OFTEN:
        attributes[_AT["smirk"]] = random.uniform(-1, 1)
    for name in ("smile", "open_mouth"):
        if random.random() < OFTEN:
            attributes[_AT[name]] = 0
    return attributes, latent


def mouth_batches(
    count: int, start: int, seed: int, progress: Progress, stride: int = 1
) -> Iterator[TrackBatch]:
    """Endless batches of `count` mouths, of which number n is a function of (seed, n)."""
    rows = []
    for index in range(MOUTHS):
        head = moody_head(seed, index)
        random = np.random.default_rng([seed, SEED + 1, index])
        rows.append((*head, mouth_tracks(head, at_rest(*head), random)))
        if index % 500 == 0:
            progress.show("tracing mouths", index / MOUTHS, f"{index} of {MOUTHS}")
    attributes, latents, points = (
        torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True)
    )

    def read(heads: np.ndarray, _: int) -> TrackBatch:
        return TrackBatch(latents[heads], attributes[heads], points[heads, None].float())

    return in_turn(MOUTHS, count, seed, read, start, stride)


def mouth_loss(network: Generator, batch: TrackBatch, device: torch.device) -> Tensor:
    """How far off the mouth's field is, in pixels of 256, how rough, how stretched."""
    inputs = joined(batch.latent.to(device), batch.attributes.to(device))
    field = network.motion.alone(inputs, PLACE)
    (off,), rough = missed([field], [network.windows[PLACE]], batch.points.to(device))
    stretched = field[:, 1].diff(dim=1).square().mean()
    return off * PIXELS + PIXELS**2 * (SMOOTH * rough + UNSTRETCHED * stretched)
