"""Which frame of an atlas a card shows: a property of the object, read by the shader itself.

No driver is needed, so cards that share a material can each show another frame.
"""

from __future__ import annotations

import bpy

from .node_arithmetic import Socket, operate

PROPERTY = "kashira_frame"


def place(tree: bpy.types.NodeTree, atlas: dict[str, int]) -> bpy.types.NodeSocket:
    """Where in the atlas (docs/engine.md, "inks") a point of the card lies.

    Frames lie row by row from the top left; texture coordinates begin at the bottom.
    """
    side, gutter = atlas["side"], atlas["gutter"]
    cell = side + 2 * gutter
    width, height = atlas["columns"] * cell, atlas["rows"] * cell

    def math(operation: str, *values: Socket) -> bpy.types.NodeSocket:
        return operate(tree, "ShaderNodeMath", operation, values)

    chosen = tree.nodes.new("ShaderNodeAttribute")
    chosen.attribute_type, chosen.attribute_name = "OBJECT", PROPERTY
    frame = math("ROUND", chosen.outputs["Fac"])
    row = math("FLOOR", math("DIVIDE", math("ADD", frame, 0.5), atlas["columns"]))
    column = math("MULTIPLY_ADD", row, -atlas["columns"], frame)
    across, up = _card_coordinates(tree)
    left = math("MULTIPLY_ADD", column, cell / width, gutter / width)
    bottom = math("MULTIPLY_ADD", row, -cell / height, 1 - (gutter + side) / height)
    joined = tree.nodes.new("ShaderNodeCombineXYZ")
    tree.links.new(math("MULTIPLY_ADD", across, side / width, left), joined.inputs["X"])
    tree.links.new(math("MULTIPLY_ADD", up, side / height, bottom), joined.inputs["Y"])
    return joined.outputs[0]


def key(card: bpy.types.Object, first: int, palettes: list[dict[str, list[float]]]) -> None:
    """Show one frame of the atlas in each frame of the scene, from ``first`` on.

    Args:
        card: whose property is keyed.
        first: frame of the scene.
        palettes: for each frame the properties of ink colours and their values; those that never
            change get no keys.
    """
    changing = [name for name in palettes[0] if any(p[name] != palettes[0][name] for p in palettes)]
    for index, palette in enumerate(palettes):
        card[PROPERTY] = float(index)
        card.keyframe_insert(f'["{PROPERTY}"]', frame=first + index)
        for name in changing:
            card[name] = palette[name]
            card.keyframe_insert(f'["{name}"]', frame=first + index)
    for curve in _curves(card):
        for point in curve.keyframe_points:
            point.interpolation = "CONSTANT"


def _card_coordinates(
    tree: bpy.types.NodeTree,
) -> tuple[bpy.types.NodeSocket, bpy.types.NodeSocket]:
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    split = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(coordinates.outputs["UV"], split.inputs[0])
    return split.outputs["X"], split.outputs["Y"]


def _curves(card: bpy.types.Object) -> list[bpy.types.FCurve]:
    """The curves of an object's action: in Blender 5 they lie in a channel bag of its slot."""
    data = card.animation_data
    if bpy.app.version < (5, 0, 0):
        return list(data.action.fcurves)
    from bpy_extras import anim_utils

    return list(anim_utils.action_get_channelbag_for_slot(data.action, data.action_slot).fcurves)
