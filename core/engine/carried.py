"""What a plugin is made of: the files of its own folder, and the client's side of the engine."""

from pathlib import Path, PurePosixPath

CLIENT_FILES = ("__init__.py", "protocol.py", "client.py", "child.py")
"""What every plugin carries of `core.engine`: standard library alone, importing relatively."""

_LEFT_OUT = {"__pycache__", ".ruff_cache"}


def plugin_files(folder: Path) -> dict[PurePosixPath, bytes]:
    """Every file of a plugin by its place in the plugin's folder; the client lies in ``engine``."""
    files: dict[PurePosixPath, bytes] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not _LEFT_OUT & set(inside.parts):
            files[PurePosixPath(inside.as_posix())] = path.read_bytes()
    for name in CLIENT_FILES:
        files[PurePosixPath("engine", name)] = (Path(__file__).parent / name).read_bytes()
    return files
