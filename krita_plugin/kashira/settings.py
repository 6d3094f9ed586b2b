"""What the artist set once: strings in Krita's own settings, read with care."""

import json
from collections.abc import Callable

MODES = ("parts", "inks", "flat")
MAX_COUNT = 64
"""Heads of one press of Generate: more than fit a screen."""


class Settings:
    """Settings of this plugin; every value that does not fit counts as not set."""

    def __init__(
        self,
        read: Callable[[str, str], str],
        write: Callable[[str, str], None],
    ) -> None:
        self._read, self._write = read, write

    @property
    def engine(self) -> str:
        """The path of the engine's program that the artist set; empty: it is looked for."""
        return self._read("engine", "")

    @engine.setter
    def engine(self, path: str) -> None:
        self._write("engine", path.strip())

    @property
    def model(self) -> str:
        """Name or folder of the model; empty for the default one."""
        return self._read("model", "")

    @model.setter
    def model(self, name: str) -> None:
        self._write("model", name.strip())

    @property
    def mode(self) -> str:
        """How heads are inserted: one of MODES."""
        mode = self._read("insert_mode", "parts")
        return mode if mode in MODES else "parts"

    @mode.setter
    def mode(self, mode: str) -> None:
        self._write("insert_mode", mode)

    @property
    def count(self) -> int:
        """Heads of one press of Generate."""
        return self._whole("count", 8, 1, MAX_COUNT)

    @count.setter
    def count(self, count: int) -> None:
        self._write("count", str(count))

    @property
    def frames(self) -> int:
        """Frames of a morph."""
        return self._whole("frames", 24, 2, 240)

    @frames.setter
    def frames(self, frames: int) -> None:
        self._write("frames", str(frames))

    @property
    def open_groups(self) -> list[str] | None:
        """Parts whose attributes are unfolded; None if never touched."""
        try:
            names = json.loads(self._read("open_groups", ""))
        except ValueError:
            return None
        return [str(name) for name in names] if isinstance(names, list) else None

    @open_groups.setter
    def open_groups(self, names: list[str]) -> None:
        self._write("open_groups", json.dumps(names))

    def sizes(self, place: str) -> list[int]:
        """How the artist shared the room of a splitter; empty if never touched."""
        try:
            sizes = json.loads(self._read(f"sizes_{place}", ""))
        except ValueError:
            return []
        sound = isinstance(sizes, list) and all(isinstance(size, int) for size in sizes)
        return [min(max(size, 0), 10_000) for size in sizes[:4]] if sound else []

    def keep_sizes(self, place: str, sizes: list[int]) -> None:
        """Remember how the room of a splitter is shared."""
        self._write(f"sizes_{place}", json.dumps(sizes))

    def _whole(self, name: str, default: int, low: int, high: int) -> int:
        try:
            return min(max(int(self._read(name, str(default))), low), high)
        except ValueError:
            return default
