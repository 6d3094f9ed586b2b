"""Puts the plugin into Krita's resource folder, switches it on and tells it where the engine is.

What is put there, and taken away again:

    <resource folder>/pykrita/kashira.desktop, kashira/    the plugin
    <resource folder>/actions/kashira.action               its shortcuts
    <resource folder>/kashira/                             engine.json, the panel's own files
    kritarc                                                enable_kashira, the group [kashira]
"""

import json
import sys
from pathlib import Path

from core import safe_write
from core.engine import client
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
    inside = {p.relative_to(build.NAME): d for p, d in files.items() if len(p.parts) > 1}
    safe_write.replace_folder(pykrita / build.NAME, inside)
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
        safe_write.remove(path, "close Krita and try again")
    kritarc.remove_entry(place.kritarc, "python", f"enable_{build.NAME}")
    kritarc.remove_group(place.kritarc, build.NAME)
    return removed
