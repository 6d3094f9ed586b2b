"""Puts the plugin into Krita's resource folder, switches it on and tells it where the engine is.

What is put there, and taken away again:

    <resource folder>/pykrita/kashira.desktop, kashira/    the plugin
    <resource folder>/actions/kashira.action               its shortcuts
    <resource folder>/kashira/                             engine.json, the panel's own files
    kritarc                                                enable_kashira, the group [kashira]
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

from core import safe_write
from core.engine import client
from core.errors import OutputError
from krita_plugin import build, kritarc
from krita_plugin.krita_folders import Place

ENGINE_FILE = "engine.json"


def install(place: Place, engine: list[str] | None = None) -> None:
    """Put the plugin where Krita finds it; one of an older version is replaced.

    Args:
        place: of the Krita that gets it.
        engine: the command that starts the engine; the Python that runs this, if left out. A
            Krita in a sandbox is told nothing: its panel sets up an engine of its own.

    Raises:
        OutputError: a file cannot be written; the plugin that was there is as it was.
    """
    pykrita = safe_write.make_folder(place.resources / "pykrita")
    files = build.plugin_files()
    _swap_folder(pykrita, {p: d for p, d in files.items() if len(p.parts) > 1})
    actions = safe_write.make_folder(place.resources / "actions")
    for path, data in files.items():
        if len(path.parts) == 1:
            folder = actions if path.suffix == ".action" else pykrita
            safe_write.write_bytes(folder / path, data)
    if not place.sandboxed:
        own = safe_write.make_folder(place.resources / build.NAME)
        text = json.dumps({"command": engine or client.command(sys.executable)}, indent=1)
        safe_write.write_bytes(own / ENGINE_FILE, text.encode("utf-8"))
    kritarc.set_entry(place.kritarc, "python", f"enable_{build.NAME}", "true")


def uninstall(place: Place) -> list[Path]:
    """Take all of it away; what was there and is gone now."""
    targets = [
        place.resources / "pykrita" / f"{build.NAME}.desktop",
        place.resources / "pykrita" / build.NAME,
        place.resources / "actions" / f"{build.NAME}.action",
        place.resources / build.NAME,
    ]
    removed = [path for path in targets if path.exists() or path.is_symlink()]
    for path in removed:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            reason = f"cannot be removed ({error.strerror or error}): close Krita and try again"
            raise OutputError(f"{path} {reason}") from error
    kritarc.remove_entry(place.kritarc, "python", f"enable_{build.NAME}")
    kritarc.remove_group(place.kritarc, build.NAME)
    return removed


def _swap_folder(pykrita: Path, files: dict[PurePosixPath, bytes]) -> None:
    """Write the folder under another name, then change places with the one that is there."""
    target = pykrita / build.NAME
    try:
        with tempfile.TemporaryDirectory(dir=pykrita, prefix=f".{build.NAME}-") as name:
            temporary = Path(name)
            for place, data in files.items():
                path = temporary / "new" / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if target.is_symlink():
                target.unlink()  # a developer's link: what it leads to stays
            elif target.exists():
                target.rename(temporary / "old")
            (temporary / "new" / build.NAME).rename(target)
    except OSError as error:
        raise safe_write.output_error(target, error) from error
