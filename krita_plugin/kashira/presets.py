"""Presets: what an artist locked, under a name of the artist's own."""

from dataclasses import dataclass, field
from pathlib import Path

from .json_file import read_json, write_json

MAX_PRESETS = 500
"""A menu of more is no menu."""
MAX_NAME_LETTERS = 80
MAX_FILE_BYTES = 4_000_000
"""500 presets of a model with 100 attributes take 2 MB."""


@dataclass(frozen=True)
class Preset:
    """Locked values, changed inks and the variety of one wish."""

    name: str
    attributes: dict[str, object] = field(default_factory=dict)
    inks: dict[str, str] = field(default_factory=dict)
    variety: float = 1.0


class Presets:
    """The artist's presets in one file; a damaged one counts as none and is kept aside.

    It is read before each change, since another window or another Krita may have changed it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._presets: dict[str, Preset] = {}
        self._look()

    @property
    def names(self) -> list[str]:
        """All names, in alphabetical order."""
        return sorted(self._presets, key=str.casefold)

    def get(self, name: str) -> Preset | None:
        """The preset of that name."""
        return self._presets.get(name)

    def keep(self, preset: Preset) -> Preset:
        """Add it, or replace the one of the same name.

        Raises:
            ValueError: it has no name, or there are too many.
            OSError: it cannot be written.
        """
        self._look()
        name = " ".join(preset.name.split())[:MAX_NAME_LETTERS]
        if not name:
            raise ValueError("a preset needs a name")
        if name not in self._presets and len(self._presets) >= MAX_PRESETS:
            raise ValueError(f"there are {MAX_PRESETS} presets: delete one first")
        kept = Preset(name, dict(preset.attributes), dict(preset.inks), preset.variety)
        self._write({**self._presets, name: kept})
        return kept

    def delete(self, name: str) -> None:
        """Forget the preset of that name.

        Raises:
            OSError: the file cannot be written.
        """
        self._look()
        self._write({key: value for key, value in self._presets.items() if key != name})

    def _look(self) -> None:
        """Read what there is by now; a file that cannot be read just now changes nothing."""
        found = {preset.name: preset for preset in _read(self._path)}
        self._presets = found or self._presets

    def _write(self, presets: dict[str, Preset]) -> None:
        entries = [vars(preset) for preset in presets.values()]
        write_json(self._path, {"schema": 1, "presets": entries})
        self._presets = presets


def _read(path: Path) -> list[Preset]:
    content = read_json(path, MAX_FILE_BYTES)
    if content is None and path.exists():
        _set_aside(path)
    entries = content.get("presets") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        return []
    read = [_preset(entry) for entry in entries[:MAX_PRESETS]]
    return [preset for preset in read if preset is not None]


def _preset(entry: object) -> Preset | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None
    attributes, inks, variety = (entry.get(key) for key in ("attributes", "inks", "variety"))
    return Preset(
        entry["name"][:MAX_NAME_LETTERS],
        attributes if isinstance(attributes, dict) else {},
        {n: c for n, c in inks.items() if isinstance(c, str)} if isinstance(inks, dict) else {},
        min(max(variety, 0.0), 1.5) if isinstance(variety, float) else 1.0,
    )


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged"))
    except OSError:
        pass
