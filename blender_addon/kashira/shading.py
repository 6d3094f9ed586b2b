"""What the materials of all cards share: their textures, and the shader that colours end in."""

from __future__ import annotations

from collections.abc import Callable

import bpy

from .node_arithmetic import Socket, operate

_DECODE = ".Kashira decode"
_LEAST_ALPHA = 1e-3  # below a quarter of 1/255 nothing shows; it keeps the division finite


def new_material(name: str, dithered: bool) -> bpy.types.Material:
    """A material without nodes."""
    material = bpy.data.materials.new(name)
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    material.surface_render_method = "DITHERED" if dithered else "BLENDED"
    material.node_tree.nodes.clear()
    return material


def texture(
    tree: bpy.types.NodeTree, image: bpy.types.Image, vector: bpy.types.NodeSocket | None = None
) -> bpy.types.Node:
    """A picture, in the UV map where no other place is said."""
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image, node.extension = image, "EXTEND"
    if vector is not None:
        tree.links.new(vector, node.inputs["Vector"])
    return node


def shade(
    tree: bpy.types.NodeTree, color: bpy.types.NodeSocket, alpha: bpy.types.NodeSocket, lit: bool
) -> None:
    """Show a scene-linear colour, clear by its alpha; by the scene's light or by its own."""
    shader = tree.nodes.new("ShaderNodeBsdfDiffuse" if lit else "ShaderNodeEmission")
    clear, mix, output = (
        tree.nodes.new(kind)
        for kind in ("ShaderNodeBsdfTransparent", "ShaderNodeMixShader", "ShaderNodeOutputMaterial")
    )
    for column, node in enumerate((shader, mix, output), 1):
        node.location = (220 * column, 0)
    clear.location = (220, 150)
    tree.links.new(color, shader.inputs["Color"])
    tree.links.new(alpha, mix.inputs[0])
    tree.links.new(clear.outputs[0], mix.inputs[1])
    tree.links.new(shader.outputs[0], mix.inputs[2])
    tree.links.new(mix.outputs[0], output.inputs["Surface"])


def straightened(
    tree: bpy.types.NodeTree, premultiplied: Socket, alpha: Socket
) -> bpy.types.NodeSocket:
    """Of an encoded colour that is multiplied by its alpha the scene-linear one."""
    least = operate(tree, "ShaderNodeMath", "MAXIMUM", (alpha, _LEAST_ALPHA))
    inverse = operate(tree, "ShaderNodeMath", "DIVIDE", (1.0, least))
    decode = tree.nodes.new("ShaderNodeGroup")
    decode.node_tree = _decode_group()
    straight = operate(tree, "ShaderNodeVectorMath", "MULTIPLY", (premultiplied, inverse))
    tree.links.new(straight, decode.inputs[0])
    return decode.outputs[0]


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

    def math(operation: str, *values: Socket) -> Socket:
        return operate(group, "ShaderNodeMath", operation, values)

    for channel in range(3):
        group.links.new(_decoded(math, split.outputs[channel]), join.inputs[channel])
    group.links.new(join.outputs[0], taken.inputs[0])
    return group


def _decoded(math: Callable[..., Socket], encoded: Socket) -> Socket:
    encoded = math("MAXIMUM", encoded, 0.0)
    curved = math("GREATER_THAN", encoded, 0.04045)
    curve = math("POWER", math("MULTIPLY_ADD", encoded, 1 / 1.055, 0.055 / 1.055), 2.4)
    line = math("DIVIDE", encoded, 12.92)
    straight = math("MULTIPLY", math("SUBTRACT", 1.0, curved), line)
    return math("MULTIPLY_ADD", curved, curve, straight)
