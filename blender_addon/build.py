"""The extension as files, and as the zip for Blender's "Install from Disk"."""

import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import core.engine
from core import safe_write

NAME = "kashira"
HERE = Path(__file__).parent
ENGINE_FILES = ("__init__.py", "protocol.py", "client.py", "child.py")
"""What the extension carries of `core.engine`: standard library alone, importing relatively."""

_LEFT_OUT = {"__pycache__", ".ruff_cache"}


def extension_files() -> dict[PurePosixPath, bytes]:
    """Every file of the extension by its place in the extension's folder."""
    files: dict[PurePosixPath, bytes] = {}
    for path in sorted((HERE / NAME).rglob("*")):
        inside = path.relative_to(HERE / NAME)
        if path.is_file() and not _LEFT_OUT & set(inside.parts):
            files[PurePosixPath(inside.as_posix())] = path.read_bytes()
    engine = Path(core.engine.__file__ or "").parent
    for name in ENGINE_FILES:
        files[PurePosixPath("engine", name)] = (engine / name).read_bytes()
    return files


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
