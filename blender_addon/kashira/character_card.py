"""A head as a card: one plane and one material that mixes the head's inks."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import bpy

from . import card_properties, colors, frame_atlas, ink_images, ink_material, light_paths
from .card_properties import FRAMES, RECIPE, ink_property, inks_of
from .frame_atlas import Atlas, Motion
from .look import Look, face_camera


class Flattened(NamedTuple):
    """A head as the engine's ``inks`` gave it, and its own picture."""

    head: dict[str, Any]
    inks: list[dict[str, Any]]
    alpha: dict[str, int]
    pictures: list[dict[str, int]]
    payload: bytes
    picture: dict[str, int]
    picture_payload: bytes
    atlas: Atlas | None = None  # of the frames of a morph, whose first head this is


def add(flattened: Flattened, scene: bpy.types.Scene, look: Look) -> bpy.types.Object:
    """Put a head into a scene as a new card, at the 3D cursor, facing the front view."""
    name = f"Kashira {flattened.head['tag']}"
    card = bpy.data.objects.new(name, _plane(name, look))
    card.location = scene.cursor.location
    scene.collection.objects.link(card)
    if look.billboard and scene.camera is not None:
        face_camera(card, scene.camera)
    _dress(card, flattened, look.lit, look.dithered)
    light_paths.let_through(scene)
    return card


def add_morph(
    flattened: Flattened, heads: list[dict[str, Any]], scene: bpy.types.Scene, look: Look,
    motion: Motion,
) -> bpy.types.Object:  # fmt: skip
    """Put a morph into a scene as a card.

    Its frames are keyed from the current frame on, or follow a property that goes from 0 to 1.
    """
    assert flattened.atlas is not None
    card = add(flattened, scene, look)
    card[FRAMES] = json.dumps([head["recipe"] for head in heads])
    palettes = [
        {
            ink_property(ink["name"]): list(colors.from_hex(head["palette"][ink["name"]]))
            for ink in inks_of(card)
        }
        for head in heads
    ]
    if motion.by_progress:
        frame_atlas.follow_progress(card, palettes, motion.cross_fade)
        card_properties.let_override(card, frame_atlas.PROGRESS)
    else:
        frame_atlas.key(card, scene.frame_current, palettes, motion)
    card_properties.let_override(card, frame_atlas.PROPERTY)
    scene.frame_set(scene.frame_current)
    return card


def replace(card: bpy.types.Object, flattened: Flattened) -> None:
    """Show another head on the same card; what nobody else uses of the old one goes."""
    old = card.active_material
    tree = old.node_tree if old is not None else None
    lit = tree is not None and any(node.type == "BSDF_DIFFUSE" for node in tree.nodes)
    dithered = old is not None and old.surface_render_method == "DITHERED"
    card.data.materials.clear()
    ink_images.remove_unused(old)
    _dress(card, flattened, lit, dithered)


def set_picture(card: bpy.types.Object, head: dict[str, Any], payload: bytes) -> bpy.types.Image:
    """Give a card another flat picture, which solid mode and exporters show; it is returned."""
    card_properties.make_own(card)
    node = picture_node(card)
    assert node is not None
    old, image = node.image, _picture(head, head["picture"], payload)
    node.image = image
    if old is not None and not old.users:
        bpy.data.images.remove(old)
    return image


def picture_of(card: bpy.types.Object) -> bpy.types.Image | None:
    """A card's flat picture; None where someone has taken it out of the material."""
    node = picture_node(card)
    return node.image if node else None


def picture_node(card: bpy.types.Object) -> bpy.types.Node | None:
    """The node that holds a card's flat picture; None where its material is another's."""
    material = card.active_material
    tree = material.node_tree if material else None
    return tree.nodes.get(ink_material.PICTURE_NODE) if tree else None


def _picture(head: dict[str, Any], picture: dict[str, int], payload: bytes) -> bpy.types.Image:
    image = ink_images.packed(f"Kashira {head['tag']}", picture, payload)
    image[RECIPE] = json.dumps(head["recipe"])
    return image


def _dress(card: bpy.types.Object, flattened: Flattened, lit: bool, dithered: bool) -> None:
    name, inks = f"Kashira {flattened.head['tag']}", flattened.inks
    maps = ink_images.weight_maps(name, flattened.pictures, flattened.payload)
    picture = _picture(flattened.head, flattened.picture, flattened.picture_payload)
    card_properties.write(card, flattened.head["recipe"], inks)
    material = ink_material.new(
        name, inks, flattened.alpha, maps, picture, lit=lit, dithered=dithered,
        atlas=flattened.atlas,
    )  # fmt: skip
    card.data.materials.append(material)
    sockets = material.node_tree.nodes[ink_material.INKS_NODE].inputs
    names = [ink["name"] for ink in inks]
    card_properties.drive(material, card, zip(sockets, names, strict=False))
    card.update_tag()


def _plane(name: str, look: Look) -> bpy.types.Mesh:
    half, middle = look.height / 2, look.middle
    low, high = middle - half, middle + half
    corners = [(-half, 0, low), (half, 0, low), (half, 0, high), (-half, 0, high)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", [0, 0, 1, 0, 1, 1, 0, 1])
    return mesh
