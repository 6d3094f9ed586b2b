"""The operator that turns cards into a morph: one card whose frames are heads of their own."""

import bpy

from . import head_jobs
from .card_operators import chosen_cards, look_of
from .head_operators import is_free, start


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
            cls.poll_message_set("Select two or more Kashira cards first, the last one active")
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for every frame."""
        settings = context.scene.kashira_card
        params = {
            "frames": settings.frames,
            "loop": settings.loop,
            "easing": settings.easing,
            "size": settings.frame_pixels,
        }
        names = [card.name for card in chosen_cards(context)]
        job = head_jobs.bake_morph(names, params, look_of(context.scene))
        return start(self, "Baking a morph", job)


CLASSES = (KashiraMorphBake,)
