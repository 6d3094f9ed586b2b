"""Puts the extension into Blender's user folder and tells it where the engine is.

What is put there, and taken away again:

    <resources>/extensions/user_default/kashira/          the extension
    <resources>/extensions/.user/user_default/kashira/    engine.json, what the extension remembers
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from blender_addon import build
from blender_addon.blender_folders import Place
from core import safe_write
from core.engine import client
from core.errors import OutputError

ENGINE_FILE = "engine.json"


def install(place: Place, engine: list[str] | None = None) -> None:
    """Put the extension where Blender finds it; one of an older version is replaced.

    Args:
        place: of the Blender that gets it.
        engine: the command that starts the engine; the Python that runs this, if left out.

    Raises:
        OutputError: a file cannot be written; the extension that was there is as it was.
    """
    _swap_folder(place.extension)
    own = safe_write.make_folder(place.own)
    text = json.dumps({"command": engine or client.command(sys.executable)}, indent=1)
    safe_write.write_bytes(own / ENGINE_FILE, text.encode("utf-8"))


def uninstall(place: Place) -> list[Path]:
    """Take all of it away; what was there and is gone now."""
    removed = [path for path in (place.extension, place.own) if path.exists() or path.is_symlink()]
    for path in removed:
        try:
            if path.is_symlink():
                path.unlink()
            else:
                shutil.rmtree(path)
        except OSError as error:
            reason = f"cannot be removed ({error.strerror or error}): close Blender and try again"
            raise OutputError(f"{path} {reason}") from error
    return removed


def _swap_folder(target: Path) -> None:
    """Write the folder under another name, then change places with the one that is there."""
    parent = safe_write.make_folder(target.parent)
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix=f".{build.NAME}-") as name:
            temporary = Path(name)
            for place, data in build.extension_files().items():
                path = temporary / "new" / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if target.is_symlink():
                target.unlink()  # a developer's link: what it leads to stays
            elif target.exists():
                target.rename(temporary / "old")
            (temporary / "new").rename(target)
    except OSError as error:
        raise safe_write.output_error(target, error) from error
