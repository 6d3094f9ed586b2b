"""A head taken apart: its layers, or its inks, as pictures that a paint program stacks."""

from collections.abc import Iterator
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
) -> list[dict[str, Any]]:
    """The entries of a ``layers`` answer, bottom first; the pictures go into the payload.

    ``split``: parts, inks or flat; ``side``: of the whole head in pixels; ``crop``: to what can
    be seen of each.
    """
    if split == "flat":
        pictures = [Picture("Head", resized(head.image, side))]
        return [_entry(head, picture, None, side, crop, payload) for picture in pictures]
    entries = []
    for part in _clipping_sets(head, side):
        tree = layer_tree.clipping_inks(part) if split == "inks" else layer_tree.whole_layers(part)
        for node in tree.children:
            entries += _entries(head, node, side, crop, payload)
    return entries


def _clipping_sets(head: Head, side: int) -> Iterator[Head]:
    """The head at another size: one head after another of the layers that belong together.

    It is the weights that are resized, so that inks still add up to their layer; a set at a time,
    since all layers of 4096 px would take four gigabytes.
    """
    if head.size[0] == side:
        yield head
        return
    layers = head.manifest.layers
    starts = [i for i, layer in enumerate(layers) if layer.clip is None]
    for start, end in zip(starts, [*starts[1:], len(layers)], strict=True):
        yield _resized_set(head, start, end, side)


def _resized_set(head: Head, start: int, end: int, side: int) -> Head:
    specs, planes, first = [], [], 0
    for spec in head.manifest.layers[start:end]:
        planes.append(head.weights[spec.channels])
        specs.append(msgspec.structs.replace(spec, channel=first))
        first += len(planes[-1])
    weights = compositing.resize(np.concatenate(planes), side)
    manifest = msgspec.structs.replace(head.manifest, layers=tuple(specs))
    return Head(head.recipe, manifest, compositing.normalize(weights, specs))


def _entries(
    head: Head, node: Group | Picture, side: int, crop: bool, payload: Payload
) -> Iterator[dict[str, Any]]:
    pictures = node.children if isinstance(node, Group) else [node]
    lowest = ""
    for picture in pictures:
        assert isinstance(picture, Picture)  # these two trees have no groups inside groups
        if not picture.image.getchannel("A").getextrema()[1]:
            continue
        entry = _entry(head, picture, node, side, crop, payload)
        if picture.clipped and lowest:
            entry["clip"] = lowest
        lowest = lowest or entry["name"]
        yield entry


def _entry(
    head: Head, picture: Picture, around: Group | Picture | None, side: int, crop: bool,
    payload: Payload,
) -> dict[str, Any]:  # fmt: skip
    layer = head.layers.get(picture.layer)
    name = picture.layer or "head"
    entry: dict[str, Any] = {
        "name": name if picture.ink is None else f"{name}/{picture.ink}",
        "title": picture.name,
        "part": layer.part if layer is not None else "",
        "layer": picture.layer,
    }
    if isinstance(around, Group):
        entry["group"] = {"name": around.layer, "title": around.name}
    if picture.ink is not None:
        kinds = {ink.name: ink.kind for ink in head.manifest.inks}
        entry |= {
            "ink": picture.ink,
            "kind": kinds[picture.ink],
            "color": head.palette[picture.ink],
        }
    x, y, image = picture.left, picture.top, picture.image
    if not crop:
        x, y, image = 0, 0, _on_canvas(picture, side)
    return entry | {"x": x, "y": y} | payload.add(image)


def _on_canvas(picture: Picture, side: int) -> Image.Image:
    canvas = Image.new("RGBA", (side, side))
    canvas.paste(picture.image, (picture.left, picture.top))
    return canvas
