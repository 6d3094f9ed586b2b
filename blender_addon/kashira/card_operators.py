"""Operators that change the heads that are in the scene."""

import bpy
from bpy.props import StringProperty

from . import attributes, card_properties, description, head_jobs, panel_request
from .engine_connection import Refusal
from .head_operators import NOT_READ, is_free, refuse, start

NO_CARD = "Select a Kashira card first"


def active_card(context: bpy.types.Context) -> bpy.types.Object | None:
    """The card that is active, or one of whose planes is."""
    return card_properties.card_of(context.active_object)


def chosen_cards(context: bpy.types.Context) -> list[bpy.types.Object]:
    """The selected cards that hold one head each, by name, the active one last."""
    found = {card_properties.card_of(thing) for thing in context.selected_objects} - {None}
    cards = [card for card in found if not card_properties.is_morph(card)]
    return sorted(cards, key=lambda card: (card == active_card(context), card.name))


def is_on_card(
    operator: type[bpy.types.Operator], context: bpy.types.Context, also_morph: bool = False
) -> bool:
    """Whether a card is active that may be changed; says what is in the way."""
    card = active_card(context)
    if card is None:
        operator.poll_message_set(NO_CARD)
    elif card.library is not None:
        operator.poll_message_set("This card is linked from another file: make an override of it")
    elif card_properties.is_morph(card) and not also_morph:
        operator.poll_message_set("This card is a morph: change its heads and bake it again")
    elif context.mode != "OBJECT":
        operator.poll_message_set("Go to Object Mode first")
    else:
        return True
    return False


class KashiraEdit(bpy.types.Operator):
    """Change the card's head in place: the same person, with what the panel fixes otherwise."""

    bl_idname = "kashira.edit"
    bl_label = "Edit Card"
    bl_options = set()  # noqa: RUF012

    attributes: StringProperty(description="JSON of attributes; empty: as the panel says")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card of this file, and while a job runs.

        Blender keeps no property of an override that the linked card does not have, and another
        head may be painted with other inks.
        """
        if not is_on_card(cls, context):
            return False
        if active_card(context).override_library is not None:
            cls.poll_message_set("This card overrides a linked one: make it local first")
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the changed head's inks."""
        card, head = active_card(context), context.scene.kashira_head
        try:
            recipe = card_properties.recipe_of(card)
            changes = panel_request.changes(head, recipe, self.attributes)
        except Refusal as refusal:
            return refuse(self, refusal)
        return start(self, "Editing the card", head_jobs.edit(card.name, changes))


class KashiraRecolor(bpy.types.Operator):
    """Give the card the colours that the panel fixes, with shade, light and line."""

    bl_idname = "kashira.recolor"
    bl_label = "Recolour Card"
    bl_options = set()  # noqa: RUF012

    attributes: StringProperty(description="JSON of colour attributes; empty: as the panel says")
    inks: StringProperty(description="JSON of single inks and their colours")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and while a job runs."""
        return is_on_card(cls, context) and is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the palette alone: no network runs."""
        card, head = active_card(context), context.scene.kashira_head
        try:
            inks = panel_request.json_object(self.inks) if self.inks else {}
            if self.attributes or self.inks:
                changes = panel_request.json_object(self.attributes or "{}")
            else:
                in_palette = {a.name for a in description.current().attributes if a.in_palette}
                changes = {n: v for n, v in attributes.asked(head).items() if n in in_palette}
        except Refusal as refusal:
            return refuse(self, refusal)
        if not changes and not inks:
            return refuse(self, Refusal("Fix a colour in the panel first: all of them are Any"))
        return start(self, "Recolouring the card", head_jobs.recolor(card.name, changes, inks))


class KashiraVary(bpy.types.Operator):
    """Make neighbours of the card's head, with the same attributes and colours."""

    bl_idname = "kashira.vary"
    bl_label = "Vary"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and while a job runs."""
        if active_card(context) is None:
            cls.poll_message_set(NO_CARD)
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine; the heads come to the results."""
        head, card = context.scene.kashira_head, active_card(context)
        job = head_jobs.vary(card.name, round(head.strength, 6), head.count)
        return start(self, "Drawing variants", job)


class KashiraMix(bpy.types.Operator):
    """Make heads on the way between two selected cards, both of them included."""

    bl_idname = "kashira.mix"
    bl_label = "Mix Two"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without two cards, and while a job runs."""
        if len(chosen_cards(context)) != 2:
            cls.poll_message_set("Select two Kashira cards first")
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine; the heads come to the results."""
        first, last = (card.name for card in chosen_cards(context))
        job = head_jobs.mix((first, last), context.scene.kashira_head.count)
        return start(self, "Mixing", job)


class KashiraColorsOwn(bpy.types.Operator):
    """Give a duplicated card a material that shows its own colours, not those of its original."""

    bl_idname = "kashira.colors_own"
    bl_label = "Own Colours"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey where the colours are its own already; a morph may be a duplicate, too."""
        if not is_on_card(cls, context, also_morph=True):
            return False
        shared = not card_properties.has_own_colors(active_card(context))
        if not shared:
            cls.poll_message_set("The card's colours are its own already")
        return shared

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Copy the material."""
        card_properties.make_own(active_card(context))
        return {"FINISHED"}


class KashiraRecipeRead(bpy.types.Operator):
    """Fill the panel with the attributes of the card's head, each of them fixed."""

    bl_idname = "kashira.recipe_read"
    bl_label = "Read Recipe"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and before a model is known."""
        if active_card(context) is None:
            cls.poll_message_set(NO_CARD)
            return False
        if not description.current().attributes:
            cls.poll_message_set(NOT_READ)
        return bool(description.current().attributes)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """No engine is needed."""
        try:
            recipe = card_properties.recipe_of(active_card(context))
        except Refusal as refusal:
            return refuse(self, refusal)
        attributes.fill(context.scene.kashira_head, recipe)
        return {"FINISHED"}


class KashiraViewStandard(bpy.types.Operator):
    """Show colours as they are painted: view transform Standard, without a look."""

    bl_idname = "kashira.view_standard"
    bl_label = "Use Standard"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey where it is Standard already."""
        already = context.scene.view_settings.view_transform == "Standard"
        if already:
            cls.poll_message_set("The view transform is Standard already")
        return not already

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Set the scene's colour management."""
        context.scene.view_settings.view_transform = "Standard"
        context.scene.view_settings.look = "None"
        return {"FINISHED"}


class KashiraViewCards(bpy.types.Operator):
    """Show cards in this view as they are rendered: in solid mode they may be grey."""

    bl_idname = "kashira.view_cards"
    bl_label = "Show Materials"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey where they are seen already."""
        hidden = hides_cards(context)
        if not hidden:
            cls.poll_message_set("This view shows materials already")
        return hidden

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Set the view's shading."""
        context.space_data.shading.type = "MATERIAL"
        return {"FINISHED"}


def hides_cards(context: bpy.types.Context) -> bool:
    """Whether this is a 3D View that shows neither materials nor textures."""
    if context.space_data is None or context.space_data.type != "VIEW_3D":
        return False
    shading = context.space_data.shading
    return shading.type == "WIREFRAME" or (
        shading.type == "SOLID" and shading.color_type != "TEXTURE"
    )


CLASSES = (
    KashiraEdit,
    KashiraRecolor,
    KashiraVary,
    KashiraMix,
    KashiraColorsOwn,
    KashiraRecipeRead,
    KashiraViewStandard,
    KashiraViewCards,
)
