"""A morph becomes an animated layer: one step of undo, a keyframe for each of its frames.

Krita makes animated layers of files only: the frames are written as a document, which Krita opens
without showing it, and its layer is copied. `Document.importAnimation` is not used: it crashes
Krita at random, also in a document without a view.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import krita_api
from .animation_file import Frame, write_animation
from .document_colors import SRGB, space_of
from .insert_layers import attach
from .insertion_point import CannotInsert, document_for, insertion_point
from .krita_types import Document, Node


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
    start = document.currentTime()
    times = [start + hold * i for i in range(len(frames))]
    layer = _animated(document, frames, corner, times)
    layer.setName(title)
    group = document.createGroupLayer(title)
    group.setChildNodes([layer])
    attach(document, group, *insertion_point(document))
    last = times[-1] + hold - 1
    if document.fullClipRangeEndTime() < last:
        document.setFullClipRangeEndTime(last)
    return krita_api.node_id(group)


def _animated(
    document: Document, frames: Sequence[Frame], corner: tuple[int, int], times: Sequence[int]
) -> Node:
    """A detached animated layer in the document's own colours."""
    canvas = (document.width(), document.height())
    space = space_of(document)
    with tempfile.TemporaryDirectory(prefix="kashira-") as folder:
        file = Path(folder, "frames.kra")
        try:
            write_animation(file, "Morph", frames, times, corner, canvas)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotInsert(f"{file} cannot be written: {reason}.") from error
        with krita_api.opened_unseen(str(file)) as scratch:
            made = [node for node in scratch.rootNode().childNodes() if node.animated()]
            if not made:
                raise CannotInsert("Nothing was inserted: Krita could not read the frames.")
            if space != SRGB:
                scratch.setColorSpace(*space)
                scratch.waitForDone()
            return made[0].duplicate()


def _check(frames: Sequence[Frame]) -> None:
    if not frames:
        raise CannotInsert("There are no frames to insert: make a morph first.")
    sizes = {(width, height) for _, width, height in frames}
    sound = all(len(pixels) == width * height * 4 for pixels, width, height in frames)
    if len(sizes) != 1 or not sound:
        raise CannotInsert("Nothing was inserted: the engine sent frames that do not fit together.")
