"""Operators for a head's flat picture: for solid mode, exporters, other meshes and the library."""

from array import array

import bpy
from bpy.props import IntProperty

from . import card_properties, character_card, colors, head_jobs, mesh_texture, results
from .card_operators import active_card, is_on_card
from .head_operators import is_free, start


def is_on_flat_card(operator: type[bpy.types.Operator], context: bpy.types.Context) -> bool:
    """Whether a card of one plane is active that may be changed; says what is in the way."""
    if not is_on_card(operator, context):
        return False
    layered = card_properties.is_layered(active_card(context))
    if layered:
        operator.poll_message_set("A layered card has no flat picture: add a card of one plane")
    return not layered


class KashiraBakeImage(bpy.types.Operator):
    """Draw the card's flat picture in its present colours: solid mode and exporters show it."""

    bl_idname = "kashira.bake_image"
    bl_label = "Bake Picture"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card of one plane, and while a job runs."""
        return is_on_flat_card(cls, context) and is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the picture."""
        return start(self, "Baking", head_jobs.bake_picture(active_card(context).name))


class KashiraTextureApply(bpy.types.Operator):
    """Put a result's picture on the active object's material, in its UV map."""

    bl_idname = "kashira.texture_apply"
    bl_label = "Apply as Texture"
    bl_options = set()  # noqa: RUF012

    result: IntProperty(default=-1, min=-1, description="Place among the results; -1: newest")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without results and without a mesh that can take a texture."""
        fault = mesh_texture.fault_of(context.active_object)
        fault = fault or ("" if results.made else "Generate a head first")
        if fault:
            cls.poll_message_set(fault)
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the picture."""
        if self.result >= len(results.made):
            self.report({"ERROR"}, f"There are {len(results.made)} results")
            return {"CANCELLED"}
        recipe = results.made[self.result].recipe
        job = head_jobs.apply_texture(context.active_object.name, recipe)
        return start(self, "Applying a texture", job)


class KashiraAssetMark(bpy.types.Operator):
    """Put the card into the asset library of this file, with the head as its picture."""

    bl_idname = "kashira.asset_mark"
    bl_label = "Mark as Asset"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card of one plane, and where it is an asset already."""
        if not is_on_flat_card(cls, context):
            return False
        marked = active_card(context).asset_data is not None
        if marked:
            cls.poll_message_set("The card is an asset already")
        return not marked

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Mark it; no engine is needed."""
        card = active_card(context)
        card.asset_mark()
        card.asset_data.tags.new("Kashira", skip_if_exists=True)
        picture = character_card.picture_of(card)
        if picture is not None:
            pixels = array("f", bytes(4 * len(picture.pixels)))
            picture.pixels.foreach_get(pixels)
            colors.premultiply(pixels)
            preview = card.preview_ensure()
            preview.image_size = picture.size
            preview.image_pixels_float.foreach_set(pixels)
        return {"FINISHED"}


CLASSES = (KashiraBakeImage, KashiraTextureApply, KashiraAssetMark)
