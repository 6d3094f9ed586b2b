"""Small JSON files of the plugin: bounded when read, replaced as a whole when written."""

import json
import os
from pathlib import Path


def read_json(path: Path, max_bytes: int) -> object:
    """What the file holds; None if it is missing, too long or damaged."""
    try:
        with open(path, "rb") as file:
            data = file.read(max_bytes + 1)
        return json.loads(data.decode("utf-8")) if len(data) <= max_bytes else None
    except (OSError, ValueError, RecursionError):
        return None


def write_json(path: Path, value: object) -> None:
    """Write beside the target, then replace it.

    Raises:
        OSError: the disk is full, or the folder may not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
