"""Where an engine may be: named by the artist, by the installer, set up here, or in the path."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from . import krita_api
from .engine.client import command
from .json_file import read_json

ENGINE_FILE = "engine.json"  # written by "kashira install krita"
PYTHONS = ("3.13", "3.12", "3.11")  # what the engine runs on, the newest first

_MAX_BYTES = 10_000


def own_folder() -> Path:
    """The plugin's folder for what must outlive an update of the plugin itself."""
    return Path(krita_api.resource_folder(), "kashira")


def environment_folder() -> Path:
    """The Python environment that the panel sets up."""
    return own_folder() / "environment"


def marker() -> Path:
    """It is there while an environment is being made: without an end, it is not whole."""
    return own_folder() / "environment.incomplete"


def environment_python() -> Path:
    """The Python of the panel's own environment."""
    if sys.platform == "win32":
        return environment_folder() / "Scripts" / "python.exe"
    return environment_folder() / "bin" / "python"


def find_engine(settings: Any) -> list[str] | None:
    """The command that starts the engine, or None where there is none yet.

    One that the artist named is taken at his word, so that a wrong path is told and not passed by.
    """
    if settings.engine:
        return command(settings.engine)
    installed = _installed()
    if installed:
        return installed
    if environment_python().exists() and not marker().exists():
        return command(str(environment_python()))
    found = shutil.which("kashira")
    return command(found) if found else None


def pythons(chosen: str = "") -> list[list[str]]:
    """Commands that may be a Python that fits; which of them does, only running it can tell.

    Krita's own Python is none of them: it belongs to Krita, and often is no program at all.
    """
    if chosen:
        return [[chosen]]
    names = [f"python{version}" for version in PYTHONS] + ["python3", "python"]
    found = [[path] for path in map(shutil.which, names) if path]
    launcher = shutil.which("py")
    if launcher:
        found = [[launcher, f"-{version}"] for version in PYTHONS] + found
    return found


def carried_wheel() -> Path | None:
    """The engine as a package, where this plugin was built with it."""
    wheels = sorted(Path(__file__).parent.glob("packages/kashira-*.whl"))
    return wheels[-1] if wheels else None


def _installed() -> list[str] | None:
    read = read_json(own_folder() / ENGINE_FILE, _MAX_BYTES)
    words = read.get("command") if isinstance(read, dict) else None
    sound = isinstance(words, list) and words and all(isinstance(word, str) for word in words)
    return words if sound and os.path.exists(words[0]) else None
