"""Pieces that panels are drawn of."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

import bpy
from bpy.app.translations import pgettext_iface as translated

from . import attributes, card_properties, description, frame_atlas, layered_card, live_preview
from .card_operators import active_card, hides_cards
from .description import Attribute
from .engine_connection import connection
from .translations import CONTEXT

_LABEL_WIDTH = 14
"""Letters beside a menu in a sidebar as wide as Blender makes it; Japanese ones count twice."""


def properties(layout: bpy.types.UILayout) -> bpy.types.UILayout:
    """A layout with names on the left and no dots for keys on the right."""
    layout.use_property_split = True
    layout.use_property_decorate = False
    return layout


def draw_state(layout: bpy.types.UILayout) -> None:
    """Progress of the job that runs and its cancel, or why the last one failed."""
    if connection.is_busy:
        row = layout.row(align=True)
        row.progress(factor=connection.fraction, text=translated(connection.title))
        row.operator("kashira.cancel", text="", icon="CANCEL")
    elif connection.fault:
        draw_sentence(layout, translated(connection.fault), "ERROR")


def draw_no_engine(layout: bpy.types.UILayout) -> None:
    """Say that there is none, and what to type for one."""
    draw_sentence(layout, translated("There is no engine. Type in a terminal:"), "ERROR")
    layout.prop(bpy.context.window_manager, "kashira_command", text="", icon="CONSOLE")


def draw_warnings(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    """What keeps the active card from looking as it is painted, each with the way out."""
    if active_card(context) is None:
        return
    if hides_cards(context):
        box = layout.box()
        box.label(text="Cards are grey in this view", icon="INFO")
        box.operator("kashira.view_cards", icon="SHADING_TEXTURE")
    if context.scene.view_settings.view_transform != "Standard":
        box = layout.box()
        box.label(text="The view transform alters colours", icon="ERROR")
        box.operator("kashira.view_standard")


def draw_sentence(layout: bpy.types.UILayout, sentence: str, icon: str) -> None:
    """A sentence in lines, since labels do not break by themselves; an error in red."""
    column = layout.column(align=True)
    column.alert = icon == "ERROR"
    for number, line in enumerate(_wrapped(sentence)):
        column.label(text=line, icon="BLANK1" if number else icon, translate=False)


def draw_preview(layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup) -> None:
    """The head that the controls say."""
    if settings.live and live_preview.head is not None:
        layout.template_icon(icon_value=live_preview.icon, scale=7.0)
        layout.operator("kashira.preview_keep", icon="PINNED")


def draw_attributes(layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, panel: str) -> None:
    """The controls of every attribute that is in a panel."""
    for attribute in description.current().attributes:
        if attribute.panel == panel:
            _draw_attribute(layout, head, attribute)


def draw_card(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, card: bpy.types.Object
) -> None:
    """What can be done with the active card, and its colours."""
    layout.label(text=card.name, icon="USER", translate=False)
    row = layout.row(align=True)
    row.operator("kashira.vary", icon="FORCE_TURBULENCE")
    row.use_property_split = False
    row.prop(head, "strength")
    for pair in (("recipe_read", "IMPORT"), ("edit", "GREASEPENCIL")), (
        ("mix", "ARROW_LEFTRIGHT"), ("asset_mark", "ASSET_MANAGER")):  # fmt: skip
        row = layout.row(align=True)
        for name, icon in pair:
            row.operator(f"kashira.{name}", icon=icon)
    layout.operator("kashira.bake_image", icon="IMAGE_DATA")
    if layered_card.PARALLAX in card:
        draw_own(layout, card, layered_card.PARALLAX, "Parallax")
    if not card_properties.has_own_colors(card):
        layout.label(text="These are its original's colours", icon="INFO")
        layout.operator("kashira.colors_own")
        return
    _draw_inks(layout.column(align=True), card)


def _draw_inks(layout: bpy.types.UILayout, card: bpy.types.Object) -> None:
    """A row for the inks of hair, a row for those of skin ...; tooltips tell which is which."""
    groups: dict[str, list[str]] = {}
    for ink in card_properties.inks_of(card):
        if card_properties.ink_property(ink["name"]) in card:  # someone may have removed it
            groups.setdefault(ink["name"].partition(".")[0], []).append(ink["name"])
    for group, names in groups.items():
        split = layout.split(factor=0.3)
        split.use_property_split = False
        split.label(text=group.capitalize())
        row = split.row(align=True)
        for name in names:
            row.prop(card, f'["{card_properties.ink_property(name)}"]', text="")


def draw_morph(layout: bpy.types.UILayout, card: bpy.types.Object) -> None:
    """Where the active morph is."""
    if frame_atlas.PROGRESS in card:
        draw_own(layout, card, frame_atlas.PROGRESS, "Progress")
    else:
        draw_own(layout, card, frame_atlas.PROPERTY, "Frame shown")


def draw_own(layout: bpy.types.UILayout, card: bpy.types.Object, name: str, text: str) -> None:
    """A property of the card itself, with the dot that keys it."""
    row: Any = layout.row()
    row.use_property_decorate = True
    row.prop(card, f'["{name}"]', text=text)


def _draw_attribute(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, attribute: Attribute
) -> None:
    value = attributes.value_name(attribute)
    if attribute.kind in ("choice", "color"):
        _draw_menu(layout, head, attribute.title, value)
    else:
        _draw_slider(layout, head, attribute.title, value, attributes.fixed_name(attribute))
    if attribute.kind == "color" and getattr(head, value) == attributes.CUSTOM:
        layout.prop(head, attributes.color_name(attribute), text=" ")


def _draw_menu(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, title: str, value: str
) -> None:
    """The name beside the menu, or, where it is too long, above it."""
    row = layout.column(align=True) if _is_long(title) else layout.split(factor=0.45)
    row.use_property_split = False
    row.label(text=title, text_ctxt=CONTEXT)
    row.prop(head, value, text="")


def _draw_slider(
    layout: bpy.types.UILayout, head: bpy.types.PropertyGroup, title: str, value: str, fixed: str
) -> None:
    """The slider, with its name in it, where there is room; none while the seed draws it."""
    row = layout.row(align=True)
    row.use_property_split = False
    if getattr(head, fixed):
        row.prop(head, fixed, text="")
        row.prop(head, value, slider=True)
        return
    row.prop(head, fixed, text=title, text_ctxt=CONTEXT)
    seed = row.row()
    seed.alignment, seed.active = "RIGHT", False
    seed.label(text="Any", text_ctxt=CONTEXT)


def _is_long(title: str) -> bool:
    """Whether a name is too long to stand beside its menu."""
    letters = translated(title, CONTEXT)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in letters) > _LABEL_WIDTH


def _wrapped(sentence: str, width: int = 34) -> list[str]:
    lines = [""]
    for word in sentence.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
