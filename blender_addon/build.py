"""The extension as files, and as the zip for Blender's "Install from Disk"."""

import tomllib
import zipfile
from pathlib import Path, PurePosixPath

from core import safe_write
from core.engine import carried

NAME = "kashira"
HERE = Path(__file__).parent


def extension_files() -> dict[PurePosixPath, bytes]:
    """Every file of the extension by its place in the extension's folder."""
    return carried.plugin_files(HERE / NAME)


def build(folder: Path) -> Path:
    """Write the zip into ``folder``, which is made where it is missing; returns its path."""
    safe_write.make_folder(folder)
    target = folder / f"{NAME}-blender-{version()}.zip"
    with safe_write.replacing(target) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, data in extension_files().items():
                archive.writestr(str(place), data)
    return target


def version() -> str:
    """The extension's version, as its manifest has it: Blender compares it for updates."""
    manifest = tomllib.loads((HERE / NAME / "blender_manifest.toml").read_text("utf-8"))
    return manifest["version"]
