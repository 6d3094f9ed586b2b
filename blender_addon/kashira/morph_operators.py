"""Operators that turn cards into morphs: one card whose frames are heads of their own."""

from typing import Any

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty

from . import card_properties, head_jobs, panel_request
from .adding_operators import look_of
from .card_operators import active_card, chosen_cards, is_on_card
from .engine_connection import Refusal
from .frame_atlas import Motion
from .head_operators import is_free, refuse, start

TOO_FEW = "Select two or more Kashira cards first, the last one active"

_CYCLES = {"BLINK": ("eyes_open", 8, 3.0), "TALK": ("open_mouth", 12, 0.0)}
"""The attribute that moves, frames that look right, and seconds of rest after them."""


class KashiraMorphBake(bpy.types.Operator):
    """Make a card that turns from head to head of the selected cards, from this frame on."""

    bl_idname = "kashira.morph_bake"
    bl_label = "Bake Morph"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without two cards, outside Object Mode, and while a job runs."""
        if context.mode != "OBJECT":
            cls.poll_message_set("Go to Object Mode first")
            return False
        if len(chosen_cards(context)) < 2:
            cls.poll_message_set(TOO_FEW)
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for every frame."""
        names = [card.name for card in chosen_cards(context)]
        job = head_jobs.bake_morph(
            names, _frames(context.scene), look_of(context.scene), _motion(context.scene)
        )
        return start(self, "Baking a morph", job)


class KashiraExpressionBake(bpy.types.Operator):
    """Make a card that turns from the active card's head to what the panel fixes otherwise."""

    bl_idname = "kashira.expression_bake"
    bl_label = "Bake Expression"
    bl_options = set()  # noqa: RUF012

    attributes: StringProperty(description="JSON of attributes; empty: as the panel says")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and while a job runs."""
        return is_on_card(cls, context) and is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for every frame."""
        scene, card = context.scene, active_card(context)
        try:
            recipe = card_properties.recipe_of(card)
            changes = panel_request.changes(scene.kashira_head, recipe, self.attributes)
        except Refusal as refusal:
            return refuse(self, refusal)
        job = head_jobs.bake_expression(
            card.name, lambda _: changes, _frames(scene), look_of(scene), _motion(scene)
        )
        return start(self, "Baking an expression", job)


class KashiraCycleBake(bpy.types.Operator):
    """Make a card of the active card's head that blinks or talks, again and again."""

    bl_idname = "kashira.cycle_bake"
    bl_label = "Bake Cycle"
    bl_options = set()  # noqa: RUF012

    cycle: EnumProperty(
        name="Cycle",
        items=[
            ("BLINK", "Blink", "A card whose eyes close and open, every few seconds"),
            ("TALK", "Talk", "A card whose mouth opens and closes"),
        ],
    )
    frames: IntProperty(min=0, max=256, description="How many heads are drawn; 0: as suits it")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and while a job runs."""
        return is_on_card(cls, context) and is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for every frame."""
        scene, (name, frames, rest_seconds) = context.scene, _CYCLES[self.cycle]
        params = {**_frames(scene), "frames": self.frames or frames, "loop": True}
        rest = round(rest_seconds * scene.render.fps / scene.render.fps_base)
        motion = _motion(scene)._replace(repeats=True, rest=rest)
        card = active_card(context)
        job = head_jobs.bake_expression(
            card.name, head_jobs.other_end(name), params, look_of(scene), motion
        )
        return start(self, "Baking an expression", job)


def _frames(scene: bpy.types.Scene) -> dict[str, Any]:
    """What the engine is told of the frames."""
    settings = scene.kashira_card
    return {
        "frames": settings.frames,
        "loop": settings.loop,
        "easing": settings.easing,
        "size": settings.frame_pixels,
    }


def _motion(scene: bpy.types.Scene) -> Motion:
    settings = scene.kashira_card
    return Motion(settings.cross_fade, settings.follow == "PROGRESS", settings.loop)


CLASSES = (KashiraMorphBake, KashiraExpressionBake, KashiraCycleBake)
