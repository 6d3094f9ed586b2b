"""The engine's pixels in the colours of a document: 16 bit, float, CMYK, grey, any profile.

Krita converts them itself, in a scratch document, where nothing can be undone. For RGB the result
is exact; for CMYK and grey it is what Krita makes of the same picture anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import krita_api
from .krita_types import Document, Node
from .placing import Picture
from .qt import QtCore

SRGB = "sRGB-elle-V2-srgbtrc.icc"  # Krita's own sRGB, in every installation
_SCRATCH_SIZE = 64  # pixels; layers may be larger than their document


def is_plain(document: Document) -> bool:
    """Whether the engine's pixels (sRGB, 8 bit) can go into it as they are."""
    space = (document.colorModel(), document.colorDepth(), document.colorProfile())
    return space == ("RGBA", "U8", SRGB)


def converted(
    document: Document, pictures: Iterable[Picture], payload: bytes
) -> Iterator[tuple[Picture, QtCore.QByteArray]]:
    """Each picture with its pixels as ``document`` stores them."""
    pixels = memoryview(payload)
    if is_plain(document):
        for picture in pictures:
            yield picture, QtCore.QByteArray(bytes(pixels[picture.start : picture.end]))
        return
    with krita_api.scratch_document(document, _SCRATCH_SIZE, _SCRATCH_SIZE) as scratch:
        for picture in pictures:
            data = QtCore.QByteArray(bytes(pixels[picture.start : picture.end]))
            yield picture, _convert(scratch, document, data, picture)


def _convert(
    scratch: Document, document: Document, data: QtCore.QByteArray, size: Picture
) -> QtCore.QByteArray:
    layer: Node = scratch.createNode("pixels", "paintlayer")
    layer.setColorSpace("RGBA", "U8", _srgb())
    layer.setPixelData(data, 0, 0, size.width, size.height)
    layer.setColorSpace(document.colorModel(), document.colorDepth(), document.colorProfile())
    return layer.pixelData(0, 0, size.width, size.height)


def _srgb() -> str:
    """The profile's name; Krita's default one where a build calls it otherwise."""
    return SRGB if SRGB in krita_api.profiles("RGBA", "U8") else ""
