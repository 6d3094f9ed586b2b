"""A head on its way into a document: each of its layers is made, detached, as it comes.

So Krita's window stands still for one layer at a time. What is detached is seen nowhere and leaves
no step of undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import document_colors, document_history, placing
from .insertion_point import CannotInsert, document_for
from .krita_types import Document, Node
from .placing import MODES, BadLayers, Group, Taken
from .qt import QtCore
from .translation import in_words, tr


class IncomingHead:
    """One head, layer by layer.

    Args:
        recipe: of the head; the document remembers it.
        tag: of the head; it goes into the group's name.
        mode: ``parts``, ``inks`` or ``flat``: how the layers are split.
        placement: what `insert_layers.placement` said when the layers were asked for.

    Raises:
        CannotInsert: there is no such mode.
    """

    def __init__(
        self, recipe: Mapping[str, Any], tag: str, mode: str, placement: Mapping[str, Any]
    ) -> None:
        if mode not in MODES:
            raise CannotInsert(f"Layers can be inserted as {', '.join(MODES)}, not as {mode!r}.")
        self.tag, self.placement = tag, placement
        self._recipe, self._mode = recipe, mode
        self._taken: list[Taken] = []
        self._pixels: dict[int, QtCore.QByteArray] = {}  # of layers that are not made yet
        self._nodes: dict[int, Node] = {}
        self._fault = ""

    def take(self, layer: Mapping[str, Any], pixels: bytes) -> None:
        """The next layer from below, an entry of the engine's ``layers``, and its ``bgra8`` pixels.

        What is wrong with it is told by `build`.
        """
        index = len(self._taken)
        try:
            picture = placing.picture_of(layer, index, len(pixels))
        except BadLayers as error:
            self._fault = f"Nothing was inserted: {error}."
            return
        self._taken.append(Taken(layer, picture))
        self._pixels[index] = QtCore.QByteArray(pixels)
        try:
            document = document_for(self.placement)
        except CannotInsert:  # it may be another one's turn to say so
            return
        if document_colors.space_of(document) == document_colors.SRGB:
            self._make(document, index, self._pixels.pop(index))

    def build(self, document: Document) -> Node:
        """The head's group, or its layer if flat, detached.

        Raises:
            CannotInsert: a layer was unsound, or there are none.
        """
        if self._fault:
            raise CannotInsert(self._fault)
        tree = placing.tree_of(document_history.head_name(self.tag, tr("Head")), self._taken)
        if not tree.children:
            raise CannotInsert("Nothing was inserted: there is nothing to be seen in this head.")
        waiting = [(index, self._taken[index].picture) for index in self._pixels]
        pictures = [(self._pixels.pop(index), picture) for index, picture in waiting]
        ready = document_colors.converted(pictures, document)
        for (index, _), data in zip(waiting, ready, strict=True):
            self._make(document, index, data)
        single = self._mode == "flat" and len(self._taken) == 1
        top = placing.renamed(self._taken[0].picture, tree.name) if single else tree
        return self._assembled(document, top)

    @property
    def entry(self) -> dict[str, Any]:
        """What the document remembers of it."""
        place = {key: int(self.placement[key]) for key in ("x", "y", "size")}
        x, y, width, height = placing.bounds_of([picture for _, picture in self._taken])
        bounds = (place["x"] + x, place["y"] + y, width, height)
        return {"tag": self.tag, "recipe": dict(self._recipe), "place": place, "bounds": bounds}

    def _make(self, document: Document, index: int, data: QtCore.QByteArray) -> None:
        picture = self._taken[index].picture
        x, y = int(self.placement["x"]) + picture.x, int(self.placement["y"]) + picture.y
        node = document.createNode(picture.name, "paintlayer")
        node.setPixelData(data, x, y, picture.width, picture.height)
        self._nodes[index] = node

    def _assembled(self, document: Document, made_of: placing.Node) -> Node:
        if isinstance(made_of, Group):
            node = document.createGroupLayer(in_words(made_of.name))
            children = [self._assembled(document, child) for child in made_of.children]
            for child in children:
                child.setCollapsed(True)  # the head shows its parts, not yet what they are made of
            node.setChildNodes(children)
        else:
            node = self._nodes[made_of.index]
            node.setName(in_words(made_of.name))
        if made_of.clipped:
            node.setInheritAlpha(True)
        return node


def entries_of(heads: Sequence[IncomingHead], nodes: Sequence[Node]) -> dict[str, dict[str, Any]]:
    """What the document remembers of heads that were built: by the uuid of each one's group."""
    return {node.uniqueId().toString(): head.entry for head, node in zip(heads, nodes, strict=True)}
