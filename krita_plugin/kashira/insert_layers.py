"""Heads become layers of a document: each insertion is one step of undo.

A group is built while it is detached, where nothing is recorded, and then added with one call.
Adding its layers one by one would leave an undo step for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import document_history, krita_api, placing
from .document_colors import Pixels, pixels_for
from .insertion_point import insertion_point, is_locked, painted_bounds
from .krita_types import Document, Node
from .placing import MODES, BadLayers, Group
from .translation import tr


class CannotInsert(Exception):  # noqa: N818 -- as the engine's errors: names say what happened
    """Nothing was inserted; the text is one sentence for the artist."""


@dataclass(frozen=True)
class _Head:
    """One head on its way into a document."""

    recipe: Mapping[str, Any]
    tag: str
    tree: Group
    payload: bytes


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


def insert_head(
    recipe: Mapping[str, Any],
    tag: str,
    layers: Sequence[Mapping[str, Any]],
    payload: bytes,
    mode: str,
    placement: Mapping[str, Any],
    replace: str | None = None,
) -> str:
    """Insert the engine's answer to ``layers`` above the active layer.

    Args:
        recipe: of the head; the document remembers it.
        tag: of the head; it goes into the group's name.
        layers: of the answer, split as ``mode`` says.
        payload: their pixels, ``bgra8``.
        mode: ``parts``, ``inks`` or ``flat``.
        placement: what `placement` said when the layers were asked for.
        replace: uuid of the head's group that goes when the new one is there: a second step of
            undo, since Krita has no way to make it one.

    Returns:
        The uuid of the new group, or of the layer of a flat head.

    Raises:
        CannotInsert: the document or the group to be replaced is gone, or the answer unsound.
    """
    document = document_for(placement)
    old = _replaced(document, replace) if replace else None
    head = _checked(recipe, tag, layers, payload, mode)
    node = _build(document, head, placement, mode)
    document_history.remember(document, {krita_api.node_id(node): _entry(head, node, placement)})
    parent, above = (old.parentNode(), old) if old else insertion_point(document)
    attach(document, node, parent, above)
    if old is not None:
        old.remove()
        document.refreshProjection()
    return krita_api.node_id(node)


def insert_variants(
    heads: Sequence[Mapping[str, Any]],
    mode: str,
    placement: Mapping[str, Any],
    title: str = "Variants",
) -> str:
    """Insert several heads as one group's groups, the first to be seen, the others hidden.

    Args:
        heads: each with ``recipe``, ``tag``, ``layers`` and ``payload`` as `insert_head` has them.
        mode: ``parts``, ``inks`` or ``flat``.
        placement: what `placement` said when the layers were asked for.
        title: of the group around them.

    Returns:
        The uuid of the group around them.
    """
    document = document_for(placement)
    if not heads:
        raise CannotInsert("No heads are marked: mark some of the results first.")
    checked = [
        _checked(head["recipe"], head["tag"], head["layers"], head["payload"], mode)
        for head in heads  # all of them, before anything is built
    ]
    built = [(head, _build(document, head, placement, mode)) for head in checked]
    around = document.createGroupLayer(title)
    around.setChildNodes([node for _, node in reversed(built)])  # the first one on top
    for _, node in built[1:]:
        node.setVisible(False)
    entries = {krita_api.node_id(node): _entry(head, node, placement) for head, node in built}
    document_history.remember(document, entries)
    attach(document, around, *insertion_point(document))
    return krita_api.node_id(around)


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


def attach(document: Document, node: Node, parent: Node | None, above: Node | None) -> None:
    """Add a built group: the one step of undo.

    Raises:
        CannotInsert: Krita would not add it.
    """
    if parent is None or not parent.addChildNode(node, above):
        raise CannotInsert("Krita would not add the layers here: choose another layer first.")
    document.refreshProjection()  # what was built detached has not been composited yet


def in_words(name: str) -> str:
    """A layer's name in the artist's language; of ``Irises: line art`` both halves."""
    whole, colon, ink = name.partition(": ")
    if not colon:
        return tr(name)
    title = ink[:1].upper() + ink[1:]
    return f"{tr(whole)}: {ink if tr(title) == title else tr(title)}"


def _checked(
    recipe: Mapping[str, Any],
    tag: str,
    layers: Sequence[Mapping[str, Any]],
    payload: bytes,
    mode: str,
) -> _Head:
    if mode not in MODES:
        raise CannotInsert(f"Layers can be inserted as {', '.join(MODES)}, not as {mode!r}.")
    try:
        tree = placing.tree_of(document_history.head_name(tag, tr("Head")), layers, len(payload))
    except BadLayers as error:
        raise CannotInsert(f"Nothing was inserted: {error}.") from error
    if not tree.children:
        raise CannotInsert("Nothing was inserted: there is nothing to be seen in this head.")
    return _Head(recipe, tag, tree, payload)


def _build(document: Document, head: _Head, place: Mapping[str, Any], mode: str) -> Node:
    """The head's nodes, detached."""
    pictures = list(placing.pictures_of(head.tree))
    pixels = pixels_for(document, pictures, head.payload)
    top: Group | placing.Picture = head.tree
    if mode == "flat" and len(pictures) == 1:
        top = placing.renamed(pictures[0], head.tree.name)
    return _node(document, top, pixels, (int(place["x"]), int(place["y"])))


def _node(document: Document, made_of: placing.Node, pixels: Pixels, at: tuple[int, int]) -> Node:
    if isinstance(made_of, Group):
        node = document.createGroupLayer(in_words(made_of.name))
        children = [_node(document, child, pixels, at) for child in made_of.children]
        for child in children:
            child.setCollapsed(True)  # the head shows its parts, not yet what they are made of
        node.setChildNodes(children)
    else:
        node = document.createNode(in_words(made_of.name), "paintlayer")
        x, y = at[0] + made_of.x, at[1] + made_of.y
        node.setPixelData(pixels[made_of.start], x, y, made_of.width, made_of.height)
    if made_of.clipped:
        node.setInheritAlpha(True)
    return node


def _entry(head: _Head, node: Node, place: Mapping[str, Any]) -> dict[str, Any]:
    """What the document remembers of a head."""
    return {
        "tag": head.tag,
        "recipe": dict(head.recipe),
        "place": {key: int(place[key]) for key in ("x", "y", "size")},
        "bounds": painted_bounds(node),
    }


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
