"""What an artist fixes in the panel, kept under a name for every file."""

from __future__ import annotations

import json
from typing import Any

from .engine_places import own_folder, write_own

_FILE = "presets.json"

NAME_LENGTH = 60


def load() -> dict[str, dict[str, Any]]:
    """Name -> attributes, by name; nothing where the file is not there or not sound."""
    try:
        found = json.loads((own_folder() / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: found[name] for name in sorted(found) if isinstance(found[name], dict)}


def save(name: str, values: dict[str, Any]) -> None:
    """Keep attributes; those that had this name go. An OSError where the disk refuses."""
    write_own(_FILE, {**load(), name: values})


def remove(name: str) -> None:
    """Forget one."""
    write_own(_FILE, {kept: values for kept, values in load().items() if kept != name})
