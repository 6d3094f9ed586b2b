"""A local cache of drawings: drawn once, read many times, the same for the same seed everywhere.

    <folder>/<fingerprint of the drawing>-<seed>/
        00000-256.bin   deflated ink planes, one after another (up to 256 px)
        00000-256.npz   attributes, latents, where in the .bin each lies

Shards are complete once their .npz is there (written last, by rename), so drawing may be stopped
and taken up again at any time, and be done by several processes.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np

from training.drawing.vocabulary import CHANNELS

T = TypeVar("T")

SHARD = 100  # heads in a shard
SIZES = (64, 128, 256)
LIGHT_SIZES = (64,)  # what is kept of a head beyond the first `full`
FINGERPRINT_HEADS = 40  # enough that every hat, fringe and garment is among them


@dataclass(frozen=True)
class CorpusPlan:
    """What to draw: `heads` in all, the first `full` of them kept at every size up to 256."""

    folder: Path
    heads: int
    full: int
    seed: int = 1
    drawing: str = ""  # fingerprint of the drawings; that of the code as it is now, if empty
    at_rest: bool = False  # every head before its parts are moved (`training.drawing.rest`)

    @property
    def home(self) -> Path:
        """Where the shards of this drawing and seed lie."""
        name = f"{(self.drawing or drawing_hash())[:12]}-{self.seed}"
        return self.folder / (f"{name}-rest" if self.at_rest else name)

    def sizes(self, shard: int) -> tuple[int, ...]:
        """The sizes kept of the heads in a shard."""
        return SIZES if shard * SHARD < self.full else LIGHT_SIZES

    def index(self, shard: int) -> Path:
        """The file whose being there says that the shard is complete."""
        return self.home / f"{shard:05d}-{max(self.sizes(shard))}.npz"


@lru_cache
def drawing_hash() -> str:
    """SHA-256 of what the drawing code draws: the pixels of some fixed heads.

    Not of the code: tidying it must not throw a corpus away.
    """
    digest = hashlib.sha256()
    for index in range(FINGERPRINT_HEADS):
        digest.update(draw_head(0, index, 64)[2].tobytes())
    return digest.hexdigest()


def draw_head(
    seed: int, index: int, size: int, still: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Head `index`: (attributes f32 [A], latent f32 [Z], ink weights uint8 [K, size, size])."""
    from training.drawing.compose import draw
    from training.drawing.rest import at_rest, grown
    from training.drawing.sampling import random_head

    attributes, latent = random_head(seed, index)
    if still:
        attributes, latent = grown(*at_rest(attributes, latent))
    return attributes, latent, draw(attributes, latent, size)


def halved(planes: np.ndarray) -> np.ndarray:
    """uint8 [K, 2S, 2S] -> [K, S, S], by area."""
    rows = planes[:, ::2].astype(np.uint16) + planes[:, 1::2]
    return ((rows[:, :, ::2] + rows[:, :, 1::2] + 2) >> 2).astype(np.uint8)


def packed(planes: np.ndarray) -> bytes:
    """Ink planes uint8 [K, S, S] as bytes: which are not empty (K bits), then those, deflated."""
    used = planes.reshape(len(planes), -1).any(1)
    return np.packbits(used).tobytes() + zlib.compress(planes[used].tobytes(), 1)


def unpacked(blob: bytes, channels: int, size: int) -> np.ndarray:
    """The inverse of `packed`: uint8 [channels, size, size]."""
    bits = (channels + 7) // 8
    used = np.unpackbits(np.frombuffer(blob[:bits], np.uint8), count=channels).astype(bool)
    planes = np.zeros((channels, size, size), np.uint8)
    filled = np.frombuffer(zlib.decompress(blob[bits:]), np.uint8)
    planes[used] = filled.reshape(-1, size, size)
    return planes


