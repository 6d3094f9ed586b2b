"""What the motion of the layers is taught by: tracks of outlines, no pictures at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.batches import in_turn
from training.drawing.vocabulary import LAYERS
from training.networks.generator import Generator
from training.networks.motion import Window, followed
from training.progress import Progress
from training.settings import CorpusSettings
from training.track_store import TrackPlan, read_tracks, trace_missing

CLOSE = 2 / 128  # half widths (2 px of 256): beyond, a curve that jumped counts by its distance
SMOOTH = 0.02  # price of a field's roughness; places without outlines follow their neighbours
EVERY = 4  # points of a head and layer say much the same: so few of them do
SMALL = {"mouth": 4.0, "nose": 2.0, "eye_white": 2.0, "iris": 2.0, "eye_light": 2.0}
SMALL |= {"lashes": 2.0, "brows": 2.0}  # a pixel is much of them
IMPORTANCE = [SMALL.get(layer["name"], 1.0) for layer in LAYERS]
PIXELS = 128.0  # of a half width, at 256 px


@dataclass(frozen=True)
class TrackBatch:
    """Some heads and where the points of their outlines come from."""

    latent: Tensor  # f32 [N, Z]
    attributes: Tensor  # f32 [N, A]
    points: Tensor  # f32 [N, layers, P / EVERY, 4], of `training.drawing.tracks`


def traced(settings: CorpusSettings, progress: Progress) -> TrackPlan:
    """The tracks of the corpus' first `tracks` heads, traced where they are missing."""
    plan = TrackPlan(Path(settings.folder).expanduser(), settings.tracks, settings.seed)
    for done in trace_missing(plan, settings.workers):
        progress.show("tracing outlines", done, f"{round(done * plan.heads)} of {plan.heads}")
    return plan


def track_batches(
    plan: TrackPlan, count: int, start: int, seed: int, stride: int = 1
) -> Iterator[TrackBatch]:
    """Endless batches of `count` heads; number n is a function of (seed, n)."""
    attributes, latents, points = (torch.from_numpy(x) for x in read_tracks(plan))

    def read(heads: np.ndarray, number: int) -> TrackBatch:
        some = points[heads][:, :, number % EVERY :: EVERY]
        return TrackBatch(latents[heads], attributes[heads], some.float())

    return in_turn(len(points), count, seed, read, start, stride)


def motion_loss(network: Generator, batch: TrackBatch, device: torch.device) -> Tensor:
    """How far off the fields are, in pixels of 256, a layer at a time, and how rough."""
    points = batch.points.to(device)
    fields = network.fields(batch.latent.to(device), batch.attributes.to(device))
    each, rough = missed(fields, network.windows, points)
    return (each * each.new_tensor(IMPORTANCE)).mean() * PIXELS + SMOOTH * PIXELS**2 * rough


def missed(
    fields: Sequence[Tensor], windows: Sequence[Window], points: Tensor
) -> tuple[Tensor, Tensor]:
    """([layers]: how far off they are in half widths, squared where near; how rough they are)."""
    off, rough = followed(fields, windows, points)
    far = torch.where(off < CLOSE, off.square() / (2 * CLOSE), off - CLOSE / 2)
    known = (~points.isnan().any(-1)).sum((0, 2)).clamp(min=1)
    return far.sum((0, 2)) / known, rough
