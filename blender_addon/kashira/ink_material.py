"""The material of a card: inks mixed in encoded sRGB, as paint programs and `core` mix them.

    weight maps (RGBA, four inks each) ─┐
    ink colours (encoded, driven) ──────┴─> sum of weight x colour -> / alpha -> decode -> shader

Blender's shaders work in linear light. Mixed there, soft edges and shades would be off by up to
42/255 from the head's own picture; so colours stay encoded until they are mixed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import bpy

from . import frame_atlas
from .node_arithmetic import Socket, operate

INKS_NODE = "Kashira inks"
PICTURE_NODE = "Kashira picture"

_DECODE = ".Kashira decode"
_LEAST_ALPHA = 1e-3  # below a quarter of 1/255 nothing shows; it keeps the division finite


def new(
    name: str, inks: Sequence[dict[str, Any]], alpha: dict[str, int],
    weight_maps: Sequence[bpy.types.Image], picture: bpy.types.Image, *, lit: bool, dithered: bool,
    atlas: dict[str, int] | None = None,
) -> bpy.types.Material:  # fmt: skip
    """A material of these inks; their colours are the inputs of its node `INKS_NODE`.

    ``atlas``: of weight maps that hold many frames; the object's `frame_atlas.PROPERTY` chooses.
    """
    material = bpy.data.materials.new(name)
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    material.surface_render_method = "DITHERED" if dithered else "BLENDED"
    tree = material.node_tree
    tree.nodes.clear()
    inks_node = tree.nodes.new("ShaderNodeGroup")
    inks_node.name = inks_node.label = INKS_NODE
    inks_node.node_tree = _ink_group(inks, alpha, len(weight_maps))
    place = frame_atlas.place(tree, atlas) if atlas else None
    for index, image in enumerate(weight_maps):
        texture = _texture(tree, image, (-400, -320 * index))
        if place is not None:
            tree.links.new(place, texture.inputs["Vector"])
        tree.links.new(texture.outputs["Color"], inks_node.inputs[f"Weights {index + 1}"])
        tree.links.new(texture.outputs["Alpha"], inks_node.inputs[f"Fourth weight {index + 1}"])
    _shade(tree, inks_node, lit)
    flat = _texture(tree, picture, (-400, 320))
    flat.name = flat.label = PICTURE_NODE
    tree.nodes.active = flat  # what solid mode shows
    return material


def _texture(
    tree: bpy.types.NodeTree, image: bpy.types.Image, place: tuple[float, float]
) -> bpy.types.Node:
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.image, texture.extension, texture.location = image, "EXTEND", place
    return texture


def _shade(tree: bpy.types.NodeTree, inks_node: bpy.types.Node, lit: bool) -> None:
    shader = tree.nodes.new("ShaderNodeBsdfDiffuse" if lit else "ShaderNodeEmission")
    clear, mix, output = (
        tree.nodes.new(kind)
        for kind in ("ShaderNodeBsdfTransparent", "ShaderNodeMixShader", "ShaderNodeOutputMaterial")
    )
    for column, node in enumerate((inks_node, shader, mix, output)):
        node.location = (220 * column, 0)
    clear.location = (220, 150)
    tree.links.new(inks_node.outputs["Color"], shader.inputs["Color"])
    tree.links.new(inks_node.outputs["Alpha"], mix.inputs[0])
    tree.links.new(clear.outputs[0], mix.inputs[1])
    tree.links.new(shader.outputs[0], mix.inputs[2])
    tree.links.new(mix.outputs[0], output.inputs["Surface"])


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
        total = _vector(group, "MULTIPLY_ADD", given.outputs[index], weight, total)
    inverse = _math(group, "DIVIDE", 1.0, _math(group, "MAXIMUM", opacity, _LEAST_ALPHA))
    decode = group.nodes.new("ShaderNodeGroup")
    decode.node_tree = _decode_group()
    group.links.new(_vector(group, "MULTIPLY", total, inverse), decode.inputs[0])
    group.links.new(decode.outputs[0], taken.inputs["Color"])
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


def _decode_group() -> bpy.types.NodeTree:
    """IEC 61966-2-1: sRGB-encoded to scene-linear, each of three channels."""
    known = bpy.data.node_groups.get(_DECODE)
    if known is not None and known.library is None:
        return known
    group = bpy.data.node_groups.new(_DECODE, "ShaderNodeTree")
    group.interface.new_socket("Encoded", in_out="INPUT", socket_type="NodeSocketVector")
    group.interface.new_socket("Linear", in_out="OUTPUT", socket_type="NodeSocketVector")
    given, taken = group.nodes.new("NodeGroupInput"), group.nodes.new("NodeGroupOutput")
    split, join = (group.nodes.new(f"ShaderNode{kind}XYZ") for kind in ("Separate", "Combine"))
    group.links.new(given.outputs[0], split.inputs[0])
    for channel in range(3):
        decoded = _decoded(lambda *args: _math(group, *args), split.outputs[channel])
        group.links.new(decoded, join.inputs[channel])
    group.links.new(join.outputs[0], taken.inputs[0])
    return group


def _decoded(math: Callable[..., Socket], encoded: Socket) -> Socket:
    encoded = math("MAXIMUM", encoded, 0.0)
    curved = math("GREATER_THAN", encoded, 0.04045)
    curve = math("POWER", math("MULTIPLY_ADD", encoded, 1 / 1.055, 0.055 / 1.055), 2.4)
    line = math("DIVIDE", encoded, 12.92)
    straight = math("MULTIPLY", math("SUBTRACT", 1.0, curved), line)
    return math("MULTIPLY_ADD", curved, curve, straight)


def _math(group: bpy.types.NodeTree, operation: str, *values: Socket) -> Socket:
    return operate(group, "ShaderNodeMath", operation, values)


def _vector(group: bpy.types.NodeTree, operation: str, *values: Socket) -> Socket:
    """Numbers linked to it count for all three channels."""
    return operate(group, "ShaderNodeVectorMath", operation, values)
