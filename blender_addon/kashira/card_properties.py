"""What makes an object a card: the recipe of its head, and the colour of every ink as its own.

    kashira_recipe      JSON: the recipe the head is made from (on its picture too)
    kashira_inks        JSON: its inks (docs/engine.md, "inks") and the colour each came in
    kashira_frames      JSON: of a morph, the recipe of each frame
    kashira_frame       of a morph, which frame it shows
    kashira_look        JSON: of a layered card, how it was asked to look
    ink hair.base ...   the colour each ink has now, sRGB-encoded: change or key it, nothing else

Drivers of the type SUM take the colours to the materials; they need no Python, so they work in
files of others too, with auto-run off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import bpy

from . import colors, frame_atlas
from .engine_connection import Refusal

RECIPE = "kashira_recipe"
INKS = "kashira_inks"
FRAMES = "kashira_frames"
LOOK = "kashira_look"


def is_card(thing: bpy.types.Object | None) -> bool:
    """Whether an object is a card, of one plane or of many."""
    return thing is not None and RECIPE in thing and INKS in thing


def card_of(thing: bpy.types.Object | None) -> bpy.types.Object | None:
    """The card that an object is, or is a plane of."""
    while thing is not None and not is_card(thing):
        thing = thing.parent
    return thing


def is_morph(card: bpy.types.Object) -> bool:
    """Whether a card holds many frames."""
    return frame_atlas.PROPERTY in card


def is_layered(card: bpy.types.Object) -> bool:
    """Whether a card has a plane for each part; the card itself is the empty above them."""
    return LOOK in card


def inks_of(card: bpy.types.Object) -> list[dict[str, Any]]:
    """The inks that an artist may recolour: name, title, kind, color, and attribute."""
    return [ink for ink in json.loads(card[INKS]) if ink["kind"] != "paint"]


def ink_property(name: str) -> str:
    """The custom property that holds an ink's colour."""
    return f"ink {name}"


def recipe_of(card: bpy.types.Object) -> dict[str, Any]:
    """The recipe of the head as it looks now: inks that were recoloured by hand are in it."""
    try:
        recipe = dict(json.loads(card[RECIPE]))
        for ink in inks_of(card):
            color = card.get(ink_property(ink["name"]))
            now = ink["color"] if color is None else colors.to_hex(color)
            if now != ink["color"]:
                recipe.setdefault("inks", {})[ink["name"]] = now
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal(f"The recipe of {card.name} cannot be read") from error
    return recipe


def write(card: bpy.types.Object, recipe: dict[str, Any], inks: list[dict[str, Any]]) -> None:
    """Make an object a card of this head, in the colours that its inks say; no others stay."""
    shown = {ink["name"] for ink in inks}
    for ink in json.loads(card.get(INKS, "[]")):
        if ink["name"] not in shown:
            card.pop(ink_property(ink["name"]), None)
    card[RECIPE], card[INKS] = json.dumps(recipe), json.dumps(inks)
    for ink in inks:
        _set_color(card, ink)
    let_override(card, RECIPE, INKS, *(ink_property(name) for name in shown))


def recolor(card: bpy.types.Object, head: dict[str, Any]) -> None:
    """Take over recipe and palette of the same head in other colours."""
    make_own(card)
    inks = json.loads(card[INKS])
    for ink in inks:
        ink["color"] = head["palette"].get(ink["name"], ink["color"])
    write(card, head["recipe"], inks)
    card.update_tag()


def let_override(card: bpy.types.Object, *names: str) -> None:
    """Let those who link the card change its properties in an override of it."""
    if card.override_library is None:
        for name in names:
            card.property_overridable_library_set(f'["{name}"]', True)


def drive(
    material: bpy.types.Material,
    card: bpy.types.Object,
    sockets: Iterable[tuple[bpy.types.NodeSocket, str]],
) -> None:
    """Let a card's colours be those of sockets of a material; each with the name of its ink."""
    for socket, name in sockets:
        for channel in range(3):
            driver = socket.driver_add("default_value", channel).driver
            driver.type = "SUM"
            target = driver.variables.new().targets[0]
            target.id = card
            target.data_path = f'["{ink_property(name)}"][{channel}]'


def planes_of(card: bpy.types.Object) -> list[bpy.types.Object]:
    """The objects that show a card: itself, or the planes below it."""
    return [thing for thing in [card, *card.children_recursive] if thing.type == "MESH"]


def make_own(card: bpy.types.Object) -> None:
    """A card that was duplicated shares its materials, whose colours are the other card's."""
    for plane in planes_of(card):
        shared = plane.active_material
        if _shows_colors_of(shared, card):
            continue
        plane.data = plane.data.copy()
        own = plane.active_material = shared.copy()
        for curve in own.node_tree.animation_data.drivers:
            curve.driver.variables[0].targets[0].id = card


def has_own_colors(card: bpy.types.Object) -> bool:
    """Whether it is this card's colours that its materials show, not those of its original."""
    return all(_shows_colors_of(plane.active_material, card) for plane in planes_of(card))


def _shows_colors_of(material: bpy.types.Material | None, card: bpy.types.Object) -> bool:
    """Also where no card drives it, such as after someone has built the material anew."""
    if material is None or material.node_tree is None or not material.node_tree.animation_data:
        return True
    drivers = material.node_tree.animation_data.drivers
    return not drivers or drivers[0].driver.variables[0].targets[0].id in (card, None)


def _set_color(card: bpy.types.Object, ink: dict[str, Any]) -> None:
    name = ink_property(ink["name"])
    card[name] = list(colors.from_hex(ink["color"]))
    card.id_properties_ui(name).update(
        subtype="COLOR_GAMMA", min=0.0, max=1.0, soft_min=0.0, soft_max=1.0,
        description=ink["title"],
    )  # fmt: skip
