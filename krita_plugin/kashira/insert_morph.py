"""A morph becomes an animated layer: one step of undo, a keyframe for each of its frames.

Krita makes animated layers of files only, and crashes at random when that is asked of a document
that is seen. So the frames are imported into a document without a view, and the layer copied.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import krita_api
from .insert_layers import CannotInsert, attach, document_for
from .insertion_point import insertion_point
from .krita_types import Document, Node
from .placing import Rect
from .qt import QtCore, QtGui

Frame = tuple[bytes, int, int]
"""Pixels (straight B G R A, rows from the top), width and height."""

_UNCOMPRESSED = 100  # Qt's quality of a PNG: the files live for a second


def insert_morph(
    frames: Sequence[Frame],
    title: str,
    frames_per_second: float,
    placement: Mapping[str, Any],
) -> str:
    """Insert pictures as an animated layer in a group, from the current time on.

    The document keeps its own frame rate: where it is higher, each picture is held longer.

    Args:
        frames: all of one size.
        title: of the group.
        frames_per_second: how fast the pictures are to follow each other.
        placement: where, as `insert_layers.placement` said.

    Returns:
        The uuid of the group.

    Raises:
        CannotInsert: there is nothing to insert, or Krita could not read the frames.
    """
    document = document_for(placement)
    _check(frames)
    hold = max(1, round(document.framesPerSecond() / max(frames_per_second, 0.1)))
    corner = (int(placement["x"]), int(placement["y"]))
    layer = _animated(document, frames, corner, document.currentTime(), hold)
    layer.setName(title)
    group = document.createGroupLayer(title)
    group.setChildNodes([layer])
    attach(document, group, *insertion_point(document))
    last = document.currentTime() + hold * len(frames) - 1
    if document.fullClipRangeEndTime() < last:
        document.setFullClipRangeEndTime(last)
    return krita_api.node_id(group)


def _animated(
    document: Document, frames: Sequence[Frame], corner: tuple[int, int], start: int, hold: int
) -> Node:
    """A detached animated layer of the document's own colours."""
    canvas = krita_api.document_rect(document)
    space = (document.colorModel(), document.colorDepth(), document.colorProfile())
    with (
        tempfile.TemporaryDirectory(prefix="kashira-") as folder,
        krita_api.scratch_document(canvas.width, canvas.height, *space) as scratch,
    ):
        files = _write_frames(Path(folder), frames, corner, canvas)
        scratch.importAnimation(files, start, hold)
        scratch.waitForDone()
        made = [node for node in scratch.rootNode().childNodes() if node.animated()]
        if not made:
            raise CannotInsert("Nothing was inserted: Krita could not read the frames.")
        return made[0].duplicate()


def _write_frames(
    folder: Path, frames: Sequence[Frame], corner: tuple[int, int], canvas: Rect
) -> list[str]:
    """One PNG a frame; Krita puts them at the canvas' corner, so each reaches from there."""
    files = []
    for index, (pixels, width, height) in enumerate(frames):
        head = QtGui.QImage(pixels, width, height, width * 4, QtGui.QImage.Format.Format_ARGB32)
        size = QtCore.QSize(
            min(canvas.width, max(1, corner[0] + width)),
            min(canvas.height, max(1, corner[1] + height)),
        )
        page = QtGui.QImage(size, QtGui.QImage.Format.Format_ARGB32)
        page.fill(0)
        painter = QtGui.QPainter(page)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(QtCore.QPoint(*corner), head)
        painter.end()
        files.append(str(folder / f"{index:04}.png"))
        if not page.save(files[-1], "PNG", _UNCOMPRESSED):
            raise CannotInsert(
                f"Nothing was inserted: {folder} cannot be written, free some space."
            )
    return files


def _check(frames: Sequence[Frame]) -> None:
    if not frames:
        raise CannotInsert("There are no frames to insert: make a morph first.")
    sizes = {(width, height) for _, width, height in frames}
    sound = all(len(pixels) == width * height * 4 for pixels, width, height in frames)
    if len(sizes) != 1 or not sound:
        raise CannotInsert("Nothing was inserted: the engine sent frames that do not fit together.")
