"""Animated WebP, lossless (RFC 9649), written as frames come.

Pillow packs each frame; its VP8L chunk goes into an ANMF chunk of ours.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from PIL import Image

from core.head import Head

TICKS_PER_SECOND = 1000
_HAS_ALPHA, _IS_ANIMATION = 0x10, 0x02
_REPLACES = 0x02  # the frame's pixels replace those below, alpha included; nothing is disposed of


def write(file: IO[bytes], frames: Iterator[tuple[Head, int]], loop: bool) -> None:
    """Write frames, each a head and its time in ticks, to a file that can seek."""
    started = False
    for head, ticks in frames:
        width, height = head.size
        size = _uint24(width - 1) + _uint24(height - 1)
        if not started:
            file.write(b"RIFF\0\0\0\0WEBP")
            _chunk(file, b"VP8X", bytes([_HAS_ALPHA | _IS_ANIMATION, 0, 0, 0]) + size)
            _chunk(file, b"ANIM", struct.pack("<IH", 0, 0 if loop else 1))
            started = True
        place = bytes(6) + size + _uint24(ticks) + bytes([_REPLACES])
        _chunk(file, b"ANMF", place + _lossless(head.image))
    length = file.tell() - 8
    file.seek(4)
    file.write(struct.pack("<I", length))


def _lossless(image: Image.Image) -> bytes:
    """The picture's VP8L chunk, header and padding included."""
    data = BytesIO()
    image.save(data, "WEBP", lossless=True, quality=60, method=4)
    packed = data.getvalue()
    at = 12
    while at < len(packed):
        kind, length = struct.unpack_from("<4sI", packed, at)
        end = at + 8 + length + length % 2
        if kind == b"VP8L":
            return packed[at:end]
        at = end
    raise ValueError("libwebp wrote no lossless picture")


def _uint24(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def _chunk(file: IO[bytes], kind: bytes, content: bytes) -> None:
    file.write(kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2))
