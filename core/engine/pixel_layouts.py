"""Pictures as the bytes that a host takes, side by side in one payload."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image

from core.engine.protocol import MAX_PAYLOAD_BYTES, TooLong

_PNG_EFFORT = 3  # of zlib's 9: 1024 x 1024 in a tenth of a second; 9 saves a twentieth more
_PIXELS_LOOKED_AT = 1_000_000  # of a picture whose colours are wanted

LAYOUTS: dict[str, Callable[[Image.Image], bytes]] = {}
"""Name -> bytes of an 8 bit RGBA picture of straight alpha; rows without padding."""


def _layout(name: str) -> Callable[[Callable[[Image.Image], bytes]], None]:
    def add(make: Callable[[Image.Image], bytes]) -> None:
        LAYOUTS[name] = make

    return add


@_layout("bgra8")
def _bgra8(image: Image.Image) -> bytes:
    """B G R A, uint8, top row first: Krita, Qt."""
    return image.tobytes("raw", "BGRA")


@_layout("rgba8")
def _rgba8(image: Image.Image) -> bytes:
    """R G B A, uint8, top row first."""
    return image.tobytes()


@_layout("rgba-f32")
def _rgba_f32(image: Image.Image) -> bytes:
    """R G B A, little-endian float32 in 0..1, sRGB-encoded, bottom row first: Blender."""
    return (np.asarray(image)[::-1] / np.float32(255)).astype("<f4").tobytes()


@_layout("png")
def _png(image: Image.Image) -> bytes:
    """A PNG file: Blender packs it as it is."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_PNG_EFFORT)
    return file.getvalue()


class Payload:
    """The pictures of one answer, in one layout.

    Args:
        layout: one of `LAYOUTS`; None: no picture is made.
    """

    def __init__(self, layout: str | None) -> None:
        self._make = None if layout is None else LAYOUTS[layout]
        self._pieces: list[bytes] = []
        self._length = 0

    def add(self, image: Image.Image) -> dict[str, int]:
        """Add an 8 bit RGBA picture: its size, and where in the payload it lies."""
        if self._make is None:
            return {}
        data = self._make(image)
        width, height = image.size
        place = {"width": width, "height": height, "offset": self._length, "bytes": len(data)}
        self._length += len(data)
        if self._length > MAX_PAYLOAD_BYTES:
            raise TooLong(
                f"these pictures have more than {MAX_PAYLOAD_BYTES >> 20} MB together: ask for "
                "smaller ones, or for layers as a stream"
            )
        self._pieces.append(data)
        return place

    def joined(self) -> bytes:
        """The whole payload."""
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)


def from_bgra8(data: bytes, width: int, height: int) -> np.ndarray:
    """A host's picture as uint8 [h, w, 4], straight R G B A; of a large one every n-th pixel."""
    bgra = np.frombuffer(data, np.uint8).reshape(height, width, 4)
    step = max(1, round((width * height / _PIXELS_LOOKED_AT) ** 0.5))
    return bgra[::step, ::step, [2, 1, 0, 3]]
