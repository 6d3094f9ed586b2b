"""The material of a card: inks mixed in encoded sRGB, as paint programs and `core` mix them.

    weight maps (RGBA, four inks each) ─┐
    ink colours (encoded, driven) ──────┴─> sum of weight x colour -> / alpha -> decode -> shader

Blender's shaders work in linear light. Mixed there, soft edges and shades would be off by up to
42/255 from the head's own picture; so colours stay encoded until they are mixed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import bpy

from . import frame_atlas, shading
from .frame_atlas import Atlas
from .node_arithmetic import Socket, operate

INKS_NODE = "Kashira inks"
PICTURE_NODE = "Kashira picture"


def new(
    name: str, inks: Sequence[dict[str, Any]], alpha: dict[str, int],
    weight_maps: Sequence[bpy.types.Image], picture: bpy.types.Image, *, lit: bool, dithered: bool,
    atlas: Atlas | None = None,
) -> bpy.types.Material:  # fmt: skip
    """A material of these inks; their colours are the inputs of its node `INKS_NODE`.

    ``atlas``: of weight maps that hold many frames; the object's `frame_atlas.PROPERTY` chooses.
    """
    material = shading.new_material(name, dithered)
    tree = material.node_tree
    inks_node = tree.nodes.new("ShaderNodeGroup")
    inks_node.name = inks_node.label = INKS_NODE
    inks_node.node_tree = _ink_group(inks, alpha, len(weight_maps))
    if atlas is None:
        weights = [shading.texture(tree, image).outputs for image in weight_maps]
    else:
        weights = frame_atlas.textures(tree, weight_maps, atlas)
    for number, (color, fourth) in enumerate(weights, 1):
        tree.links.new(color, inks_node.inputs[f"Weights {number}"])
        tree.links.new(fourth, inks_node.inputs[f"Fourth weight {number}"])
    shading.shade(tree, inks_node.outputs["Color"], inks_node.outputs["Alpha"], lit)
    flat = shading.texture(tree, picture)
    flat.name = flat.label = PICTURE_NODE
    for row, node in enumerate(node for node in tree.nodes if node.type == "TEX_IMAGE"):
        node.location = (-400, -320 * row)
    tree.nodes.active = flat  # what solid mode shows
    return material


def _ink_group(
    inks: Sequence[dict[str, Any]], alpha: dict[str, int], pictures: int
) -> bpy.types.NodeTree:
    """The group that mixes these inks; heads with the same inks share one."""
    name = f"Kashira inks {zlib.crc32(repr([ink['name'] for ink in inks]).encode()):08x}"
    known = bpy.data.node_groups.get(name)
    if known is not None and known.library is None:
        return known
    group = bpy.data.node_groups.new(name, "ShaderNodeTree")
    socket = group.interface.new_socket
    for ink in inks:
        socket(ink["title"], in_out="INPUT", socket_type="NodeSocketVector")
    for number in range(1, pictures + 1):
        socket(f"Weights {number}", in_out="INPUT", socket_type="NodeSocketColor")
        socket(f"Fourth weight {number}", in_out="INPUT", socket_type="NodeSocketFloat")
    socket("Color", in_out="OUTPUT", socket_type="NodeSocketColor")
    socket("Alpha", in_out="OUTPUT", socket_type="NodeSocketFloat")
    given, taken = group.nodes.new("NodeGroupInput"), group.nodes.new("NodeGroupOutput")
    weights = _weights(group, given, len(inks), pictures)
    opacity = weights[4 * alpha["picture"] + alpha["channel"]]
    total: Socket = (0.0, 0.0, 0.0)
    for index, ink in enumerate(inks):
        weight = weights[4 * ink["picture"] + ink["channel"]]
        values = (given.outputs[index], weight, total)  # a number counts for all three channels
        total = operate(group, "ShaderNodeVectorMath", "MULTIPLY_ADD", values)
    group.links.new(shading.straightened(group, total, opacity), taken.inputs["Color"])
    group.links.new(opacity, taken.inputs["Alpha"])
    return group


def _weights(
    group: bpy.types.NodeTree, given: bpy.types.Node, inks: int, pictures: int
) -> list[Socket]:
    """Every channel of every picture."""
    found: list[Socket] = []
    for number in range(pictures):
        separate = group.nodes.new("ShaderNodeSeparateColor")
        group.links.new(given.outputs[inks + 2 * number], separate.inputs[0])
        found += [*separate.outputs[:3], given.outputs[inks + 2 * number + 1]]
    return found
