"""Where heads go: a folder of numbered files, or one file; and the contact sheet."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from PIL import Image

from core.cli.progress import Progress
from core.errors import BadValue, OutputError
from core.head import Head
from core.safe_write import make_folder, replacing

FORMATS = ("png", "ora", "psd")
SHEET_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_NUMBERED = re.compile(r"(\d{4,})\.(?:png|ora|psd)")

Paths = Callable[[int], Path]


def save(
    heads: Iterable[Head],
    count: int,
    out: Path | None,
    file_format: str | None = None,
    split: str | None = None,
    sheet: Path | None = None,
    title: str = "Heads",
) -> None:
    """Write each head as soon as it is made; then the sheet; say on stdout what was written.

    ``out``: a folder, where numbering goes on after the highest number that is there, or for
    one head a file whose suffix names the format; None: no files but the sheet.
    """
    write, path_of = _plan(count, out, file_format, split)
    if sheet is not None:
        _check_sheet(sheet)
    pictures: list[Image.Image] = []  # and not the heads, whose weights are 17 MB each
    with Progress(title, count) as progress:
        for i, head in enumerate(heads):
            if out is not None:
                write(head, path_of(i))
                progress.say(path_of(i))
            if sheet is not None:
                pictures.append(head.image)
            progress.advance()
    if sheet is not None:
        from core.formats import sheets

        page = sheets.sheet(pictures).convert("RGB")
        with replacing(sheet) as temporary:
            page.save(temporary, quality=95)
        click.echo(sheet)


def _plan(
    count: int, out: Path | None, file_format: str | None, split: str | None
) -> tuple[Callable[[Head, Path], None], Paths]:
    suffix = out.suffix.lower().removeprefix(".") if out is not None else ""
    named = file_format or (suffix if suffix in FORMATS else "png")
    if split is not None and named == "png":
        raise BadValue("--split needs layers: choose --format ora or --format psd")
    write = _writer(named, split)
    if out is None:
        return write, lambda i: Path()
    if suffix in FORMATS and not out.is_dir():
        if suffix != named:
            raise BadValue(f"--out {out} and --format {named} contradict each other: name one")
        if count > 1:
            raise BadValue(f"--out {out} is one file for {count} heads: name a folder")
        _check_parent(out)
        return write, lambda i: out
    folder = make_folder(out)
    first = _highest_number(folder) + 1
    return write, lambda i: folder / f"{first + i:04}.{named}"


def _writer(file_format: str, split: str | None) -> Callable[[Head, Path], None]:
    if file_format == "ora":
        from core.formats import openraster

        return lambda head, path: openraster.write(head, path, split=split)
    if file_format == "psd":
        from core.formats import psd

        return lambda head, path: psd.write(head, path, split=split)
    from core.formats import png

    return lambda head, path: png.write(head, path)


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise OutputError(f"{path.parent} is not a folder: make it first or choose another")


def _check_sheet(path: Path) -> None:
    """Refuse before the first head is made what could not be written after the last."""
    if path.suffix.lower() not in SHEET_SUFFIXES:
        raise BadValue(f"{path} is no picture: name a sheet with {', '.join(SHEET_SUFFIXES)}")
    _check_parent(path)


def _highest_number(folder: Path) -> int:
    found = (_NUMBERED.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=0)
