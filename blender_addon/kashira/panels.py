"""The tab 'Kashira' in the sidebar of the 3D View."""

from __future__ import annotations

import bpy

from . import attributes, card_properties, description, frame_atlas, layered_card, results
from .card_operators import active_card
from .description import Attribute
from .engine_connection import connection
from .engine_places import HOW_TO, find_engine
from .head_operators import NOT_READ


class _Tab:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Kashira"


class _AttributeTab(_Tab):
    """A panel of attributes; shown once a model is known."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return bool(description.current().attributes)


class KASHIRA_PT_head(_Tab, bpy.types.Panel):  # noqa: N801 -- Blender's own naming
    """What to make, and the button that makes it."""

    bl_label = "Head"

    def draw(self, context: bpy.types.Context) -> None:
        """Draw seed, count, the attributes of shape, and progress."""
        layout, head = _properties(self.layout), context.scene.kashira_head
        row = layout.row(align=True)
        row.prop(head, "seed")
        row.operator("kashira.seed_roll", text="", icon="FILE_REFRESH")
        layout.prop(head, "count")
        layout.prop(head, "variety")
        _draw_attributes(layout, head, "head")
        if description.current().attributes:
            layout.operator("kashira.attributes_free", icon="X")
        else:
            layout.label(text=NOT_READ, icon="INFO")
            layout.operator("kashira.model_read", icon="IMPORT")
        layout.operator("kashira.generate", icon="USER")
        _draw_state(self.layout)


class KASHIRA_PT_results(_Tab, bpy.types.Panel):  # noqa: N801
    """The heads of this session; each can be put into the scene."""

    bl_label = "Results"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Nothing is shown before there is a head."""
        return bool(results.made)

    def draw(self, context: bpy.types.Context) -> None:
        """Draw a page of pictures."""
        page = min(context.window_manager.kashira_page, results.pages())
        grid = self.layout.grid_flow(row_major=True, columns=2, even_columns=True)
        for place, result in results.page(page - 1):
            cell = grid.column(align=True)
            cell.template_icon(icon_value=result.icon, scale=6.0)
            add = cell.operator("kashira.card_add", text=f"Add {result.tag}", icon="ADD")
            add.result = place
            texture = cell.operator("kashira.texture_apply", icon="TEXTURE")
            texture.result = place
        if results.pages() > 1:
            self.layout.prop(context.window_manager, "kashira_page")


class KASHIRA_PT_colors(_AttributeTab, bpy.types.Panel):  # noqa: N801
    """Colours of the next heads, or of the card."""

    bl_label = "Colours"

    def draw(self, context: bpy.types.Context) -> None:
        """Draw every colour attribute."""
        layout = _properties(self.layout)
        _draw_attributes(layout, context.scene.kashira_head, "colors")
        layout.operator("kashira.recolor", icon="BRUSH_DATA")


class KASHIRA_PT_expression(_AttributeTab, bpy.types.Panel):  # noqa: N801
    """Eyes, mouth, brows and pose."""

    bl_label = "Expression"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, context: bpy.types.Context) -> None:
        """Draw what moves in a face."""
        layout = _properties(self.layout)
        _draw_attributes(layout, context.scene.kashira_head, "expression")
        layout.operator("kashira.edit", icon="GREASEPENCIL")


class KASHIRA_PT_card(_Tab, bpy.types.Panel):  # noqa: N801
    """How cards are made, and the colours of the active one."""

    bl_label = "Card"

    def draw(self, context: bpy.types.Context) -> None:
        """Draw the settings of new cards and what concerns the active one."""
        layout, settings = _properties(self.layout), context.scene.kashira_card
        if context.scene.view_settings.view_transform != "Standard":
            box = layout.box()
            box.label(text="This view transform changes the colours", icon="ERROR")
            box.operator("kashira.view_standard")
        for name in ("height", "origin", "shading", "blending", "billboard"):
            layout.prop(settings, name)
        if settings.billboard and context.scene.camera is None:
            layout.label(text="The scene has no camera to face", icon="INFO")
        row = layout.row(align=True)
        row.operator("kashira.card_add", text="Add Card", icon="ADD")
        row.operator("kashira.layered_card_add", text="Add Layers", icon="RENDERLAYERS")
        card = active_card(context)
        if card is not None:
            _draw_card(layout, context.scene.kashira_head, card)


