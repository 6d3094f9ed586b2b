"""Where Krita keeps its resources and settings: Linux, flatpak, macOS, Windows."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from krita_plugin import kritarc

_FLATPAK = ".var/app/org.kde.krita"


@dataclass(frozen=True)
class Place:
    """One Krita of this user. ``sandboxed``: it cannot start programs that lie outside."""

    resources: Path
    kritarc: Path
    sandboxed: bool = False


def places(
    resource_folder: Path | None = None,
    home: Path | None = None,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> list[Place]:
    """Every Krita of this user; the usual one, where none has been started yet.

    ``resource_folder`` stands for a Krita that keeps its resources elsewhere; one that was moved
    in Krita's own settings is found without it.
    """
    usual = _usual(home or Path.home(), platform, environ)
    if resource_folder is not None:
        return [Place(resource_folder.absolute(), usual.kritarc)]
    flatpak = _flatpak(home or Path.home()) if platform.startswith("linux") else None
    found = [place for place in (usual, flatpak) if place and _was_started(place)]
    return [_moved(place) for place in found or [usual]]


def _usual(home: Path, platform: str, environ: Mapping[str, str]) -> Place:
    if platform == "darwin":
        library = home / "Library"
        return Place(library / "Application Support/krita", library / "Preferences/kritarc")
    if platform == "win32":
        roaming = Path(environ.get("APPDATA") or home / "AppData/Roaming")
        local = Path(environ.get("LOCALAPPDATA") or home / "AppData/Local")
        return Place(roaming / "krita", local / "kritarc")
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return Place(data / "krita", config / "kritarc")


def _flatpak(home: Path) -> Place:
    folder = home / _FLATPAK
    return Place(folder / "data/krita", folder / "config/kritarc", sandboxed=True)


def _was_started(place: Place) -> bool:
    return place.resources.is_dir() or place.kritarc.is_file()


def _moved(place: Place) -> Place:
    """The place with the resource folder that was chosen in Krita's settings, if one was."""
    chosen = kritarc.top_entry(place.kritarc, "ResourceDirectory")
    if chosen and Path(chosen).is_dir():
        return Place(Path(chosen), place.kritarc, place.sandboxed)
    return place
