"""Cycles' transparent bounces: each plane that light passes through counts as one.

Beyond the limits Cycles stops or guesses at random, which is noise at the soft edges of a card
that is in front of another.
"""

from __future__ import annotations

import bpy

from . import card_properties

_OTHERS = 8  # clear things that are not ours, as many as Blender's default


def let_through(scene: bpy.types.Scene) -> None:
    """Raise a scene's limits to the planes of all its cards; what is higher stays."""
    if hasattr(scene, "cycles"):
        meshes = (thing for thing in scene.objects if thing.type == "MESH")
        planes = sum(card_properties.card_of(mesh) is not None for mesh in meshes)
        for name in ("transparent_max_bounces", "min_transparent_bounces"):
            setattr(scene.cycles, name, max(getattr(scene.cycles, name), planes + _OTHERS))
