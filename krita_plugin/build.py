"""The plugin as files, and as the zip for Krita's "Import Python Plugin from File"."""

import zipfile
from importlib import metadata
from pathlib import Path, PurePosixPath

from core import safe_write
from core.engine import carried
from core.errors import BadFile

NAME = "kashira"
HERE = Path(__file__).parent
BESIDE = (f"{NAME}.desktop", f"{NAME}.action")
"""Files beside the folder. Krita reads actions in ``pykrita``, too, and would find them twice."""


def plugin_files() -> dict[PurePosixPath, bytes]:
    """Every file of the plugin by its place in the zip."""
    files = {PurePosixPath(name): (HERE / name).read_bytes() for name in BESIDE}
    inside = carried.plugin_files(HERE / NAME)
    return files | {PurePosixPath(NAME) / place: data for place, data in inside.items()}


def build(folder: Path, wheel: Path | None = None) -> Path:
    """Write the zip into ``folder`` and return its path.

    The importer wants an entry for the folder ``kashira/`` itself, not only for what is in it.

    Args:
        folder: is made where it is missing.
        wheel: the engine as a package, which the zip then carries: the panel can set it up.
    """
    files = plugin_files()
    if wheel is not None:
        files[PurePosixPath(NAME, "packages", wheel.name)] = _engine_package(wheel)
    safe_write.make_folder(folder)
    target = folder / f"{NAME}-krita-{version()}.zip"
    with safe_write.replacing(target) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            made: set[PurePosixPath] = set()
            for place, data in files.items():
                for parent in reversed(place.parents[:-1]):
                    if parent not in made:
                        archive.writestr(f"{parent}/", b"")
                        made.add(parent)
                archive.writestr(str(place), data)
    return target


def _engine_package(wheel: Path) -> bytes:
    named = wheel.name.startswith(f"{NAME}-") and wheel.suffix == ".whl"
    if not named or not zipfile.is_zipfile(wheel):
        way_out = "make one with: pip wheel --no-deps --wheel-dir dist ."
        raise BadFile(wheel, "is no package of Kashira", way_out)
    return wheel.read_bytes()


def version() -> str:
    """The version of Kashira that is installed."""
    try:
        return metadata.version("kashira")
    except metadata.PackageNotFoundError:
        return "0"
