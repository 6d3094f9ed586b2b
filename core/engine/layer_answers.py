"""A head taken apart: its layers, or its inks, as pictures that a paint program stacks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec
import numpy as np
from PIL import Image

from core import compositing
from core.compositing import LayerSpec
from core.engine.faint_layers import layers_that_are_there
from core.engine.head_answers import resized
from core.formats import layer_tree
from core.formats.layer_tree import Group, Picture
from core.head import Head


class Taken(NamedTuple):
    """One picture of a head: what is said of it, and how much is done with it, 0..1."""

    entry: dict[str, Any]
    image: Image.Image
    fraction: float


def taken_apart(head: Head, split: str, side: int, crop: bool) -> Iterator[Taken]:
    """The pictures of a ``layers`` answer, bottom first, each made when it is asked for.

    ``split``: parts, inks or flat; ``side``: of the whole head in pixels; ``crop``: to what can
    be seen of each.
    """
    inks = _inks_said(head)
    if split == "flat":
        whole = _shown(Picture("Head", resized(head.image, side)), side, crop)
        yield Taken(_entry(head, inks, whole, None), whole.image, 1.0)
        return
    there = layers_that_are_there(head)
    for part, left, top, begun, ended in _clipping_sets(head, there, side):
        tree = layer_tree.clipping_inks(part) if split == "inks" else layer_tree.whole_layers(part)
        pictures = [(node, picture) for node in tree.children for picture in _seen(node)]
        lowest: dict[int, str] = {}
        for done, (node, picture) in enumerate(pictures, 1):
            moved = replace(picture, left=picture.left + left, top=picture.top + top)
            placed = _shown(moved, side, crop)
            entry = _entry(head, inks, placed, node if isinstance(node, Group) else None)
            below = lowest.setdefault(id(node), entry["name"])
            clip = {"clip": below} if picture.clipped and below != entry["name"] else {}
            fraction = begun + (ended - begun) * done / len(pictures)
            yield Taken(entry | clip, placed.image, fraction)


def _clipping_sets(
    head: Head, layers: Sequence[LayerSpec], side: int
) -> Iterator[tuple[Head, int, int, float, float]]:
    """The head at another size: a head of each set of layers that belong together, its left and
    top, and how much of all was done before it and is done with it.

    It is the weights that are resized, so that inks still add up to their layer; a set at a time,
    since all layers of 4096 px would take four gigabytes.
    """
    if head.size[0] == side:
        manifest = msgspec.structs.replace(head.manifest, layers=tuple(layers))
        yield Head(head.recipe, manifest, head.weights), 0, 0, 0.0, 1.0
        return
    starts = [i for i, layer in enumerate(layers) if layer.clip is None]
    for start, end in zip(starts, [*starts[1:], len(layers)], strict=True):
        specs, planes, first = [], [], 0
        for spec in layers[start:end]:
            planes.append(head.weights[spec.channels])
            specs.append(msgspec.structs.replace(spec, channel=first))
            first += len(planes[-1])
        weights, left, top = compositing.resize(np.concatenate(planes), side)
        manifest = msgspec.structs.replace(head.manifest, layers=tuple(specs))
        part = Head(head.recipe, manifest, compositing.normalize(weights, specs))
        yield part, left, top, start / len(layers), end / len(layers)


def _seen(node: Group | Picture) -> Iterator[Picture]:
    """Pictures that show anything."""
    for picture in node.children if isinstance(node, Group) else [node]:
        assert isinstance(picture, Picture)  # these trees have no groups inside groups
        if picture.image.getchannel("A").getextrema()[1]:
            yield picture


def _inks_said(head: Head) -> dict[str, dict[str, str]]:
    """What is said of each ink, by its name."""
    colors = head.palette
    return {
        ink.name: {"ink": ink.name, "kind": ink.kind, "color": colors[ink.name]}
        for ink in head.manifest.inks
    }


def _entry(
    head: Head, inks: dict[str, dict[str, str]], picture: Picture, group: Group | None
) -> dict[str, Any]:
    name = picture.layer or "head"
    entry: dict[str, Any] = {
        "name": name if picture.ink is None else f"{name}/{picture.ink}",
        "title": picture.name,
        "part": head.layers[picture.layer].part if picture.layer else "",
    }
    if group is not None:
        entry["group"] = {"name": group.layer, "title": group.name}
    if picture.ink is not None:
        entry |= inks[picture.ink]
    return entry | {"x": picture.left, "y": picture.top}


def _shown(picture: Picture, side: int, crop: bool) -> Picture:
    """The picture as it is sent: as it is, or as large as the head."""
    if crop:
        return picture
    canvas = Image.new("RGBA", (side, side))
    canvas.paste(picture.image, (picture.left, picture.top))
    return replace(picture, image=canvas, left=0, top=0)
