"""Where Blender keeps what a user installs: Linux, macOS, Windows; a folder for each version."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadValue

FLOOR = (4, 2)
"""The first Blender with extensions."""

_REPOSITORY = "user_default"  # the one that Blender makes for extensions from disk


@dataclass(frozen=True)
class Place:
    """The folder of one Blender version of this user."""

    resources: Path

    @property
    def extension(self) -> Path:
        """Where the extension itself goes."""
        return self.resources / "extensions" / _REPOSITORY / "kashira"

    @property
    def own(self) -> Path:
        """Where the extension keeps what outlives its updates."""
        return self.resources / "extensions" / ".user" / _REPOSITORY / "kashira"


def places(
    version: str | None = None,
    resource_folder: Path | None = None,
    home: Path | None = None,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> list[Place]:
    """Every Blender of this user that can have extensions, the oldest first.

    Args:
        version: such as "4.5": that one alone, whether it was started before or not.
        resource_folder: stands for a Blender that keeps its files elsewhere
            (BLENDER_USER_RESOURCES, or a portable one).

    Raises:
        BadValue: no such version, or none was ever started.
    """
    if resource_folder is not None:
        return [Place(resource_folder.absolute())]
    root = _root(home or Path.home(), platform, environ)
    if version is not None:
        if (_numbers(version) or (0, 0)) < FLOOR:
            raise BadValue(f"Blender {version} has no extensions: 4.2 is the first that has")
        return [Place(root / version)]
    found = sorted(
        (numbers, path)
        for path in (root.iterdir() if root.is_dir() else ())
        if path.is_dir() and (numbers := _numbers(path.name)) is not None and numbers >= FLOOR
    )
    if not found:
        raise BadValue(
            f"there is no Blender 4.2 or later in {root}: start it once, or name its --version"
        )
    return [Place(path) for _, path in found]


def _numbers(version: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else None


def _root(home: Path, platform: str, environ: Mapping[str, str]) -> Path:
    if platform == "darwin":
        return home / "Library/Application Support/Blender"
    if platform == "win32":
        roaming = Path(environ.get("APPDATA") or home / "AppData/Roaming")
        return roaming / "Blender Foundation/Blender"
    return Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "blender"
