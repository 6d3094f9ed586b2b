"""Operators that put heads into the scene and change them there."""

import bpy
from bpy.props import IntProperty, StringProperty

from . import attributes, character_card, description, head_jobs, results
from .character_card import Look
from .engine_connection import Refusal
from .head_operators import NOT_READ, is_free, refuse, start


def look_of(scene: bpy.types.Scene) -> Look:
    """How new cards of a scene are made."""
    settings = scene.kashira_card
    lit, dithered = settings.shading == "LIT", settings.blending == "DITHERED"
    return Look(settings.height, lit, dithered, settings.billboard)


def chosen_cards(context: bpy.types.Context) -> list[bpy.types.Object]:
    """The selected cards that hold one head each, by name, the active one last."""
    cards = [
        card
        for card in context.selected_objects
        if character_card.is_card(card) and not character_card.is_morph(card)
    ]
    return sorted(cards, key=lambda card: (card == context.active_object, card.name))


def is_on_card(operator: type[bpy.types.Operator], context: bpy.types.Context) -> bool:
    """Whether a card is active that may be changed; says what is in the way."""
    card = context.active_object
    if not character_card.is_card(card):
        operator.poll_message_set("Select a Kashira card first")
    elif card.library is not None:
        operator.poll_message_set("This card is linked from another file: make an override of it")
    elif character_card.is_morph(card):
        operator.poll_message_set("This card is a morph: change its heads and bake it again")
    elif context.mode != "OBJECT":
        operator.poll_message_set("Go to Object Mode first")
    else:
        return True
    return False


class KashiraCardAdd(bpy.types.Operator):
    """Put a head into the scene as a card, at the 3D cursor: a result, or else a new head."""

    bl_idname = "kashira.card_add"
    bl_label = "Kashira Card"
    bl_options = set()  # noqa: RUF012 -- the job pushes its own undo step when the card is there

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
        look = look_of(context.scene)
        try:
            params = head_jobs.panel_request(context.scene.kashira_head, "", 1, "")
            job = head_jobs.add_card(params, self._recipe(), look)
        except Refusal as refusal:
            return refuse(self, refusal)
        return start(self, "Making a card", job)

    def _recipe(self) -> dict | None:
        if self.recipe:
            return head_jobs.json_object(self.recipe)
        if self.result >= len(results.made):
            raise Refusal(f"There are {len(results.made)} results: {self.result} is none of them")
        return results.made[self.result].recipe if results.made else None


class KashiraEdit(bpy.types.Operator):
    """Change the card's head in place: the same person, with what the panel fixes otherwise."""

    bl_idname = "kashira.edit"
    bl_label = "Edit Card"
    bl_options = set()  # noqa: RUF012

    attributes: StringProperty(description="JSON of attributes; empty: as the panel says")

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and while a job runs."""
        return is_on_card(cls, context) and is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine for the changed head's inks."""
        card, head = context.active_object, context.scene.kashira_head
        try:
            recipe = character_card.recipe_of(card)
            changes = head_jobs.panel_changes(head, recipe, self.attributes)
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
        card, head = context.active_object, context.scene.kashira_head
        try:
            inks = head_jobs.json_object(self.inks) if self.inks else {}
            if self.attributes or self.inks:
                changes = head_jobs.json_object(self.attributes or "{}")
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
        if not character_card.is_card(context.active_object):
            cls.poll_message_set("Select a Kashira card first")
            return False
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine; the heads come to the results."""
        head, card = context.scene.kashira_head, context.active_object
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
        """Grey where the colours are its own already."""
        if not is_on_card(cls, context):
            return False
        shared = not character_card.has_own_colors(context.active_object)
        if not shared:
            cls.poll_message_set("The card's colours are its own already")
        return shared

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Copy the material."""
        character_card.make_own(context.active_object)
        return {"FINISHED"}


class KashiraRecipeRead(bpy.types.Operator):
    """Fill the panel with the attributes of the card's head, each of them fixed."""

    bl_idname = "kashira.recipe_read"
    bl_label = "Read Recipe"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Grey without a card, and before a model is known."""
        if not character_card.is_card(context.active_object):
            cls.poll_message_set("Select a Kashira card first")
            return False
        if not description.current().attributes:
            cls.poll_message_set(NOT_READ)
        return bool(description.current().attributes)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """No engine is needed."""
        recipe = character_card.recipe_of(context.active_object)
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


CLASSES = (
    KashiraCardAdd,
    KashiraEdit,
    KashiraRecolor,
    KashiraVary,
    KashiraMix,
    KashiraColorsOwn,
    KashiraRecipeRead,
    KashiraViewStandard,
)
