"""The extension as files, and as the zip for Blender's "Install from Disk"."""

import tomllib
import zipfile
from pathlib import Path, PurePosixPath

from core import safe_write
from core.engine import carried

NAME = "kashira"
HERE = Path(__file__).parent

_DENSE = {".whl", ".onnx", ".png"}
"""Files that packing makes no smaller."""


def extension_files() -> dict[PurePosixPath, bytes]:
    """Every file of the extension by its place in the extension's folder."""
    return carried.plugin_files(HERE / NAME)


def build(folder: Path) -> Path:
    """Write the zip into ``folder``, which is made where it is missing; returns its path."""
    return write(folder / f"{NAME}-blender-{version()}.zip", extension_files())


def write(target: Path, files: dict[PurePosixPath, bytes]) -> Path:
    """Write files into a zip, whose folder is made where it is missing; returns its path."""
    safe_write.make_folder(target.parent)
    with safe_write.replacing(target) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, data in files.items():
                packed = zipfile.ZIP_STORED if place.suffix in _DENSE else zipfile.ZIP_DEFLATED
                archive.writestr(str(place), data, packed)
    return target


def version() -> str:
    """The extension's version, as its manifest has it: Blender compares it for updates."""
    manifest = tomllib.loads((HERE / NAME / "blender_manifest.toml").read_text("utf-8"))
    return manifest["version"]
