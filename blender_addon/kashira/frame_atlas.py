"""Which frame of an atlas a card shows: a property of the object, read by the shader itself.

No driver is needed for that, so cards that share a material can each show another frame. The
property is keyed, one frame of the scene each, or follows another one, which goes from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import bpy

from .node_arithmetic import Socket, operate
from .shading import texture

PROPERTY = "kashira_frame"
PROGRESS = "kashira_progress"
"""From 0 to 1 through all frames, where a morph follows a property."""


class Atlas(NamedTuple):
    """Where the frames lie (docs/engine.md, "inks"), and how one goes over into the next."""

    columns: int
    rows: int
    side: int
    gutter: int
    cross_fade: bool = False


class Motion(NamedTuple):
    """How a morph goes through its frames."""

    cross_fade: bool = False
    by_progress: bool = False  # else each frame of the scene shows the next one
    repeats: bool = False  # after the last frame comes the first again
    rest: int = 0  # frames of the scene before that, which show the first


def textures(
    tree: bpy.types.NodeTree, images: Sequence[bpy.types.Image], atlas: Atlas
) -> list[tuple[bpy.types.NodeSocket, bpy.types.NodeSocket]]:
    """Colour and alpha of each image, of the frame that the object says.

    A fraction is rounded, or, where asked, fades one frame into the next.
    """
    chosen = tree.nodes.new("ShaderNodeAttribute")
    chosen.attribute_type, chosen.attribute_name = "OBJECT", PROPERTY
    frame = chosen.outputs["Fac"]

    def math(operation: str, *values: Socket) -> bpy.types.NodeSocket:
        return operate(tree, "ShaderNodeMath", operation, values)

    if not atlas.cross_fade:
        place = _place(tree, math("ROUND", frame), atlas)
        return [tuple(texture(tree, image, place).outputs[:2]) for image in images]
    first = math("FLOOR", frame)
    fraction = math("SUBTRACT", frame, first)
    places = [_place(tree, number, atlas) for number in (first, math("ADD", first, 1.0))]
    found = []
    for image in images:
        before, after = (texture(tree, image, place).outputs for place in places)
        change = operate(tree, "ShaderNodeVectorMath", "SUBTRACT", (after[0], before[0]))
        color = operate(tree, "ShaderNodeVectorMath", "MULTIPLY_ADD", (change, fraction, before[0]))
        alpha = math("MULTIPLY_ADD", math("SUBTRACT", after[1], before[1]), fraction, before[1])
        found.append((color, alpha))
    return found


def key(
    card: bpy.types.Object, first: int, palettes: list[dict[str, list[float]]], motion: Motion
) -> None:
    """Show one frame of the atlas in each frame of the scene, from ``first`` on.

    Args:
        card: whose property is keyed.
        first: frame of the scene.
        palettes: for each frame the properties of ink colours and their values; those that never
            change get no keys.
        motion: where it is cross-faded, colours go over into each other too.
    """
    count, changing = len(palettes), _changing(palettes)
    shown = {first + index: index for index in range(count)}
    if motion.repeats:
        shown |= {first + count: 0, first + count + motion.rest: 0}
    for frame, index in shown.items():
        card[PROPERTY] = float(index)
        card.keyframe_insert(f'["{PROPERTY}"]', frame=frame)
        for name in changing:
            card[name] = palettes[index][name]
            card.keyframe_insert(f'["{name}"]', frame=frame)
    for curve in _curves(card):
        for point in curve.keyframe_points[:]:
            fades = motion.cross_fade and point.co.x < first + count - 1
            point.interpolation = "LINEAR" if fades else "CONSTANT"
        if motion.repeats:
            curve.modifiers.new("CYCLES").mode_before = "NONE"


def follow_progress(
    card: bpy.types.Object, palettes: list[dict[str, list[float]]], fade: bool
) -> None:
    """Show the frames as the property `PROGRESS` goes from 0 to 1; as `key` otherwise."""
    card[PROGRESS] = 0.0
    card.id_properties_ui(PROGRESS).update(
        min=0.0, max=1.0, soft_min=0.0, soft_max=1.0, description="From the first head to the last"
    )
    card[PROPERTY] = 0.0
    frames = [float(index) for index in range(len(palettes))]
    _follow(card.driver_add(f'["{PROPERTY}"]'), card, frames, fade)
    for name in _changing(palettes):
        for channel in range(3):
            values = [palette[name][channel] for palette in palettes]
            _follow(card.driver_add(f'["{name}"]', channel), card, values, fade)


def _follow(
    curve: bpy.types.FCurve, card: bpy.types.Object, values: list[float], fade: bool
) -> None:
    """A driver whose curve leads from `PROGRESS` to a value: no Python, also with auto-run off."""
    curve.driver.type = "SUM"
    target = curve.driver.variables.new().targets[0]
    target.id, target.data_path = card, f'["{PROGRESS}"]'
    while curve.modifiers:
        curve.modifiers.remove(curve.modifiers[0])
    while curve.keyframe_points:
        curve.keyframe_points.remove(curve.keyframe_points[0])
    for index, value in enumerate(values):
        place = index if fade else max(index - 0.5, 0)  # the nearest frame is shown
        point = curve.keyframe_points.insert(place / (len(values) - 1), value)
        point.interpolation = "LINEAR" if fade else "CONSTANT"


def _changing(palettes: list[dict[str, list[float]]]) -> list[str]:
    return [name for name in palettes[0] if any(p[name] != palettes[0][name] for p in palettes)]


def _place(tree: bpy.types.NodeTree, frame: Socket, atlas: Atlas) -> bpy.types.NodeSocket:
    """Where in the atlas a point of the card lies.

    Frames lie row by row from the top left; texture coordinates begin at the bottom.
    """
    side, gutter = atlas.side, atlas.gutter
    cell = side + 2 * gutter
    width, height = atlas.columns * cell, atlas.rows * cell

    def math(operation: str, *values: Socket) -> bpy.types.NodeSocket:
        return operate(tree, "ShaderNodeMath", operation, values)

    row = math("FLOOR", math("DIVIDE", math("ADD", frame, 0.5), atlas.columns))
    column = math("MULTIPLY_ADD", row, -atlas.columns, frame)
    across, up = _card_coordinates(tree)
    left = math("MULTIPLY_ADD", column, cell / width, gutter / width)
    bottom = math("MULTIPLY_ADD", row, -cell / height, 1 - (gutter + side) / height)
    joined = tree.nodes.new("ShaderNodeCombineXYZ")
    tree.links.new(math("MULTIPLY_ADD", across, side / width, left), joined.inputs["X"])
    tree.links.new(math("MULTIPLY_ADD", up, side / height, bottom), joined.inputs["Y"])
    return joined.outputs[0]


def _card_coordinates(tree: bpy.types.NodeTree) -> Iterator[bpy.types.NodeSocket]:
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    split = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(coordinates.outputs["UV"], split.inputs[0])
    return iter(split.outputs[:2])


def _curves(card: bpy.types.Object) -> list[bpy.types.FCurve]:
    """The curves of an object's action: in Blender 5 they lie in a channel bag of its slot."""
    data = card.animation_data
    if bpy.app.version < (5, 0, 0):
        return list(data.action.fcurves)
    from bpy_extras import anim_utils

    return list(anim_utils.action_get_channelbag_for_slot(data.action, data.action_slot).fcurves)
