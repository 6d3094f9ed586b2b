"""The engine's pixels in the colours of a document: 16 bit, float, CMYK, grey, any profile.

Krita converts them itself, all at once, in a document of their own where nothing can be undone.
For RGB the result is exact; for CMYK and grey it is what Krita makes of any other document.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import krita_api
from .krita_types import Document
from .placing import Picture
from .qt import QtCore

SRGB = ("RGBA", "U8", "sRGB-elle-V2-srgbtrc.icc")  # of the engine; Krita's own sRGB
_SCRATCH_SIZE = 64  # pixels; layers may be larger than their document


def space_of(document: Document) -> tuple[str, str, str]:
    """A document's colour model, depth and profile."""
    return document.colorModel(), document.colorDepth(), document.colorProfile()


def converted(
    pictures: Sequence[tuple[QtCore.QByteArray, Picture]], document: Document
) -> list[QtCore.QByteArray]:
    """The pixels of pictures, ready for the layers of ``document``."""
    space = space_of(document)
    if space == SRGB or not pictures:
        return [data for data, _ in pictures]
    size = (_SCRATCH_SIZE, _SCRATCH_SIZE)
    with krita_api.scratch_document(*size, *SRGB) as scratch:
        layers = []
        for data, picture in pictures:
            layer = scratch.createNode("pixels", "paintlayer")
            layer.setPixelData(data, 0, 0, picture.width, picture.height)
            layers.append(layer)
        group = scratch.createGroupLayer("pixels")
        group.setChildNodes(layers)
        scratch.rootNode().addChildNode(group, None)
        scratch.setColorSpace(*space)
        scratch.waitForDone()
        return [
            layer.pixelData(0, 0, picture.width, picture.height)
            for layer, (_, picture) in zip(layers, pictures, strict=True)
        ]
