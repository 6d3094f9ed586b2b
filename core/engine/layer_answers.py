"""A head taken apart: its layers, or its inks, as pictures that a paint program stacks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from PIL import Image

from core import compositing
from core.engine.head_answers import resized
from core.engine.pixel_layouts import Payload
from core.formats import layer_tree
from core.formats.layer_tree import Group, Picture
from core.head import Head


def taken_apart(
    head: Head, split: str, side: int, crop: bool, payload: Payload
) -> Iterator[list[dict[str, Any]]]:
    """The entries of a ``layers`` answer, bottom first, some at a time; pictures to the payload.

    ``split``: parts, inks or flat; ``side``: of the whole head in pixels; ``crop``: to what can
    be seen of each.
    """
    if split == "flat":
        yield [_entry(head, Picture("Head", resized(head.image, side)), None, side, crop, payload)]
        return
    for part, left, top in _clipping_sets(head, side):
        tree = layer_tree.clipping_inks(part) if split == "inks" else layer_tree.whole_layers(part)
        entries = []
        for node in tree.children:
            lowest = ""
            for picture in _seen(node):
                moved = replace(picture, left=picture.left + left, top=picture.top + top)
                group = node if isinstance(node, Group) else None
                entry = _entry(head, moved, group, side, crop, payload)
                lowest = lowest or entry["name"]
                clip = {"clip": lowest} if picture.clipped and lowest != entry["name"] else {}
                entries.append(entry | clip)
        yield entries


def steps(head: Head, split: str, side: int) -> int:
    """How many times `taken_apart` gives entries."""
    if split == "flat" or head.size[0] == side:
        return 1
    return sum(layer.clip is None for layer in head.manifest.layers)


def _seen(node: Group | Picture) -> Iterator[Picture]:
    """Pictures that show anything."""
    for picture in node.children if isinstance(node, Group) else [node]:
        assert isinstance(picture, Picture)  # these trees have no groups inside groups
        if picture.image.getchannel("A").getextrema()[1]:
            yield picture


def _clipping_sets(head: Head, side: int) -> Iterator[tuple[Head, int, int]]:
    """The head at another size: a head of each set of layers that belong together, its left, top.

    It is the weights that are resized, so that inks still add up to their layer; a set at a time,
    since all layers of 4096 px would take four gigabytes.
    """
    if head.size[0] == side:
        yield head, 0, 0
        return
    layers = head.manifest.layers
    starts = [i for i, layer in enumerate(layers) if layer.clip is None]
    for start, end in zip(starts, [*starts[1:], len(layers)], strict=True):
        specs, planes, first = [], [], 0
        for spec in layers[start:end]:
            planes.append(head.weights[spec.channels])
            specs.append(msgspec.structs.replace(spec, channel=first))
            first += len(planes[-1])
        weights, left, top = compositing.resize(np.concatenate(planes), side)
        manifest = msgspec.structs.replace(head.manifest, layers=tuple(specs))
        yield Head(head.recipe, manifest, compositing.normalize(weights, specs)), left, top


def _entry(
    head: Head, picture: Picture, group: Group | None, side: int, crop: bool, payload: Payload
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
        kinds = {ink.name: ink.kind for ink in head.manifest.inks}
        color = head.palette[picture.ink]
        entry |= {"ink": picture.ink, "kind": kinds[picture.ink], "color": color}
    shown = picture if crop else _on_canvas(picture, side)
    return entry | {"x": shown.left, "y": shown.top} | payload.add(shown.image)


def _on_canvas(picture: Picture, side: int) -> Picture:
    canvas = Image.new("RGBA", (side, side))
    canvas.paste(picture.image, (picture.left, picture.top))
    return replace(picture, image=canvas, left=0, top=0)
