"""The material of one layer of a head: its inks laid over each other in encoded sRGB.

    lowest ink (the silhouette) -> the next one over it, inside it -> ... -> decode -> shader

Each ink is the alpha of a picture and a driven colour; what a model paints in colours of its own
is a picture with both. A layer that is clipped to another (irises to eye whites) shows where that
one is, also when its own plane is moved: then the clipping stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import bpy

from . import ink_images, shading
from .node_arithmetic import Socket, operate

_OVER = ".Kashira over"


class Box(NamedTuple):
    """A rectangle in the head's picture, in pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def inside(self, outer: Box) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Scale and shift from texture coordinates of ``outer``, whose v goes up, to its own."""
        across, up = self.right - self.left, self.bottom - self.top
        scale = ((outer.right - outer.left) / across, (outer.bottom - outer.top) / up, 1.0)
        shift = ((outer.left - self.left) / across, (self.bottom - outer.bottom) / up, 0.0)
        return scale, shift


class Layer(NamedTuple):
    """One layer of a head as the engine's ``layers`` gave it, split into inks."""

    name: str
    title: str
    part: str
    inks: list[dict[str, Any]]  # entries of the answer, the lowest first
    clip: str | None  # the layer that it is clipped to

    @property
    def box(self) -> Box:
        """What holds all of its pictures."""
        boxes = [box_of(ink) for ink in self.inks]
        low, high = boxes[0], boxes[0]
        for box in boxes:
            low, high = Box(*map(min, low, box)), Box(*map(max, high, box))
        return Box(low.left, low.top, high.right, high.bottom)


class Mask(NamedTuple):
    """What a layer is clipped to: the alpha of a picture, and the head's side in pixels."""

    image: bpy.types.Image
    box: Box
    pixel: float  # its size in metres
    corner: tuple[float, float]  # where in the card the head's top left is, in metres


def box_of(entry: dict[str, Any]) -> Box:
    """Where a picture of the answer lies."""
    left, top = entry["x"], entry["y"]
    return Box(left, top, left + entry["width"], top + entry["height"])


def new(
    name: str, layer: Layer, images: Sequence[bpy.types.Image], mask: Mask | None, *, lit: bool,
    dithered: bool,
) -> tuple[bpy.types.Material, list[tuple[bpy.types.NodeSocket, str]]]:  # fmt: skip
    """A material of a layer, and the sockets of its colours, each with the name of its ink."""
    material = shading.new_material(name, dithered)
    tree, sockets = material.node_tree, []
    color: Socket = (0.0, 0.0, 0.0)
    alpha: Socket = 0.0
    for entry, image in zip(layer.inks, images, strict=True):
        picture = _texture(tree, image, box_of(entry), layer.box)
        over = tree.nodes.new("ShaderNodeGroup")
        over.node_tree, over.label = _over_group(), entry["title"]
        inside = alpha if entry.get("clip") == layer.inks[0]["name"] else 1.0
        values = {"Below": color, "Below alpha": alpha, "Weight": picture.outputs[1],
                  "Inside": inside}  # fmt: skip
        if "ink" in entry:
            sockets.append((over.inputs["Color"], entry["ink"]))
        else:
            values["Color"] = picture.outputs[0]
        for key, value in values.items():
            if isinstance(value, bpy.types.NodeSocket):
                tree.links.new(value, over.inputs[key])
            else:
                over.inputs[key].default_value = value
        color, alpha = over.outputs
    shown = alpha if mask is None else _masked(tree, alpha, mask)
    shading.shade(tree, shading.straightened(tree, color, alpha), shown, lit)
    return material, sockets


def _texture(
    tree: bpy.types.NodeTree, image: bpy.types.Image, box: Box, outer: Box
) -> bpy.types.Node:
    """A picture that may be smaller than the plane it is on."""
    if box == outer:
        return shading.texture(tree, image)
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    values = (coordinates.outputs["UV"], *box.inside(outer))
    place = operate(tree, "ShaderNodeVectorMath", "MULTIPLY_ADD", values)
    picture = shading.texture(tree, image, place)
    picture.extension = "CLIP"
    return picture


def _masked(tree: bpy.types.NodeTree, alpha: Socket, mask: Mask) -> bpy.types.NodeSocket:
    """Alpha where the mask is; a plane's own location is added, so that the mask stays."""
    coordinates, moved = (tree.nodes.new(f"ShaderNode{kind}") for kind in ("TexCoord", "Attribute"))
    moved.attribute_type, moved.attribute_name = "OBJECT", "location"
    sum_of = (coordinates.outputs["Object"], moved.outputs["Vector"])
    place = operate(tree, "ShaderNodeVectorMath", "ADD", sum_of)
    split, join = (tree.nodes.new(f"ShaderNode{kind}XYZ") for kind in ("Separate", "Combine"))
    tree.links.new(place, split.inputs[0])
    box, (left, top) = mask.box, mask.corner
    width, height = (box.right - box.left) * mask.pixel, (box.bottom - box.top) * mask.pixel
    shifts = {"X": -(left + box.left * mask.pixel) / width,
              "Z": -(top - box.bottom * mask.pixel) / height}  # fmt: skip
    for axis, size, target in (("X", width, "X"), ("Z", height, "Y")):
        values = (split.outputs[axis], 1 / size, shifts[axis])
        tree.links.new(operate(tree, "ShaderNodeMath", "MULTIPLY_ADD", values), join.inputs[target])
    picture = shading.texture(tree, mask.image, join.outputs[0])
    picture.extension = "CLIP"
    return operate(tree, "ShaderNodeMath", "MULTIPLY", (alpha, picture.outputs[1]))


def _over_group() -> bpy.types.NodeTree:
    """One ink over what is below it, premultiplied; inside 1, or inside the alpha below alone."""
    known = bpy.data.node_groups.get(_OVER)
    if known is not None and known.library is None:
        return known
    group = bpy.data.node_groups.new(_OVER, "ShaderNodeTree")
    kinds = {"Below": "Vector", "Below alpha": "Float", "Color": "Vector", "Weight": "Float",
             "Inside": "Float"}  # fmt: skip
    for name, kind in kinds.items():
        group.interface.new_socket(name, in_out="INPUT", socket_type=f"NodeSocket{kind}")
    group.interface.new_socket("Color", in_out="OUTPUT", socket_type="NodeSocketVector")
    group.interface.new_socket("Alpha", in_out="OUTPUT", socket_type="NodeSocketFloat")
    given, taken = group.nodes.new("NodeGroupInput"), group.nodes.new("NodeGroupOutput")
    below, below_alpha, color, weight, inside = given.outputs[:5]

    def mixed(kind: str, from_: Socket, to: Socket) -> bpy.types.NodeSocket:
        change = operate(group, kind, "SUBTRACT", (to, from_))
        return operate(group, kind, "MULTIPLY_ADD", (change, weight, from_))

    whole = operate(group, "ShaderNodeVectorMath", "MULTIPLY", (color, inside))
    group.links.new(mixed("ShaderNodeVectorMath", below, whole), taken.inputs["Color"])
    group.links.new(mixed("ShaderNodeMath", below_alpha, inside), taken.inputs["Alpha"])
    return group


def images(name: str, layer: Layer, payload: bytes) -> list[bpy.types.Image]:
    """The pictures of a layer as data."""
    return [ink_images.data(f"{name} {entry['title']}", entry, payload) for entry in layer.inks]
