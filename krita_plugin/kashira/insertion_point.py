"""Where in the layer stack a new group goes: above the active layer, where it can be seen."""

from __future__ import annotations

from . import document_history
from .krita_types import Document, Node


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
