"""Where a new group goes: the document, and in it above the active layer, where it can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import document_history, krita_api
from .krita_types import Document, Node


class CannotInsert(Exception):  # noqa: N818 -- as the engine's errors: names say what happened
    """Nothing was inserted; the text is one sentence for the artist."""


def document_for(placement: Mapping[str, Any]) -> Document:
    """The document that a placement was made for; the active one if it names none.

    Raises:
        CannotInsert: it was closed, or there is none.
    """
    if "document" in placement:
        document = krita_api.document_with(placement["document"])
        if document is None:
            raise CannotInsert("The document was closed meanwhile: open it and insert again.")
        return document
    document = krita_api.active_document()
    if document is None:
        raise CannotInsert("There is no document to insert into: open or create one first.")
    return document


def insertion_point(document: Document) -> tuple[Node, Node | None]:
    """The group to insert into, and the layer in it to insert above (None: on top).

    Never into a mask, a locked group or a head of ours: beside it, instead.
    """
    root, beside = document.rootNode(), document.activeNode()
    if beside is None or _same(beside, root):
        return root, None
    head = document_history.head_group_of(document, beside)
    parent = beside.parentNode()
    around = parent
    while around is not None and not _same(around, root):
        shut = around.type() != "grouplayer" or around.locked()
        if shut or (head is not None and _same(around, head)):
            beside, parent = around, around.parentNode()
        around = around.parentNode()
    return (parent, beside) if parent is not None else (root, None)


def is_locked(node: Node) -> bool:
    """Whether the node, or a group that it is in, is locked."""
    around: Node | None = node
    while around is not None:
        if around.locked():
            return True
        around = around.parentNode()
    return False


def painted_bounds(node: Node) -> tuple[int, int, int, int] | None:
    """x, y, width and height of the pixels in a layer or group; None where there are none."""
    children = node.childNodes()
    if children:
        found = [bounds for bounds in map(painted_bounds, children) if bounds]
    else:
        rect = node.bounds()
        found = [(rect.x(), rect.y(), rect.width(), rect.height())] if rect.width() > 0 else []
    if not found:
        return None
    left, top = min(b[0] for b in found), min(b[1] for b in found)
    right, bottom = max(b[0] + b[2] for b in found), max(b[1] + b[3] for b in found)
    return left, top, right - left, bottom - top


def _same(one: Node, other: Node) -> bool:
    return one.uniqueId() == other.uniqueId()
