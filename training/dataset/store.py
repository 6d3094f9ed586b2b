"""What was looked at is kept, so that a preparation goes on, or is judged anew in seconds."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import msgspec

from core import safe_write
from training.dataset.dataset import CROPS
from training.dataset.look import Looked, Plan
from training.dataset.sources import Source

WORK = "work"
VERSION = 1  # goes up when looking at a picture gives something else


def key_of(source: Source, plan: Plan) -> str:
    """What a result is kept under: the same file, looked at in the same way, has the same.

    Raises:
        OSError: the file has gone.
    """
    files = [path for path in (source.path, plan.tagger, plan.tags) if path is not None]
    states = [(path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    told = json.dumps([VERSION, source.name, states, asdict(plan)], default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Store:
    """Results and crops in a dataset's folder; every file is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Make the folders where they are missing."""
        self._work = safe_write.make_folder(folder / WORK)
        self._crops = safe_write.make_folder(folder / CROPS)

    def get(self, key: str) -> Looked | None:
        """A result; None where there is none, or where one of its crops is gone."""
        try:
            found = msgspec.msgpack.decode(self._place(key).read_bytes(), type=Looked)
        except (OSError, msgspec.DecodeError):
            return None
        names = (crop_name(key, i) for i in range(len(found.heads)))
        return found if all((self._crops / name).is_file() for name in names) else None

    def put(self, key: str, looked: Looked) -> Looked:
        """Keep a result: its crops first. Gives it back without their bytes."""
        for i, head in enumerate(looked.heads):
            safe_write.write_bytes(self._crops / crop_name(key, i), head.png)
            head.png = b""
        safe_write.make_folder(self._place(key).parent)
        safe_write.write_bytes(self._place(key), msgspec.msgpack.encode(looked))
        return looked

    def forget_all_but(self, keys: Iterable[str]) -> None:
        """Remove results and crops of sources that are no longer there."""
        known = set(keys)
        for path in [*self._crops.glob("*.png"), *self._work.glob("*/*.msgpack")]:
            if path.stem.partition("-")[0] not in known:
                path.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self._work / key[:2] / f"{key}.msgpack"


def crop_name(key: str, i: int) -> str:
    """The file name of the crop of head ``i`` of a result."""
    return f"{key}-{i}.png"
