"""What is inserted where: a head's layers as a tree, and the square it goes into.

Nothing here knows Krita: the engine's ``layers`` and plain rectangles come in, a tree of `Group`
and `Picture` and a placement go out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

SMALLEST_SIZE, LARGEST_SIZE = 16, 4096  # pixels: what the engine draws (docs/engine.md)
UNASKED_SIZE = 1024
"""Pixels of a head where nothing is selected: four times what the default model draws. Beyond that
a head is only softer, and slower."""
MODES = ("parts", "inks", "flat")
INK_TITLES = {"flat": "Flats", "shade": "Shade", "light": "Light", "line": "Line art"}


class BadLayers(ValueError):  # noqa: N818 -- as all errors of the house
    """What the engine sent of a layer does not fit its pixels."""


@dataclass(frozen=True)
class Rect:
    """A rectangle in the document's pixels; it may reach outside the canvas."""

    x: int
    y: int
    width: int
    height: int

    def within(self, other: Rect) -> Rect | None:
        """What of it lies in ``other``; None where nothing does."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        if right <= left or bottom <= top:
            return None
        return Rect(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Picture:
    """One layer to be, the ``index``-th from below of all that the engine sent.

    ``x`` and ``y`` count from the head's own corner. ``clipped``: it shows only where what lies
    below it in its group is ("inherit alpha").
    """

    name: str
    x: int
    y: int
    width: int
    height: int
    index: int
    clipped: bool = False


@dataclass(frozen=True)
class Group:
    """A group to be; its children bottom first."""

    name: str
    children: tuple[Node, ...]
    clipped: bool = False


Node = Picture | Group


class Taken(NamedTuple):
    """A layer as the engine speaks of it, and as the picture that it is."""

    layer: Mapping[str, Any]
    picture: Picture


def square_for(document: Rect, selection: Rect | None) -> dict[str, int]:
    """Where a head goes: as large as fits into the middle of the selection, else of the document.

    Without a selection nobody has said how large, and it is no larger than UNASKED_SIZE.

    Returns:
        ``x`` and ``y`` of its corner and its ``size``, as the engine draws sizes.
    """
    selected = selection.within(document) if selection else None
    room, largest = (selected, LARGEST_SIZE) if selected else (document, UNASKED_SIZE)
    size = max(SMALLEST_SIZE, min(room.width, room.height, largest))
    x = room.x + (room.width - size) // 2
    y = room.y + (room.height - size) // 2
    return {"x": _kept(x, size, document.width), "y": _kept(y, size, document.height), "size": size}


def moved(place: Mapping[str, int], then: Sequence[int], now: Sequence[int]) -> dict[str, int]:
    """The place of a head whose group had the bounds ``then`` and has ``now`` (x, y, w, h).

    Where it was only moved, the place moves along; where it was painted on or resized, its corner
    cannot be known any more, and it stays.
    """
    new = {key: int(place[key]) for key in ("x", "y", "size")}
    if tuple(then[2:]) == tuple(now[2:]):
        new["x"] += now[0] - then[0]
        new["y"] += now[1] - then[1]
    return new


def picture_of(layer: Mapping[str, Any], index: int, pixel_bytes: int) -> Picture:
    """An entry of the engine's ``layers``, whose pixels take so many bytes.

    Raises:
        BadLayers: it says not where it is, or does not fit its pixels.
    """
    try:
        width, height = int(layer["width"]), int(layer["height"])
        x, y = int(layer.get("x", 0)), int(layer.get("y", 0))
    except (KeyError, TypeError, ValueError) as error:
        raise BadLayers(f"the engine sent a layer without its place: {error}") from error
    if min(width, height) < 1 or pixel_bytes != width * height * 4:
        raise BadLayers("the engine sent a layer that does not fit its pixels")
    name = str(layer.get("title") or layer.get("name") or "Layer")
    return Picture(name, x, y, width, height, index)


def tree_of(name: str, layers: Sequence[Taken]) -> Group:
    """The group called ``name`` that these layers of the engine make, bottom first."""
    children: list[Node] = []
    for base, clipped in _clipping_sets(_runs(layers)):
        if clipped:
            title = (base.part or base.node.name).replace("_", " ").capitalize()
            children.append(Group(title, (base.node, *clipped)))
        else:
            children.append(base.node)
    return Group(name, tuple(children))


def bounds_of(pictures: Sequence[Picture]) -> tuple[int, int, int, int]:
    """x, y, width and height of what all pictures cover together."""
    left, top = min(p.x for p in pictures), min(p.y for p in pictures)
    right = max(p.x + p.width for p in pictures)
    bottom = max(p.y + p.height for p in pictures)
    return left, top, right - left, bottom - top


def renamed(picture: Picture, name: str) -> Picture:
    """The same picture under another name."""
    return replace(picture, name=name)


@dataclass(frozen=True)
class _Element:
    """A picture, or one part's inks as a group, before clipping joins it with others."""

    node: Node
    names: frozenset[str]
    part: str
    clip: str | None


def _runs(layers: Sequence[Taken]) -> list[_Element]:
    """The layers, those of one part's inks joined."""
    elements: list[_Element] = []
    start = 0
    while start < len(layers):
        key = _group_name(layers[start].layer)
        end = start + 1
        while key and end < len(layers) and _group_name(layers[end].layer) == key:
            end += 1
        elements.append(_element(layers[start:end]))
        start = end
    return elements


def _element(run: Sequence[Taken]) -> _Element:
    names: set[str] = set()
    pictures: list[Picture] = []
    first = run[0].layer
    group = first.get("group")
    for layer, picture in run:
        title = _name_in_group(picture.name, layer, group) if len(run) > 1 else picture.name
        pictures.append(replace(picture, name=title, clipped=layer.get("clip") in names))
        names.add(str(layer.get("name")))
    node: Node = pictures[0]
    clip = first.get("clip")
    if group:
        names.add(str(group.get("name")))
        clip = group.get("clip", clip)
        title = str(group.get("title") or group.get("name"))
        node = Group(title, tuple(pictures)) if len(pictures) > 1 else node
    return _Element(node, frozenset(names), str(first.get("part") or ""), clip)


def _name_in_group(title: str, layer: Mapping[str, Any], group: Any) -> str:
    """``Shade`` for ``Front hair: shade`` in the group Front hair, ``Flats`` for its flats."""
    around = str(group.get("title"))
    if title == around:
        return INK_TITLES.get(str(layer.get("kind")), title)
    rest = title[len(around) + 2 :] if title.startswith(f"{around}: ") else title
    return rest[:1].upper() + rest[1:]


def _clipping_sets(elements: list[_Element]) -> list[tuple[_Element, list[Node]]]:
    """Each element with those above it that are clipped to it."""
    sets: list[tuple[_Element, list[Node]]] = []
    for element in elements:
        if sets and element.clip in sets[-1][0].names:
            sets[-1][1].append(replace(element.node, clipped=True))
        else:
            sets.append((element, []))
    return sets


def _group_name(layer: Mapping[str, Any]) -> str | None:
    group = layer.get("group")
    return str(group.get("name")) if group else None


def _kept(start: int, length: int, room: int) -> int:
    """``start`` so that ``length`` lies in 0..room, where it fits at all."""
    return max(0, min(start, room - length))
