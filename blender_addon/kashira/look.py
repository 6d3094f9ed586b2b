"""How new cards are to look."""

from __future__ import annotations

from typing import NamedTuple

import bpy

_CHIN = 0.23
"""How far above the picture's lower edge the chin is: where the drawing has it, head upright."""


class Look(NamedTuple):
    """How a card is shown."""

    height: float = 1.0  # metres
    lit: bool = False
    dithered: bool = False
    billboard: bool = False
    from_chin: bool = False

    @property
    def middle(self) -> float:
        """How high above the card's origin the middle of the picture is."""
        return self.height * (0.5 - _CHIN) if self.from_chin else 0.0


def face_camera(card: bpy.types.Object, camera: bpy.types.Object) -> None:
    """Turn a card to a camera, wherever that goes, and keep it upright."""
    constraint = card.constraints.new("LOCKED_TRACK")
    constraint.name, constraint.target = "Kashira billboard", camera
    constraint.track_axis, constraint.lock_axis = "TRACK_NEGATIVE_Y", "LOCK_Z"


def select_alone(card: bpy.types.Object, layer: bpy.types.ViewLayer) -> None:
    """Make a card the selected and active object, where it is in the view layer.

    Whoever has begun to work in another mode meanwhile is left alone.
    """
    if layer.objects.active is not None and layer.objects.active.mode != "OBJECT":
        return
    if layer.objects.get(card.name) != card:
        layer.update()  # until then, Blender 5 does not find new objects in it
    if layer.objects.get(card.name) != card:
        return
    for other in layer.objects.selected:
        other.select_set(False, view_layer=layer)
    card.select_set(True, view_layer=layer)
    layer.objects.active = card
