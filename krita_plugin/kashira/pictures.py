"""The engine's pixels as Qt's pictures; nothing here touches single pixels."""

from .qt import Qt, QtCore, QtGui

FAST = 80
"""Qt's "quality" of a PNG: this one packs at zlib's level 1, 3 ms for a picture of 160."""


def image_of(picture: object, payload: bytes) -> QtGui.QImage | None:
    """A picture of the engine (``bgra8``) as an image of its own; None if it does not fit."""
    if not isinstance(picture, dict):
        return None
    sizes = [picture.get(key) for key in ("width", "height", "offset", "bytes")]
    if not all(isinstance(number, int) for number in sizes):
        return None
    width, height, offset, length = sizes
    if min(width, height) < 1 or offset < 0 or length != width * height * 4:
        return None
    data = payload[offset : offset + length]
    if len(data) != length:
        return None
    return QtGui.QImage(data, width, height, QtGui.QImage.Format.Format_ARGB32).copy()


def png_of(image: QtGui.QImage, side: int) -> bytes:
    """A picture as PNG, no larger than ``side`` pixels."""
    if max(image.width(), image.height()) > side:
        aspect = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(side, side, aspect, smooth)
    data = QtCore.QByteArray()
    buffer = QtCore.QBuffer(data)
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", FAST)
    return bytes(data)
