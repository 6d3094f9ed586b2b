"""The heads that were made: recipes and small pictures that survive a restart of Krita.

Each head is one file, so that a damaged one costs one head, and keeping or starring one writes a
few kilobytes. Favourites stay when the oldest make room.
"""

import base64
import binascii
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .json_file import read_json, write_json

MAX_HEADS = 300
"""Heads that are no favourites: about 20 MB with their pictures."""
MAX_FAVORITES = 1000
MAX_FILE_BYTES = 1_000_000
"""A head with its picture takes 70 KB; a latent of 4096 numbers, 90 KB more."""


@dataclass(frozen=True)
class PastHead:
    """A head that was made: how to make it again, and a small PNG of it."""

    recipe: dict
    tag: str
    thumbnail: bytes
    made: float = 0.0  # seconds since 1970
    favorite: bool = False
    name: str = ""  # of its file, without ending


class History:
    """The heads of one folder, oldest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._heads: dict[str, PastHead] = {}
        self._unwritten: dict[str, PastHead] = {}

    @property
    def heads(self) -> list[PastHead]:
        """All heads that were read or added, oldest first."""
        return sorted(self._heads.values(), key=lambda head: (head.made, head.name))

    def read(self) -> Iterator[PastHead]:
        """Read the folder, newest first, one head a step, so that nobody waits for all of them."""
        try:
            found = sorted(self._folder.glob("*.json"), reverse=True)
        except OSError:
            found = []
        for path in found[: MAX_HEADS + MAX_FAVORITES]:
            if path.stem not in self._heads:
                head = _read_head(path)
                if head is not None:
                    self._heads[head.name] = head
                    yield head

    def add(self, recipe: dict, tag: str, thumbnail: bytes) -> tuple[PastHead, list[PastHead]]:
        """A new head, and the old ones that made room for it; `write_next` writes it."""
        made = time.time()
        name = f"{int(made * 1000):014d}-{uuid.uuid4().hex[:8]}"
        head = PastHead(recipe, tag, thumbnail, made, name=name)
        self._heads[name] = self._unwritten[name] = head
        return head, self._make_room()

    def write_next(self) -> bool:
        """Write one head that is not written yet; False if there is none.

        Raises:
            OSError: it cannot be written; it is in the history of this session all the same.
        """
        if not self._unwritten:
            return False
        self._write(self._unwritten.pop(next(iter(self._unwritten))))
        return True

    def set_favorite(self, head: PastHead, favorite: bool) -> PastHead:
        """The head with or without its star; `write_next` writes it."""
        changed = replace(head, favorite=favorite)
        self._heads[head.name] = self._unwritten[head.name] = changed
        return changed

    def delete(self, head: PastHead) -> None:
        """Forget a head."""
        self._heads.pop(head.name, None)
        self._unwritten.pop(head.name, None)
        try:
            self._path(head).unlink(missing_ok=True)
        except OSError:
            pass  # it will be back after a restart: no reason to disturb anybody

    def _make_room(self) -> list[PastHead]:
        plain = [head for head in self.heads if not head.favorite]
        starred = [head for head in self.heads if head.favorite]
        dropped = plain[: max(0, len(plain) - MAX_HEADS)]
        dropped += starred[: max(0, len(starred) - MAX_FAVORITES)]
        for head in dropped:
            self.delete(head)
        return dropped

    def _write(self, head: PastHead) -> None:
        entry = {
            "schema": 1,
            "recipe": head.recipe,
            "tag": head.tag,
            "made": head.made,
            "favorite": head.favorite,
            "thumbnail": base64.b64encode(head.thumbnail).decode("ascii"),
        }
        write_json(self._path(head), entry)

    def _path(self, head: PastHead) -> Path:
        return self._folder / f"{head.name}.json"


def _read_head(path: Path) -> PastHead | None:
    entry = read_json(path, MAX_FILE_BYTES)
    if not isinstance(entry, dict) or not isinstance(entry.get("recipe"), dict):
        return None
    made = entry.get("made")
    try:
        thumbnail = base64.b64decode(str(entry.get("thumbnail", "")), validate=True)
    except (binascii.Error, ValueError):
        return None
    return PastHead(
        entry["recipe"],
        str(entry.get("tag", ""))[:16],
        thumbnail,
        float(made) if isinstance(made, (int, float)) else 0.0,
        bool(entry.get("favorite")),
        path.stem,
    )
