"""Animated GIF: 255 colours shared by all frames and one that is clear.

The colours must be known before the first frame is written. So the frames are drawn into a
temporary file first, while a sample of their pixels is kept that the colours are chosen from.
Shared colours and no dithering: still parts of a picture stay still.
"""

import struct
import tempfile
from collections.abc import Iterator
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from core.head import Head

TICKS_PER_SECOND = 100

_CLEAR = 255  # index of the transparent colour
_OPAQUE_FROM = 128  # alpha, of 255
_SAMPLE = 1_000_000  # pixels that colours are chosen from, over all frames
_SPOOL_BYTES = 64_000_000  # frames up to here stay in memory
_RESTORE_CLEAR = 2  # disposal: back to transparent before the next frame


def write(file: IO[bytes], frames: Iterator[tuple[Head, int]], loop: bool) -> None:
    """Write frames, each a head and its time in ticks."""
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spool:
        times: list[int] = []
        size = (1, 1)
        sample = _Sample()
        for head, ticks in frames:
            pixels = np.asarray(head.image)
            spool.write(pixels.tobytes())
            sample.add(pixels)
            times.append(ticks)
            size = head.size
        spool.seek(0)
        palette = sample.palette()
        _write_header(file, size, palette, loop)
        for ticks in times:
            frame = Image.frombytes("RGBA", size, spool.read(4 * size[0] * size[1]))
            _write_frame(file, frame, palette, ticks)
        file.write(b";")


class _Sample:
    """An even sample of opaque pixels from a stream of frames of unknown length."""

    def __init__(self) -> None:
        self._kept: list[NDArray[np.uint8]] = []
        self._every, self._seen = 1, 0

    def add(self, pixels: NDArray[np.uint8]) -> None:
        """Take some of a frame's pixels, RGBA [H, W, 4]; thin out what there is where it grows."""
        self._seen += 1
        if (self._seen - 1) % self._every:
            return
        opaque = pixels[pixels[..., 3] >= _OPAQUE_FROM][:, :3]
        self._kept.append(opaque[:: max(1, len(opaque) // 40_000)])
        if sum(map(len, self._kept)) > _SAMPLE:
            self._kept = self._kept[::2]
            self._every *= 2

    def palette(self) -> Image.Image:
        """A picture of mode P whose palette has 255 colours that fit the sample best."""
        pixels = np.concatenate([*self._kept, np.zeros((1, 3), np.uint8)])
        picture = Image.fromarray(pixels[None])
        return picture.quantize(_CLEAR, Image.Quantize.MEDIANCUT, kmeans=1)


def _write_header(file: IO[bytes], size: tuple[int, int], palette: Image.Image, loop: bool) -> None:
    """GIF89a's screen descriptor with a table of 256 colours, and Netscape's loop."""
    colors = bytes(palette.getpalette() or ())[: 3 * _CLEAR]
    file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, _CLEAR, 0))
    file.write(colors.ljust(3 * 256, b"\0"))
    if loop:
        file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")


def _write_frame(file: IO[bytes], frame: Image.Image, palette: Image.Image, ticks: int) -> None:
    indices = np.array(frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE))
    indices[np.asarray(frame)[..., 3] < _OPAQUE_FROM] = _CLEAR
    picture = Image.fromarray(indices).convert("L")
    blocks = GifImagePlugin.getdata(
        picture, duration=10 * ticks, disposal=_RESTORE_CLEAR, transparency=_CLEAR
    )
    for block in blocks:
        file.write(block)
