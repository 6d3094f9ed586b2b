"""Tracks of many heads (`training.drawing.tracks`), kept in files beside the corpus.

    <folder>/<fingerprint of the drawing>-<seed>-tracks/00000.npz

Files are complete once they are there.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from training.corpus import drawing_hash, worked_off

SHARD = 300  # heads in a file: twenty seconds of one core
POSES = 3  # of each head at rest, which is traced but once


@dataclass(frozen=True)
class TrackPlan:
    """The tracks of so many heads of a seed."""

    folder: Path
    heads: int
    seed: int = 1

    def files(self) -> list[Path]:
        """All files of the plan, drawn or not."""
        home = self.folder / f"{drawing_hash()[:12]}-{self.seed}-tracks"
        return [home / f"{n:05d}.npz" for n in range(-(-self.heads // SHARD))]


def trace_shard(seed: int, file: Path) -> None:
    """Trace the heads of one file and write it."""
    from training.drawing.rest import at_rest, posed
    from training.drawing.sampling import random_head
    from training.drawing.tracks import outlines, tracks

    rows = []
    first = int(file.stem) * SHARD
    for index in range(first, first + SHARD, POSES):
        still = random_head(seed, index)
        there = outlines(*at_rest(*still))
        for pose in range(index, index + POSES):
            head = posed(still, random_head(seed, pose))
            random = np.random.default_rng([seed, 3, pose])
            rows.append((*head, tracks(outlines(*head), there, random)))
    attributes, latents, points = (np.stack(column) for column in zip(*rows, strict=True))
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        np.savez(out, attributes=attributes, latents=latents, points=points)
    os.replace(part, file)


def trace_missing(plan: TrackPlan, workers: int) -> Iterator[float]:
    """Trace what is missing in `workers` processes; yields how much is done, 0..1."""
    files = plan.files()
    todo = [file for file in files if not file.exists()]
    files[0].parent.mkdir(parents=True, exist_ok=True)
    before = len(files) - len(todo)
    for ready in worked_off(partial(trace_shard, plan.seed), todo, workers):
        yield (before + ready) / len(files)


def read_tracks(plan: TrackPlan) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(attributes f32 [N, A], latents f32 [N, Z], points f16 [N, layers, POINTS, 4])."""
    columns = []
    for file in plan.files():
        with np.load(file) as table:
            columns.append([table[name] for name in ("attributes", "latents", "points")])
    attributes, latents, points = (
        np.concatenate(column)[: plan.heads] for column in zip(*columns, strict=True)
    )
    return attributes, latents, points
