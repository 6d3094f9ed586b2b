"""A head as a card: one plane, one material, and the colour of every ink as a property of its own.

What a card carries:

    kashira_recipe      JSON: the recipe the head is made from (on its picture too)
    kashira_inks        JSON: its inks (docs/engine.md, "inks") and the colour each came in
    kashira_frames      JSON: of a morph, the recipe of each frame
    kashira_frame       of a morph, which frame it shows
    ink hair.base ...   the colour each ink has now, sRGB-encoded: change or key it, nothing else

Drivers of the type SUM take the colours to the material; they need no Python, so they work in
files of others too, with auto-run off.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import bpy

from . import colors, frame_atlas, ink_images, ink_material

RECIPE = "kashira_recipe"
INKS = "kashira_inks"
FRAMES = "kashira_frames"


class Look(NamedTuple):
    """How a card is shown."""

    height: float = 1.0  # metres
    lit: bool = False
    dithered: bool = False
    billboard: bool = False


class Flattened(NamedTuple):
    """A head as the engine's ``inks`` gave it, and its own picture."""

    head: dict[str, Any]
    inks: list[dict[str, Any]]
    alpha: dict[str, int]
    pictures: list[dict[str, int]]
    payload: bytes
    picture: dict[str, int]
    picture_payload: bytes
    atlas: dict[str, int] | None = None  # of the frames of a morph, whose first head this is


def is_card(thing: bpy.types.Object | None) -> bool:
    """Whether an object is a card."""
    return thing is not None and thing.type == "MESH" and RECIPE in thing and INKS in thing


def is_morph(card: bpy.types.Object) -> bool:
    """Whether a card holds many frames."""
    return frame_atlas.PROPERTY in card


def inks_of(card: bpy.types.Object) -> list[dict[str, Any]]:
    """The inks that an artist may recolour: name, title, kind, color, and attribute."""
    return [ink for ink in json.loads(card[INKS]) if ink["kind"] != "paint"]


def ink_property(name: str) -> str:
    """The custom property that holds an ink's colour."""
    return f"ink {name}"


def recipe_of(card: bpy.types.Object) -> dict[str, Any]:
    """The recipe of the head as it looks now: inks that were recoloured by hand are in it."""
    recipe = json.loads(card[RECIPE])
    for ink in inks_of(card):
        now = colors.to_hex(card[ink_property(ink["name"])])
        if now != ink["color"]:
            recipe.setdefault("inks", {})[ink["name"]] = now
    return recipe


def add(flattened: Flattened, scene: bpy.types.Scene, look: Look) -> bpy.types.Object:
    """Put a head into a scene as a new card, at the 3D cursor, facing the front view."""
    name = f"Kashira {flattened.head['tag']}"
    card = bpy.data.objects.new(name, _plane(name, look.height))
    card.location = scene.cursor.location
    scene.collection.objects.link(card)
    if look.billboard and scene.camera is not None:
        _face(card, scene.camera)
    _dress(card, flattened, look.lit, look.dithered)
    return card


def add_morph(
    flattened: Flattened, heads: list[dict[str, Any]], scene: bpy.types.Scene, look: Look
) -> bpy.types.Object:
    """Put a morph into a scene as a card whose frames are keyed from the current frame on."""
    card = add(flattened, scene, look)
    card[FRAMES] = json.dumps([head["recipe"] for head in heads])
    palettes = [
        {
            ink_property(ink["name"]): list(colors.from_hex(head["palette"][ink["name"]]))
            for ink in inks_of(card)
        }
        for head in heads
    ]
    frame_atlas.key(card, scene.frame_current, palettes)
    scene.frame_set(scene.frame_current)
    return card


def replace(card: bpy.types.Object, flattened: Flattened) -> None:
    """Show another head on the same card; what nobody else uses of the old one goes."""
    old = card.active_material
    lit = old is not None and any(n.type == "BSDF_DIFFUSE" for n in old.node_tree.nodes)
    dithered = old is not None and old.surface_render_method == "DITHERED"
    for ink in json.loads(card[INKS]):
        card.pop(ink_property(ink["name"]), None)
    card.data.materials.clear()
    _remove_unused(old)
    _dress(card, flattened, lit, dithered)


def recolor(card: bpy.types.Object, head: dict[str, Any]) -> None:
    """Take over recipe and palette of the same head in other colours."""
    make_own(card)
    inks = json.loads(card[INKS])
    for ink in inks:
        ink["color"] = head["palette"].get(ink["name"], ink["color"])
        _set_color(card, ink)
    card[INKS] = json.dumps(inks)
    card[RECIPE] = json.dumps(head["recipe"])
    card.update_tag()