class KASHIRA_PT_morph(_Tab, bpy.types.Panel):  # noqa: N801
    """From head to head."""

    bl_label = "Morph"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, context: bpy.types.Context) -> None:
        """Draw the settings of morphs, and which frame the active one shows."""
        layout, card = _properties(self.layout), active_card(context)
        for name in ("frames", "frame_pixels", "loop", "easing", "follow", "cross_fade"):
            layout.prop(context.scene.kashira_card, name)
        layout.operator("kashira.morph_bake", icon="RENDER_ANIMATION")
        layout.operator("kashira.expression_bake", icon="HIDE_OFF")
        if card is not None and card_properties.is_morph(card):
            if frame_atlas.PROGRESS in card:
                layout.prop(card, f'["{frame_atlas.PROGRESS}"]', text="Progress")
            else:
                layout.prop(card, f'["{frame_atlas.PROPERTY}"]', text="Frame shown")


class KASHIRA_PT_engine(_Tab, bpy.types.Panel):  # noqa: N801
    """The program that draws."""

    bl_label = "Engine"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012

    def draw(self, _context: bpy.types.Context) -> None:
        """Draw which model and engine there are, and how to get them."""
        layout, model = self.layout, description.current().model
        command = find_engine()
        if command is None:
            layout.label(text="There is no engine. In a terminal:", icon="ERROR")
            layout.label(text=HOW_TO)
        else:
            layout.label(text=command[0], icon="CONSOLE")
        if model:
            layout.label(text=f"{model['title']} {model['version']}, {model['resolution']} px")
        row = layout.row(align=True)
        row.operator("kashira.model_read", icon="IMPORT")
        row.operator("kashira.engine_log", icon="TEXT")


def add_menu(self: bpy.types.Menu, _context: bpy.types.Context) -> None:
    """The entry in Add > Mesh."""
    self.layout.operator("kashira.card_add", icon="USER")
    self.layout.operator("kashira.layered_card_add", icon="RENDERLAYERS")


def _properties(layout: bpy.types.UILayout) -> bpy.types.UILayout:
    layout.use_property_split = True
    layout.use_property_decorate = False
    return layout


def _draw_state(layout: bpy.types.UILayout) -> None:
    if connection.is_busy:
        row = layout.row(align=True)
        row.progress(factor=connection.fraction, text=connection.title)
        row.operator("kashira.cancel", text="", icon="CANCEL")
    elif connection.fault:
        column = layout.column(align=True)
        column.alert = True
        for line in _wrapped(connection.fault):
            column.label(text=line)


def _wrapped(sentence: str, width: int = 40) -> list[str]:
    """A sentence in lines: labels do not break by themselves."""
    lines = [""]
    for word in sentence.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _draw_card(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, card: bpy.types.Object
) -> None:
    layout.separator()
    row = layout.row(align=True)
    row.operator("kashira.recipe_read", icon="IMPORT")
    row.operator("kashira.edit", icon="GREASEPENCIL")
    layout.prop(head, "strength")
    row = layout.row(align=True)
    row.operator("kashira.vary", icon="FORCE_TURBULENCE")
    row.operator("kashira.mix", icon="ARROW_LEFTRIGHT")
    if layered_card.PARALLAX in card:
        layout.prop(card, f'["{layered_card.PARALLAX}"]', text="Parallax")
    row = layout.row(align=True)
    row.operator("kashira.bake_image", icon="IMAGE_DATA")
    row.operator("kashira.asset_mark", icon="ASSET_MANAGER")
    if not card_properties.has_own_colors(card):
        layout.label(text="These are the colours of its original", icon="INFO")
        layout.operator("kashira.colors_own")
        return
    for ink in card_properties.inks_of(card):
        name = card_properties.ink_property(ink["name"])
        layout.prop(card, f'["{name}"]', text=ink["title"])


def _draw_attributes(layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, panel: str) -> None:
    for attribute in description.current().attributes:
        if attribute.panel == panel:
            _draw_attribute(layout, head, attribute)


def _draw_attribute(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, attribute: Attribute
) -> None:
    value = attributes.value_name(attribute)
    if attribute.kind in ("choice", "color"):
        layout.prop(head, value)
        if attribute.kind == "color" and getattr(head, value) == attributes.CUSTOM:
            layout.prop(head, attributes.color_name(attribute), text=" ")
        return
    fixed = attributes.fixed_name(attribute)
    row = layout.row(heading=attribute.title)
    row.prop(head, fixed, text="")
    cell = row.row()
    cell.active = getattr(head, fixed)
    cell.prop(head, value, text="")


CLASSES = (
    KASHIRA_PT_head,
    KASHIRA_PT_results,
    KASHIRA_PT_colors,
    KASHIRA_PT_expression,
    KASHIRA_PT_card,
    KASHIRA_PT_morph,
    KASHIRA_PT_engine,
)
