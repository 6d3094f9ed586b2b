"""Tracks of many heads (`training.drawing.tracks`), kept in files beside the corpus.

    <folder>/<fingerprint of the drawing>-<seed>-tracks/00000.npz

Of the same heads as the corpus of that seed. Files are complete once they are there.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from training.corpus import drawing_hash

SHARD = 250  # heads in a file


@dataclass(frozen=True)
class TrackPlan:
    """The tracks of the first `heads` heads of a seed."""

    folder: Path
    heads: int
    seed: int = 1

    def files(self) -> list[Path]:
        """All files of the plan, drawn or not."""
        home = self.folder / f"{drawing_hash()[:12]}-{self.seed}-tracks"
        return [home / f"{n:05d}.npz" for n in range(-(-self.heads // SHARD))]


def trace_shard(seed: int, file: Path) -> None:
    """Trace the heads of one file and write it."""
    from training.drawing.sampling import random_head
    from training.drawing.tracks import tracks

    rows = []
    first = int(file.stem) * SHARD
    for index in range(first, first + SHARD):
        head = random_head(seed, index)
        rows.append((*head, tracks(*head, np.random.default_rng([seed, 3, index]))))
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
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        jobs = [pool.submit(trace_shard, plan.seed, file) for file in todo]
        for left, job in enumerate(as_completed(jobs)):
            job.result()
            yield (len(files) - len(todo) + left + 1) / len(files)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def read_tracks(plan: TrackPlan) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(attributes f32 [N, A], latents f32 [N, Z], points f16 [N, layers, POINTS, 4])."""
    columns = []
    for file in plan.files():
        with np.load(file) as table:
            columns.append([table[name] for name in ("attributes", "latents", "points")])
    attributes, latents, points = (np.concatenate(x)[: plan.heads] for x in zip(*columns, strict=True))
    return attributes, latents, points
