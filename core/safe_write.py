"""Files are replaced, never half-written.

A file is written under a temporary name in the folder of the target, flushed to the disk and
renamed over the target in one step. Whatever interrupts that (full disk, ctrl-C, a lost network
drive) leaves the old file, or none, and no litter.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from core.errors import OutputError

_REASONS = {
    errno.ENOSPC: "the disk is full: free some space or choose another folder",
    errno.EDQUOT: "your disk quota is used up: free some space or choose another folder",
    errno.EACCES: "you may not write there: choose another folder",
    errno.EPERM: "you may not write there: choose another folder",
    errno.EROFS: "the disk is read-only: choose another folder",
    errno.ENOTDIR: "a part of the path is a file, not a folder: choose another path",
    errno.EEXIST: "there is a file where a folder is needed: choose another path",
    errno.EISDIR: "it is a folder: give a file name",
    errno.ENAMETOOLONG: "the name is too long: choose a shorter one",
    errno.ENOENT: "the folder does not exist: make it first or choose another",
}


def output_error(path: str | os.PathLike[str], error: OSError) -> OutputError:
    """The one sentence that says why ``path`` could not be written."""
    reason = _REASONS.get(error.errno or 0) or f"{error.strerror or error}: choose another place"
    return OutputError(f"{os.fspath(path)} cannot be written, {reason}")


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder and its parents where missing; an OutputError says why it cannot be."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    return folder


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give the path of a temporary file beside ``path``; on a good end it becomes ``path``.

    The temporary file keeps the suffix of the target, since libraries choose the format by it.
    Any exception, a KeyboardInterrupt included, removes it and leaves the target as it was.

    Raises:
        OutputError: the file cannot be written; the sentence says why.
    """
    target = Path(path)
    if target.is_dir():
        raise output_error(target, IsADirectoryError(errno.EISDIR, "is a folder"))
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix
        )
        temporary = Path(name)
        os.close(descriptor)
        yield temporary
        _settle(temporary, target)
        temporary = None
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path`` in one step; raises OutputError with the reason."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def replace_folder(target: Path, files: Mapping[PurePath, bytes]) -> None:
    """Write a folder beside the one that is there, then change places with it.

    A link at the target is removed; what it leads to stays.

    Raises:
        OutputError: it cannot be written; the folder that was there is as it was.
    """
    parent = make_folder(target.parent)
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix=f".{target.name}-") as name:
            temporary = Path(name)
            for place, data in files.items():
                path = temporary / "new" / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if target.is_symlink():
                target.unlink()
            elif target.exists():
                target.rename(temporary / "old")
            (temporary / "new").rename(target)
    except OSError as error:
        raise output_error(target, error) from error


def remove(path: Path, way_out: str) -> None:
    """Take a file, a link or a whole folder away; an OutputError says why not, and ``way_out``."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        reason = f"cannot be removed ({error.strerror or error}): {way_out}"
        raise OutputError(f"{path} {reason}") from error


def _settle(temporary: Path, target: Path) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if os.name == "posix":  # mkstemp makes files private; a picture follows the umask
        os.chmod(temporary, _usual_mode(target))
    os.replace(temporary, target)


def _usual_mode(target: Path) -> int:
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    return 0o666 & ~_UMASK


def _read_umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_UMASK = _read_umask()  # once, at import: reading it means setting it, which threads would see
