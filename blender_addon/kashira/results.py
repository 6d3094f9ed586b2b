"""The heads that were made in this session, newest last, each with its picture for the panel."""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

import bpy
import bpy.utils.previews

from . import colors

THUMBNAIL_PIXELS = 128
PAGE = 6


class Result(NamedTuple):
    """One head: its recipe, its tag, and the number of its picture among Blender's icons."""

    recipe: dict[str, Any]
    tag: str
    icon: int


made: list[Result] = []
"""Only added to: no head overwrites another."""

_pictures: bpy.utils.previews.ImagePreviewCollection | None = None


def register() -> None:
    """Make room for pictures."""
    global _pictures
    _pictures = bpy.utils.previews.new()


def unregister() -> None:
    """Forget every head; those in the file stay."""
    global _pictures
    made.clear()
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
        _pictures = None


def add(head: dict[str, Any], payload: bytes) -> None:
    """Take a head of the engine's with its `rgba-f32` picture."""
    icon = picture(f"{len(made)}", head["picture"], payload)
    made.append(Result(head["recipe"], head["tag"], icon))


def picture(key: str, place: dict[str, int], payload: bytes) -> int:
    """Make an icon of an `rgba-f32` picture; its number. One of the same key goes."""
    assert _pictures is not None
    if key in _pictures:
        del _pictures[key]
    preview = _pictures.new(key)
    preview.image_size = (place["width"], place["height"])
    pixels = array("f", payload[place["offset"] :][: place["bytes"]])
    colors.premultiply(pixels)
    preview.image_pixels_float.foreach_set(pixels)
    return preview.icon_id


def page(number: int) -> list[tuple[int, Result]]:
    """A page of the panel, newest first, each with its place in `made`."""
    newest = list(enumerate(made))[::-1]
    return newest[number * PAGE :][:PAGE]


def pages() -> int:
    """How many pages there are."""
    return -(-len(made) // PAGE)
