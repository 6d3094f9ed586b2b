"""Where the engine may be: named by the artist, bundled, told by the installer, or in the path."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import bpy

from . import bundled_engine
from .engine.client import command

ENGINE_FILE = "engine.json"  # written by "kashira install blender"
HOW_TO = "kashira install blender"
"""What to type in a terminal where no engine was found."""

_MAX_BYTES = 10_000


def own_folder(create: bool = False) -> Path:
    """The extension's folder for what must outlive an update of the extension itself."""
    return Path(bpy.utils.extension_path_user(__package__, create=create))


def write_own(name: str, told: object) -> None:
    """Write a file of JSON there, whole or not at all."""
    folder = own_folder(create=True)
    temporary = folder / f"{name}.{os.getpid()}"
    temporary.write_text(json.dumps(told), encoding="utf-8")
    os.replace(temporary, folder / name)


def find_engine() -> list[str] | None:
    """The command that starts the engine, or None where there is none.

    One that the artist named is taken at his word, so that a wrong path is told and not passed by.
    """
    named = preferences().engine if preferences() else ""
    if named:
        return command(bpy.path.abspath(named))
    inside = bundled_engine.command() or _installed()
    if inside:
        return inside
    found = shutil.which("kashira")
    return command(found) if found else None


def preferences() -> bpy.types.AddonPreferences | None:
    """The extension's preferences; None while it is being switched on or off."""
    addon = bpy.context.preferences.addons.get(__package__)
    return addon.preferences if addon else None


def _installed() -> list[str] | None:
    try:
        data = (own_folder() / ENGINE_FILE).read_bytes()[:_MAX_BYTES]
        words = json.loads(data)["command"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    sound = isinstance(words, list) and words and all(isinstance(word, str) for word in words)
    return words if sound and os.path.exists(words[0]) else None