def set_picture(card: bpy.types.Object, head: dict[str, Any], payload: bytes) -> bpy.types.Image:
    """Give a card another flat picture, which solid mode and exporters show; it is returned."""
    make_own(card)
    node = card.active_material.node_tree.nodes.get(ink_material.PICTURE_NODE)
    old, image = node.image if node else None, _picture(head, head["picture"], payload)
    if node:
        node.image = image
    if old is not None and not old.users:
        bpy.data.images.remove(old)
    return image


def picture_of(card: bpy.types.Object) -> bpy.types.Image | None:
    """A card's flat picture; None where someone has taken it out of the material."""
    material = card.active_material
    node = material.node_tree.nodes.get(ink_material.PICTURE_NODE) if material else None
    return node.image if node else None


def _picture(head: dict[str, Any], picture: dict[str, int], payload: bytes) -> bpy.types.Image:
    image = ink_images.packed(f"Kashira {head['tag']}", picture, payload)
    image[RECIPE] = json.dumps(head["recipe"])
    return image


def _dress(card: bpy.types.Object, flattened: Flattened, lit: bool, dithered: bool) -> None:
    name, inks = f"Kashira {flattened.head['tag']}", flattened.inks
    maps = ink_images.weight_maps(name, flattened.pictures, flattened.payload)
    picture = _picture(flattened.head, flattened.picture, flattened.picture_payload)
    card[RECIPE] = json.dumps(flattened.head["recipe"])
    card[INKS] = json.dumps(inks)
    for ink in inks:
        _set_color(card, ink)
    material = ink_material.new(
        name, inks, flattened.alpha, maps, picture, lit=lit, dithered=dithered,
        atlas=flattened.atlas,
    )  # fmt: skip
    card.data.materials.append(material)
    _drive(material, card, inks)
    card.update_tag()


def _plane(name: str, height: float) -> bpy.types.Mesh:
    half = height / 2
    corners = [(-half, 0, -half), (half, 0, -half), (half, 0, half), (-half, 0, half)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", [0, 0, 1, 0, 1, 1, 0, 1])
    return mesh


def _face(card: bpy.types.Object, camera: bpy.types.Object) -> None:
    constraint = card.constraints.new("LOCKED_TRACK")
    constraint.name, constraint.target = "Kashira billboard", camera
    constraint.track_axis, constraint.lock_axis = "TRACK_NEGATIVE_Y", "LOCK_Z"


def _set_color(card: bpy.types.Object, ink: dict[str, Any]) -> None:
    name = ink_property(ink["name"])
    card[name] = list(colors.from_hex(ink["color"]))
    card.id_properties_ui(name).update(
        subtype="COLOR_GAMMA", min=0.0, max=1.0, soft_min=0.0, soft_max=1.0,
        description=ink["title"],
    )  # fmt: skip


def _drive(
    material: bpy.types.Material, card: bpy.types.Object, inks: list[dict[str, Any]]
) -> None:
    sockets = material.node_tree.nodes[ink_material.INKS_NODE].inputs
    for socket, ink in zip(sockets, inks, strict=False):
        for channel in range(3):
            driver = socket.driver_add("default_value", channel).driver
            driver.type = "SUM"
            target = driver.variables.new().targets[0]
            target.id = card
            target.data_path = f'["{ink_property(ink["name"])}"][{channel}]'


def make_own(card: bpy.types.Object) -> None:
    """A card that was duplicated shares its material, whose colours are the other card's."""
    shared = card.active_material
    if shared is None or _driving(shared) in (card, None):
        return
    card.data = card.data.copy()
    own = card.active_material = shared.copy()
    for curve in own.node_tree.animation_data.drivers:
        curve.driver.variables[0].targets[0].id = card


def has_own_colors(card: bpy.types.Object) -> bool:
    """Whether it is this card's colours that its material shows, not those of its original."""
    material = card.active_material
    return material is None or _driving(material) in (card, None)


def _driving(material: bpy.types.Material) -> bpy.types.Object | None:
    """The card whose colours a material shows; None where someone has built it anew."""
    if material.node_tree is None or material.node_tree.animation_data is None:
        return None
    drivers = material.node_tree.animation_data.drivers
    return drivers[0].driver.variables[0].targets[0].id if drivers else None


def _remove_unused(material: bpy.types.Material | None) -> None:
    if material is None or material.users:
        return
    images = {node.image for node in material.node_tree.nodes if node.type == "TEX_IMAGE"}
    bpy.data.materials.remove(material)
    for image in images - {None}:
        if not image.users:
            bpy.data.images.remove(image)


def select_alone(card: bpy.types.Object, layer: bpy.types.ViewLayer) -> None:
    """Make a card the selected and active object, where it is in the view layer."""
    layer.update()  # until then, Blender 5 does not find new objects in it
    if layer.objects.get(card.name) != card:
        return
    for other in layer.objects.selected:
        other.select_set(False, view_layer=layer)
    card.select_set(True, view_layer=layer)
    layer.objects.active = card
