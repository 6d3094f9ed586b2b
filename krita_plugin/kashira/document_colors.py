"""The engine's pixels in the colours of a document: 16 bit, float, CMYK, grey, any profile.

Krita converts them itself, all at once, in a document of their own where nothing can be undone.
For RGB the result is exact; for CMYK and grey it is what Krita makes of any other document.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import krita_api
from .krita_types import Document
from .placing import Picture
from .qt import QtCore

SRGB = ("RGBA", "U8", "sRGB-elle-V2-srgbtrc.icc")  # of the engine; Krita's own sRGB
_SCRATCH_SIZE = 64  # pixels; layers may be larger than their document

Pixels = dict[int, QtCore.QByteArray]
"""Where a picture starts in the payload -> its pixels as a document stores them."""


def pixels_for(document: Document, pictures: Iterable[Picture], payload: bytes) -> Pixels:
    """The pixels of pictures, ready for the layers of ``document``."""
    view = memoryview(payload)
    pixels = {
        picture.start: QtCore.QByteArray(view[picture.start : picture.end].tobytes())
        for picture in pictures
    }
    space = (document.colorModel(), document.colorDepth(), document.colorProfile())
    return pixels if space == SRGB else _converted(pixels, list(pictures), space)


def _converted(pixels: Pixels, pictures: list[Picture], space: tuple[str, str, str]) -> Pixels:
    size = (_SCRATCH_SIZE, _SCRATCH_SIZE)
    with krita_api.scratch_document(*size, *SRGB) as scratch:
        layers = {}
        for picture in pictures:
            layer = scratch.createNode("pixels", "paintlayer")
            layer.setPixelData(pixels[picture.start], 0, 0, picture.width, picture.height)
            layers[picture] = layer
        group = scratch.createGroupLayer("pixels")
        group.setChildNodes(list(layers.values()))
        scratch.rootNode().addChildNode(group, None)
        scratch.setColorSpace(*space)
        scratch.waitForDone()
        return {
            picture.start: layer.pixelData(0, 0, picture.width, picture.height)
            for picture, layer in layers.items()
        }
