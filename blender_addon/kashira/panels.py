"""The tab 'Kashira' in the sidebars of the 3D View and the Image Editor."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as translated

from . import card_properties, description, panel_parts, results
from .card_operators import active_card, chosen_cards
from .engine_places import find_engine
from .head_operators import NOT_READ
from .morph_operators import TOO_FEW
from .translations import CONTEXT


class _Tab:
    bl_region_type = "UI"
    bl_category = "Kashira"
    bl_translation_context = CONTEXT


class _AttributeTab(_Tab):
    """A panel of attributes; shown once a model is known."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return bool(description.current().attributes)


class _New(_Tab):
    """What is made next, and the button that makes it."""

    bl_label = "New Heads"

    def draw(self, context: bpy.types.Context) -> None:
        layout, head = panel_parts.properties(self.layout), context.scene.kashira_head
        panel_parts.draw_preview(layout, context.scene.kashira_card)
        if find_engine() is None:
            panel_parts.draw_no_engine(self.layout)
        elif not description.current().attributes:
            panel_parts.draw_sentence(self.layout, translated(NOT_READ), "INFO")
            layout.operator("kashira.model_read", icon="IMPORT")
        row = self.layout.row()
        row.scale_y = 1.4
        row.operator("kashira.generate", icon="USER")
        panel_parts.draw_state(self.layout)
        panel_parts.draw_warnings(self.layout, context)
        row = layout.row(align=True)
        row.prop(head, "seed", placeholder=translated("New each time"))
        row.operator("kashira.seed_roll", text="", icon="FILE_REFRESH")
        layout.prop(head, "count")
        layout.prop(head, "variety")
        layout.prop(context.scene.kashira_card, "live")


class _Results(_Tab):
    """The heads of this session; each can be put into the scene."""

    bl_label = "Results"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return bool(results.made)

    def draw(self, context: bpy.types.Context) -> None:
        page = min(context.window_manager.kashira_page, results.pages())
        grid = self.layout.grid_flow(row_major=True, columns=2, even_columns=True)
        for place, result in results.page(page - 1):
            cell = grid.column(align=True)
            cell.template_icon(icon_value=result.icon, scale=6.0)
            row = cell.row(align=True)
            row.operator("kashira.card_add", text="Add", icon="ADD").result = place
            for name, icon in (("layered_card_add", "RENDERLAYERS"), ("texture_apply", "TEXTURE")):
                row.operator(f"kashira.{name}", text="", icon=icon).result = place
        if results.pages() > 1:
            text = translated("Page of {}").format(results.pages())
            self.layout.prop(context.window_manager, "kashira_page", text=text, translate=False)


class _Head(_AttributeTab):
    """The attributes of shape, of the next heads or for the card."""

    bl_label = "Head"

    def draw(self, context: bpy.types.Context) -> None:
        layout = panel_parts.properties(self.layout)
        row = layout.row(align=True)
        row.menu("KASHIRA_MT_presets", icon="PRESET")
        row.operator("kashira.attributes_free", icon="X")
        panel_parts.draw_attributes(layout, context.scene.kashira_head, "head")
        layout.operator("kashira.edit", icon="GREASEPENCIL")


class _Colors(_AttributeTab):
    """Colours of the next heads, or of the card."""

    bl_label = "Colours"

    def draw(self, context: bpy.types.Context) -> None:
        layout = panel_parts.properties(self.layout)
        panel_parts.draw_attributes(layout, context.scene.kashira_head, "colors")
        layout.operator("kashira.recolor", icon="BRUSH_DATA")


class _Expression(_AttributeTab):
    """Eyes, mouth, brows and pose."""

    bl_label = "Expression"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, context: bpy.types.Context) -> None:
        layout = panel_parts.properties(self.layout)
        panel_parts.draw_attributes(layout, context.scene.kashira_head, "expression")
        layout.operator("kashira.edit", icon="GREASEPENCIL")


class _Card(_Tab):
    """How cards are made, and what concerns the active one."""

    bl_label = "Card"

    def draw(self, context: bpy.types.Context) -> None:
        layout, settings = panel_parts.properties(self.layout), context.scene.kashira_card
        card = active_card(context)
        if card is not None:
            panel_parts.draw_card(layout, context.scene.kashira_head, card)
            layout.separator()
        layout.label(text="New cards:")
        for name in ("height", "origin", "shading", "blending", "billboard"):
            layout.prop(settings, name)
        if settings.billboard and context.scene.camera is None:
            layout.label(text="The scene has no camera to face", icon="INFO")
        row = layout.row(align=True)
        row.operator("kashira.card_add", text="Add Card", icon="ADD")
        row.operator("kashira.layered_card_add", text="Add Layers", icon="RENDERLAYERS")


class _Morph(_Tab):
    """From head to head."""

    bl_label = "Morph"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, context: bpy.types.Context) -> None:
        layout, card = panel_parts.properties(self.layout), active_card(context)
        if card is not None and card_properties.is_morph(card):
            panel_parts.draw_morph(layout, card)
        if len(chosen_cards(context)) < 2:
            panel_parts.draw_sentence(layout, translated(TOO_FEW), "INFO")
        for name in ("frames", "frame_pixels", "loop", "easing", "follow", "cross_fade"):
            layout.prop(context.scene.kashira_card, name)
        layout.operator("kashira.morph_bake", icon="RENDER_ANIMATION")
        layout.operator("kashira.expression_bake", icon="HIDE_OFF")
        row = layout.row(align=True)
        for cycle in ("Blink", "Talk"):
            row.operator("kashira.cycle_bake", text=cycle).cycle = cycle.upper()


class _Engine(_Tab):
    """The program that draws."""

    bl_label = "Engine"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, _context: bpy.types.Context) -> None:
        layout, model = self.layout, description.current().model
        command = find_engine()
        if command is None:
            panel_parts.draw_no_engine(layout)
        else:
            layout.label(text=command[0], icon="CONSOLE", translate=False)
        if model:
            named = f"{model['title']} {model['version']}, {model['resolution']} px"
            layout.label(text=translated("Model: {}").format(named), translate=False)
        row = layout.row(align=True)
        row.operator("kashira.model_read", icon="IMPORT")
        row.operator("kashira.engine_log", icon="TEXT")


def add_menu(self: bpy.types.Menu, _context: bpy.types.Context) -> None:
    """The entries in Add > Mesh."""
    self.layout.operator("kashira.card_add", icon="USER")
    self.layout.operator("kashira.layered_card_add", icon="RENDERLAYERS")


def _panel(part: type, space: str) -> type:
    """A panel of one editor: Blender wants a class for each."""
    suffix = "" if space == "VIEW_3D" else f"_{space.lower()}"
    name = f"KASHIRA_PT{part.__name__.lower()}{suffix}"
    about = {"__doc__": part.__doc__, "bl_idname": name, "bl_space_type": space}
    return type(name, (part, bpy.types.Panel), about)


CLASSES = tuple(
    _panel(part, space)
    for space in ("VIEW_3D", "IMAGE_EDITOR")
    for part in (_New, _Results, _Head, _Colors, _Expression, _Card, _Morph, _Engine)
)
