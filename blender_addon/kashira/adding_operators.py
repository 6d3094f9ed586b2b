"""Operators that put heads into the scene."""

from typing import Any

import bpy
from bpy.props import IntProperty, StringProperty

from . import head_jobs, panel_request, results
from .engine_connection import Refusal
from .head_operators import is_free, refuse, start
from .look import Look


def look_of(scene: bpy.types.Scene) -> Look:
    """How new cards of a scene are made."""
    settings = scene.kashira_card
    return Look(
        settings.height, settings.shading == "LIT", settings.blending == "DITHERED",
        settings.billboard, settings.origin == "CHIN",
    )  # fmt: skip


class _Adding:
    """What both operators do: a card of a result, of a recipe, or of a new head."""

    bl_options = set()  # noqa: RUF012 -- the job pushes its own undo step when the card is there
    layered = False

    result: IntProperty(default=-1, min=-1, description="Place among the results; -1: newest")
    recipe: StringProperty(description="JSON of a recipe, instead of a result")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey while a job runs, and outside Object Mode."""
        if context.mode != "OBJECT":
            cls.poll_message_set("Go to Object Mode first")
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the head's inks."""
        try:
            params = panel_request.new_heads(context.scene.kashira_head, "", 1, "")
            job = head_jobs.add_card(params, self._recipe(), look_of(context.scene), self.layered)
        except Refusal as refusal:
            return refuse(self, refusal)
        return start(self, "Making a card", job)

    def _recipe(self) -> dict[str, Any] | None:
        if self.recipe:
            return panel_request.json_object(self.recipe)
        if self.result >= len(results.made):
            raise Refusal(f"There are {len(results.made)} results: {self.result} is none of them")
        return results.made[self.result].recipe if results.made else None


class KashiraCardAdd(_Adding, bpy.types.Operator):
    """Put a head into the scene as a card, at the 3D cursor: a result, or else a new head."""

    bl_idname = "kashira.card_add"
    bl_label = "Kashira Card"


class KashiraLayeredCardAdd(_Adding, bpy.types.Operator):
    """Put a head into the scene as planes, one a layer, whose depth one property scales."""

    bl_idname = "kashira.layered_card_add"
    bl_label = "Layered Kashira Card"
    layered = True


CLASSES = (KashiraCardAdd, KashiraLayeredCardAdd)
