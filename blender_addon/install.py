"""Puts the extension into Blender's user folder and tells it where the engine is.

What is put there, and taken away again:

    <resources>/extensions/user_default/kashira/          the extension
    <resources>/extensions/.user/user_default/kashira/    engine.json, what the extension remembers
"""

import json
import sys
from pathlib import Path

from blender_addon import build
from blender_addon.blender_folders import Place
from core import safe_write
from core.engine import client

ENGINE_FILE = "engine.json"


def install(place: Place, engine: list[str] | None = None) -> None:
    """Put the extension where Blender finds it; one of an older version is replaced.

    Args:
        place: of the Blender that gets it.
        engine: the command that starts the engine; the Python that runs this, if left out.

    Raises:
        OutputError: a file cannot be written; the extension that was there is as it was.
    """
    safe_write.replace_folder(place.extension, build.extension_files())
    own = safe_write.make_folder(place.own)
    text = json.dumps({"command": engine or client.command(sys.executable)}, indent=1)
    safe_write.write_bytes(own / ENGINE_FILE, text.encode("utf-8"))


def uninstall(place: Place) -> list[Path]:
    """Take all of it away; what was there and is gone now."""
    removed = [path for path in (place.extension, place.own) if path.exists() or path.is_symlink()]
    for path in removed:
        safe_write.remove(path, "close Blender and try again")
    return removed
