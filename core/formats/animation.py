"""Moving heads: GIF, APNG, WebP, or a folder of numbered PNGs.

Every format is written frame by frame while the frames are drawn, so that a long morph takes no
more memory than a short one. (Pillow keeps all frames until the end.) Times are those of whole
frames: frame i begins at i / frames_per_second, rounded to the format's clock, so they never drift.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from core import safe_write
from core.errors import BadValue
from core.formats import apng, gif, png, webp
from core.head import Head

Progress = Callable[[int], object]
"""Called with the number of frames done; may raise to stop."""

SUFFIXES = (".gif", ".png", ".apng", ".webp")

_MAX_FRAMES_PER_SECOND = 100  # the clock of a GIF ticks so often


class _Writer(Protocol):
    """A format: the clock it counts in, and how heads with their times in ticks are written."""

    @property
    def TICKS_PER_SECOND(self) -> int: ...  # noqa: N802 -- a module's constant

    def write(self, file: IO[bytes], frames: Iterator[tuple[Head, int]], loop: bool) -> None: ...


_WRITERS: dict[str, _Writer] = {".gif": gif, ".png": apng, ".apng": apng, ".webp": webp}


def write(
    heads: Iterable[Head],
    path: str | os.PathLike[str],
    frames_per_second: float = 12,
    loop: bool = True,
    progress: Progress | None = None,
) -> None:
    """Write the heads as frames; the format follows from the suffix of ``path``.

    .gif (256 colours, alpha on or off), .png or .apng, .webp (both lossless); without a suffix a
    folder of 0001.png and so on, each with its recipe. ``loop``: for ever, else once.

    Raises:
        OutputError: it cannot be written. BadValue: no such format, or a speed beyond 100.
    """
    target = Path(path)
    if not 0 < frames_per_second <= _MAX_FRAMES_PER_SECOND:
        raise BadValue(
            f"frames per second go up to {_MAX_FRAMES_PER_SECOND}, not {frames_per_second:g}"
        )
    counted = _counting(heads, progress)
    if not target.suffix or target.is_dir():
        write_folder(counted, target)
        return
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise BadValue(
            f"{target} is no animation: use {', '.join(SUFFIXES)}, or no suffix for a folder"
        )
    timed = _timed(counted, frames_per_second, writer.TICKS_PER_SECOND)
    with safe_write.replacing(target) as temporary, temporary.open("wb") as file:
        writer.write(file, timed, loop)


def write_folder(heads: Iterable[Head], folder: str | os.PathLike[str]) -> list[Path]:
    """Write 0001.png, 0002.png ... each with its recipe; the paths of what was written."""
    place = safe_write.make_folder(folder)
    written = []
    for number, head in enumerate(heads, 1):
        written.append(place / f"{number:04d}.png")
        png.write(head, written[-1])
    return written


def _counting(heads: Iterable[Head], progress: Progress | None) -> Iterator[Head]:
    """The heads, each reported when it has been dealt with."""
    size: tuple[int, int] | None = None
    for number, head in enumerate(heads, 1):
        if size is not None and head.size != size:
            raise BadValue("the frames of an animation must be of one size")
        size = head.size
        yield head
        if progress is not None:
            progress(number)
    if size is None:
        raise BadValue("an animation needs at least one frame")


def _timed(
    heads: Iterator[Head], frames_per_second: float, ticks_per_second: int
) -> Iterator[tuple[Head, int]]:
    ticks = ticks_per_second / frames_per_second
    for number, head in enumerate(heads):
        yield head, round((number + 1) * ticks) - round(number * ticks)
