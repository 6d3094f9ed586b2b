"""Heads become layers of a document: each insertion is one step of undo.

A group is built while it is detached, where nothing is recorded, and then added with one call.
Adding its layers one by one would leave an undo step for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import document_history, krita_api, placing
from .incoming_head import IncomingHead, entries_of
from .insertion_point import (
    CannotInsert,
    document_for,
    insertion_point,
    is_locked,
    painted_bounds,
)
from .krita_types import Document, Node


def placement(replace: str | None = None) -> dict[str, Any]:
    """Where a head would go now: ``x``, ``y``, ``size`` in pixels, and ``document``, its id.

    Args:
        replace: uuid of a head's group that is to be replaced: the new one goes where it is.

    Raises:
        CannotInsert: there is no document.
    """
    document = document_for({})
    canvas = krita_api.document_rect(document)
    place = _place_of(document, krita_api.find_node(document, replace)) if replace else None
    place = place or placing.square_for(canvas, krita_api.selection_rect(document))
    return {**place, "document": krita_api.document_id(document)}


def insert_head(head: IncomingHead, replace: str | None = None) -> str:
    """Insert a head, all of whose layers have come, above the active layer.

    Args:
        head: with its layers.
        replace: uuid of the head's group that goes when the new one is there: a second step of
            undo, since Krita has no way to make it one.

    Returns:
        The uuid of the new group, or of the layer of a flat head.

    Raises:
        CannotInsert: the document or the group to be replaced is gone, or a layer unsound.
    """
    document = document_for(head.placement)
    old = _replaced(document, replace) if replace else None
    node = head.build(document)
    document_history.remember(document, entries_of([head], [node]))
    parent, above = (old.parentNode(), old) if old else insertion_point(document)
    attach(document, node, parent, above)
    if old is not None:
        old.remove()
        document.refreshProjection()
    return krita_api.node_id(node)


def insert_variants(heads: Sequence[IncomingHead], title: str = "Variants") -> str:
    """Insert several heads as one group's groups, the first to be seen, the others hidden.

    Args:
        heads: with their layers, for one place.
        title: of the group around them.

    Returns:
        The uuid of the group around them.
    """
    if not heads:
        raise CannotInsert("No heads are marked: mark some of the results first.")
    document = document_for(heads[0].placement)
    nodes = [head.build(document) for head in heads]
    around = document.createGroupLayer(title)
    around.setChildNodes(nodes[::-1])  # the first one on top
    for node in nodes[1:]:
        node.setVisible(False)
    document_history.remember(document, entries_of(heads, nodes))
    attach(document, around, *insertion_point(document))
    return krita_api.node_id(around)


def attach(document: Document, node: Node, parent: Node | None, above: Node | None) -> None:
    """Add a built group: the one step of undo.

    Raises:
        CannotInsert: Krita would not add it.
    """
    if parent is None or not parent.addChildNode(node, above):
        raise CannotInsert("Krita would not add the layers here: choose another layer first.")
    document.refreshProjection()  # what was built detached has not been composited yet


def _place_of(document: Document, node: Node | None) -> dict[str, int] | None:
    """Where an inserted head is now."""
    entry = document_history.recall(document, node) if node is not None else None
    now = painted_bounds(node) if node is not None else None
    if entry is None or now is None:
        return None
    try:
        return placing.moved(entry["place"], entry["bounds"], now)
    except (KeyError, TypeError, ValueError):  # from a file that others wrote
        return None


def _replaced(document: Document, id_: str) -> Node:
    node = krita_api.find_node(document, id_)
    if node is None or node.parentNode() is None:
        raise CannotInsert("The head that was to be replaced is not there any more.")
    if is_locked(node):
        raise CannotInsert("The head that was to be replaced is locked: unlock it first.")
    return node
