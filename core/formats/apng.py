"""Animated PNG (PNG specification, third edition, §4.9), written as frames come.

Without animation a viewer shows the first frame, and the file brings that head back.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from core.formats import png
from core.head import Head

TICKS_PER_SECOND = 1000
_KEPT = (b"IHDR", b"IDAT", b"iTXt")


def write(file: IO[bytes], frames: Iterator[tuple[Head, int]], loop: bool) -> None:
    """Write frames, each a head and its time in ticks, to a file that can seek."""
    file.write(png.SIGNATURE)
    count = sequence = control_at = 0
    for head, ticks in frames:
        parts = list(png.chunks(BytesIO(png.encode(head)), "frame", _KEPT, None))
        if count == 0:
            for kind in (b"IHDR", b"iTXt"):
                _chunk(file, kind, *(content for found, content in parts if found == kind))
            control_at = file.tell()
            _chunk(file, b"acTL", _control(1, loop))
        width, height = head.size
        # no offset; nothing disposed of before the next; the frame replaces, alpha included
        place = struct.pack(">IIIIIHHBB", sequence, width, height, 0, 0, ticks, TICKS_PER_SECOND,
                            0, 0)  # fmt: skip
        _chunk(file, b"fcTL", place)
        pixels = b"".join(content for found, content in parts if found == b"IDAT")
        if count == 0:
            sequence += 1
            _chunk(file, b"IDAT", pixels)
        else:
            _chunk(file, b"fdAT", struct.pack(">I", sequence + 1), pixels)
            sequence += 2
        count += 1
    _chunk(file, b"IEND")
    file.seek(control_at)
    _chunk(file, b"acTL", _control(count, loop))


def _control(count: int, loop: bool) -> bytes:
    return struct.pack(">II", count, 0 if loop else 1)


def _chunk(file: IO[bytes], kind: bytes, *contents: bytes) -> None:
    content = b"".join(contents)
    file.write(struct.pack(">I", len(content)) + kind + content)
    file.write(struct.pack(">I", zlib.crc32(content, zlib.crc32(kind))))
