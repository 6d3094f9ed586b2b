"""An animated layer as a small .kra file, for Krita to open.

Krita's scripts cannot make keyframes, and its import of picture sequences crashes it at random.
Opening a file is what Krita does all day. The format: a zip with maindoc.xml, a list of keyframes
and, for each frame, its tiles of 64 pixels (libs/image/tiles3 in Krita's sources), uncompressed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from .qt import QtGui

Frame = tuple[bytes, int, int]
"""Pixels (straight B G R A, rows from the top), width and height."""

_TILE = 64
_TILE_BYTES = _TILE * _TILE * 4
_NAME = "frames"  # of the document, and so of the folder inside the file
_LAYER = "layer2"
_UUID = "{6f2d3b52-3f5e-4d43-8f0c-2c6a60a9a1d1}"  # Krita gives the copy another one
_RAW = b"\x00"  # the tile's pixels follow as they are
_MAIN = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>
<DOC xmlns="http://www.calligra.org/DTD/krita" kritaVersion="5.1" syntaxVersion="2.0"
 editor="Krita">
 <IMAGE mime="application/x-kra" name="{document}" description="" width="{width}" height="{height}"
  x-res="72" y-res="72" colorspacename="RGBA" profile="sRGB-elle-V2-srgbtrc.icc">
  <layers>
   <layer nodetype="paintlayer" name={title} filename="{layer}" keyframes="{layer}.keyframes.xml"
    uuid="{uuid}" colorspacename="RGBA" compositeop="normal" opacity="255" visible="1" locked="0"
    collapsed="0" colorlabel="0" channelflags="" channellockflags="" onionskin="0" intimeline="1"
    x="0" y="0"/>
  </layers>
  <animation>
   <framerate type="value" value="24"/>
   <range from="0" to="{last}" type="timerange"/>
   <currentTime type="value" value="0"/>
  </animation>
 </IMAGE>
</DOC>
"""
_KEYS = """<?xml version="1.0" encoding="UTF-8"?>
<keyframes xmlns="http://www.calligra.org/DTD/krita-keyframes">
 <channel name="content">
{keys} </channel>
</keyframes>
"""
_KEY = """  <keyframe frame="{file}" time="{time}" color-label="0">
   <offset type="point" x="{x}" y="{y}"/>
  </keyframe>
"""


def write_animation(
    path: Path,
    title: str,
    frames: Sequence[Frame],
    times: Sequence[int],
    corner: tuple[int, int],
    canvas: tuple[int, int],
) -> None:
    """Write a document with one animated layer.

    Args:
        path: of the file.
        title: of the layer.
        frames: the pictures, in sRGB.
        times: when each of them is to appear; before the first there is nothing.
        corner: where the pictures' top left corner lies on the canvas.
        canvas: width and height of the document.
    """
    pictures: list[Frame | None] = list(frames)
    moments = list(times)
    if moments[0] > 0:  # an animated layer has a key at 0, here an empty one
        pictures, moments = [None, *pictures], [0, *moments]
    files = [_LAYER, *(f"{_LAYER}.f{i}" for i in range(1, len(pictures)))]
    keys = "".join(
        _KEY.format(file=file, time=time, x=corner[0], y=corner[1])
        for file, time in zip(files, moments)  # noqa: B905 -- as long as each other
    )
    main = _MAIN.format(
        document=_NAME, width=canvas[0], height=canvas[1], title=quoteattr(title), layer=_LAYER,
        uuid=_UUID, last=moments[-1],
    )  # fmt: skip
    inside = f"{_NAME}/layers"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/x-krita")
        archive.writestr("maindoc.xml", main)
        archive.writestr(f"{inside}/{_LAYER}.keyframes.xml", _KEYS.format(keys=keys))
        for file, picture in zip(files, pictures):  # noqa: B905
            archive.writestr(f"{inside}/{file}", _tiled(picture))
            archive.writestr(f"{inside}/{file}.defaultpixel", bytes(4))


def _tiled(frame: Frame | None) -> bytes:
    """A frame as Krita stores the pixels of a layer."""
    tiles = list(_tiles(frame)) if frame is not None else []
    head = f"VERSION 2\nTILEWIDTH {_TILE}\nTILEHEIGHT {_TILE}\nPIXELSIZE 4\nDATA {len(tiles)}\n"
    return head.encode("ascii") + b"".join(tiles)


def _tiles(frame: Frame) -> Iterator[bytes]:
    """Every tile on which anything is; Qt cuts them out, and fills up those at the edges."""
    pixels, width, height = frame
    image = QtGui.QImage(pixels, width, height, width * 4, QtGui.QImage.Format.Format_ARGB32)
    nothing = bytes(_TILE_BYTES)
    for y in range(0, height, _TILE):
        for x in range(0, width, _TILE):
            tile = image.copy(x, y, _TILE, _TILE)  # it owns the bits: it must live on
            bits = tile.constBits()
            bits.setsize(_TILE_BYTES)
            data = bytes(bits)
            if data != nothing:
                yield f"{x},{y},LZF,{1 + _TILE_BYTES}\n".encode("ascii") + _RAW + data
