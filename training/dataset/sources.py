"""Which files are looked at, and which are named and left alone."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from core.errors import BadFile

NOTES = {".txt", ".json", ".csv", ".md", ".toml"}  # tags and rights: read elsewhere, no pictures


@dataclass(frozen=True)
class Source:
    """A file that may be a picture.

    ``name``: the folder's name and the path in it, ``art/2024/mia.png``, safe to print and store.
    """

    name: str
    path: Path


@dataclass(frozen=True)
class Skipped:
    """A file that is not looked at, and why."""

    name: str
    reason: str


def find(folders: Sequence[Path], without: Path) -> tuple[list[Source], list[Skipped]]:
    """Every file in the folders and below, in order of name; nothing below ``without``.

    Links are not followed and pipes, sockets and devices not opened: they are named as skipped.

    Raises:
        BadFile: a folder does not exist or cannot be read.
    """
    found: dict[str, Source] = {}
    skipped: list[Skipped] = []
    for title, folder in zip(_titles(folders), folders, strict=True):
        if not folder.is_dir():
            raise BadFile(folder, "is not a folder", "give the folder that your pictures are in")
        for path, reason in _walk(folder.resolve(), without.resolve()):
            name = printable(os.path.join(title, path.relative_to(folder.resolve())))
            if reason:
                skipped.append(Skipped(name, reason))
            elif path.suffix.lower() not in NOTES:
                found.setdefault(os.fspath(path), Source(name, path))
    return sorted(found.values(), key=lambda s: s.name), sorted(skipped, key=lambda s: s.name)


def is_named_as_picture(path: Path) -> bool:
    """Whether the ending of its name is one of a picture that Pillow knows."""
    return path.suffix.lower() in Image.registered_extensions()


def printable(name: str | os.PathLike[str]) -> str:
    """A path as text that any file and terminal takes: what is no text becomes an escape."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _titles(folders: Sequence[Path]) -> list[str]:
    names = [folder.resolve().name or "root" for folder in folders]
    return [
        name if names.count(name) == 1 else f"{name}-{names[:i].count(name) + 1}"
        for i, name in enumerate(names)
    ]


def _walk(folder: Path, without: Path) -> Iterator[tuple[Path, str]]:
    """Every path below, with the reason why it is not looked at, or ``""``."""
    if folder == without:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield folder, f"cannot be opened ({error.strerror})"
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            if entry.is_symlink():
                yield path, "is a link: put the file itself there"
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(path, without)
            elif entry.is_file(follow_symlinks=False):
                yield path, ""
            else:
                yield path, "is no plain file"
        except OSError as error:
            yield path, f"cannot be looked at ({error.strerror})"