def draw_shard(plan: CorpusPlan, shard: int) -> int:
    """Draw and write one shard; returns its number."""
    kept = plan.sizes(shard)
    size = max(kept) if max(kept) == max(SIZES) else 2 * max(kept)
    attributes, latents, blobs, spans = [], [], bytearray(), []
    for index in range(shard * SHARD, (shard + 1) * SHARD):
        a, z, planes = draw_head(plan.seed, index, size, plan.at_rest)
        attributes.append(a)
        latents.append(z)
        row = {}
        while True:
            at = planes.shape[-1]
            if at in kept:
                blob = packed(planes)
                row[at] = (len(blobs), len(blob))
                blobs += blob
            if at == min(kept):
                break
            planes = halved(planes)
        spans.append([row[s] for s in kept])
    target = plan.index(shard)
    part = target.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(blobs)
    os.replace(part, target.with_suffix(".bin"))
    with part.open("wb") as file:
        np.savez(
            file,
            attributes=np.asarray(attributes, np.float32),
            latents=np.asarray(latents, np.float32),
            spans=np.asarray(spans, np.int64),
            sizes=np.asarray(kept),
            channels=CHANNELS,
        )
    os.replace(part, target)
    return shard


def shards_of(plan: CorpusPlan) -> range:
    """All shard numbers of a plan; the last one is drawn whole as well."""
    return range((plan.heads + SHARD - 1) // SHARD)


def missing(plan: CorpusPlan) -> list[int]:
    """The shards not yet drawn."""
    return [s for s in shards_of(plan) if not plan.index(s).exists()]


def draw_missing(plan: CorpusPlan, workers: int) -> Iterator[int]:
    """Draw what is missing in `workers` processes; yields the heads done after each shard."""
    todo = missing(plan)
    if not todo:
        return
    plan.home.mkdir(parents=True, exist_ok=True)
    done = len(shards_of(plan)) - len(todo)
    for ready in worked_off(partial(draw_shard, plan), todo, workers):
        yield min((done + ready) * SHARD, plan.heads)


def worked_off(work: Callable[[T], object], items: Sequence[T], workers: int) -> Iterator[int]:
    """Do `work` on all items in `workers` processes (one: this one); yields how many are done."""
    if workers < 2:
        for done, item in enumerate(items, 1):
            work(item)
            yield done
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        for done, job in enumerate(as_completed([pool.submit(work, i) for i in items]), 1):
            job.result()
            yield done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class Corpus:
    """The drawn heads of a plan, read by number."""

    def __init__(self, plan: CorpusPlan):
        """Open what is there: the shards without a gap from the first on."""
        self.plan = plan
        self._blobs: list[np.memmap] = []
        self._spans: list[np.ndarray] = []
        self._sizes: list[tuple[int, ...]] = []
        attributes, latents = [], []
        self.channels = 0
        for shard in shards_of(plan):
            index = plan.index(shard)
            if not index.exists():
                break
            with np.load(index) as table:
                attributes.append(table["attributes"])
                latents.append(table["latents"])
                self._spans.append(table["spans"])
                self._sizes.append(tuple(table["sizes"].tolist()))
                self.channels = int(table["channels"])
            self._blobs.append(np.memmap(index.with_suffix(".bin"), np.uint8, "r"))
        if not attributes:
            raise FileNotFoundError(
                f"{plan.home} holds no drawings: run 'kashira train cache' with the same config"
            )
        self.attributes = np.concatenate(attributes)[: plan.heads]  # f32 [heads, A]
        self.latents = np.concatenate(latents)[: plan.heads]  # f32 [heads, Z]

    def __len__(self) -> int:
        return len(self.attributes)

    def count(self, size: int) -> int:
        """How many heads, from the first on, are kept at this size."""
        kept = sum(SHARD for sizes in self._sizes if size in sizes)
        return min(kept, len(self))

    def planes(self, index: int, size: int) -> np.ndarray:
        """The ink weights of one head, uint8 [K, size, size]; 32 px follow from 64."""
        if size < min(SIZES):
            return halved(self.planes(index, size * 2))
        shard, row = divmod(index, SHARD)
        column = self._sizes[shard].index(size)
        start, length = self._spans[shard][row, column]
        blob = self._blobs[shard][start : start + length].tobytes()
        return unpacked(blob, self.channels, size)
