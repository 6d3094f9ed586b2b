"""A head as a card of many planes: one a layer, under an empty whose property scales the depth.

What the empty carries is in `card_properties`, and ``parallax`` (0: as flat as can be, 1: deep).
What moves in a face, such as eyes and mouth, has an empty of its own between, to be keyed.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, NamedTuple

import bpy

from . import card_properties, description, ink_images, layer_material, light_paths
from .card_properties import LOOK
from .layer_material import Box, Layer, Mask
from .look import Look, face_camera

PARALLAX = "parallax"
LAYER = "kashira_layer"
"""Property of a plane: the layer of the head that it shows."""
PART = "kashira_part"
"""Property of an empty between: the part of the head that it moves."""

_GAP = 0.0005  # between planes, in heights: Cycles cannot tell apart what lies in one place
_DEPTH = 0.3  # of all planes together, in heights, where parallax is 1


class Layered(NamedTuple):
    """A head as the engine's ``layers`` gave it, split into inks."""

    head: dict[str, Any]
    side: int  # of the head in pixels
    layers: list[Layer]
    payload: bytes

    @property
    def inks(self) -> list[dict[str, Any]]:
        """Each ink once, with its title and colour."""
        known = {ink["name"]: ink for ink in description.current().inks}
        found: dict[str, dict[str, Any]] = {}
        for layer in self.layers:
            for entry in layer.inks:
                if "ink" in entry:
                    name, told = entry["ink"], {"kind": entry["kind"], "color": entry["color"]}
                    found[name] = {"name": name, "title": name, **known.get(name, {}), **told}
        return list(found.values())


def read(head: dict[str, Any], told: dict[str, Any], payload: bytes) -> Layered:
    """The answer to ``layers``, and the head with its picture."""
    layers, holders = [], {}
    for name, entries in groupby(told["layers"], lambda entry: entry["name"].partition("/")[0]):
        inks = list(entries)
        holders |= {ink["name"]: name for ink in inks}
        clip = holders.get(inks[0].get("clip", ""))
        title = inks[0]["title"].partition(":")[0]
        layers.append(Layer(name, title, inks[0]["part"], inks, clip))
    return Layered(head, head["picture"]["width"], layers, payload)


def add(layered: Layered, scene: bpy.types.Scene, look: Look) -> bpy.types.Object:
    """Put a head into a scene as a new layered card, at the 3D cursor, facing the front view."""
    card = bpy.data.objects.new(f"Kashira {layered.head['tag']}", None)
    card.empty_display_type, card.empty_display_size = "PLAIN_AXES", look.height / 4
    card.location = scene.cursor.location
    card[PARALLAX] = 0.25
    card.id_properties_ui(PARALLAX).update(
        min=0.0, max=1.0, soft_min=0.0, soft_max=1.0, description="How deep the planes are spread"
    )
    card_properties.let_override(card, PARALLAX)
    card[LOOK] = json.dumps(look._asdict())
    scene.collection.objects.link(card)
    if look.billboard and scene.camera is not None:
        face_camera(card, scene.camera)
    replace(card, layered)
    light_paths.let_through(scene)
    return card


def replace(card: bpy.types.Object, layered: Layered) -> None:
    """Show another head on the same card: planes of the same layers stay where they are."""
    look = Look(**json.loads(card[LOOK]))
    card_properties.write(card, layered.head["recipe"], layered.inks)
    planes = {thing[LAYER]: thing for thing in card.children_recursive if LAYER in thing}
    masks: dict[str, Mask] = {}
    pixel = look.height / layered.side
    corner = (-look.height / 2, look.middle + look.height / 2)
    for depth, layer in enumerate(layered.layers):
        plane = planes.pop(layer.name, None) or _new_plane(card, layer, corner, pixel)
        old_mesh, old_material = plane.data, plane.active_material
        plane.data = _mesh(plane.name, layer.box, corner, pixel)
        bpy.data.meshes.remove(old_mesh)
        ink_images.remove_unused(old_material)
        images = layer_material.images(card.name, layer, layered.payload)
        material, sockets = layer_material.new(
            plane.name, layer, images, masks.get(layer.clip or ""), lit=look.lit,
            dithered=look.dithered,
        )  # fmt: skip
        masks[layer.name] = Mask(images[0], layer_material.box_of(layer.inks[0]), pixel, corner)
        plane.data.materials.append(material)
        card_properties.drive(material, card, sockets)
        _spread(plane, card, look.height, depth, len(layered.layers))
    for plane in planes.values():
        _remove(plane)
    card.update_tag()


def _new_plane(
    card: bpy.types.Object, layer: Layer, corner: tuple[float, float], pixel: float
) -> bpy.types.Object:
    """A plane at its place below the card, without a shape yet."""
    name = f"{card.name} {layer.title}"
    plane = bpy.data.objects.new(name, bpy.data.meshes.new(name))
    plane[LAYER] = layer.name
    card.users_collection[0].objects.link(plane)
    if layer.part in description.EXPRESSION_PARTS:
        plane.parent = _part(card, layer, corner, pixel)
        plane.matrix_parent_inverse.translation = -plane.parent.location
    else:
        plane.parent = card
    return plane


def _part(
    card: bpy.types.Object, layer: Layer, corner: tuple[float, float], pixel: float
) -> bpy.types.Object:
    """The empty that moves a part of the face; a new one in the middle of its first layer."""
    for thing in card.children:
        if thing.get(PART) == layer.part:
            return thing
    part = bpy.data.objects.new(f"{card.name} {layer.part}", None)
    part[PART], part.parent = layer.part, card
    part.empty_display_type, part.empty_display_size = "CIRCLE", 6 * pixel
    box = layer.box
    part.location.x = corner[0] + (box.left + box.right) / 2 * pixel
    part.location.z = corner[1] - (box.top + box.bottom) / 2 * pixel
    card.users_collection[0].objects.link(part)
    return part


def _mesh(name: str, box: Box, corner: tuple[float, float], pixel: float) -> bpy.types.Mesh:
    """A rectangle of the head's picture; its origin is that of the card."""
    left, right = (corner[0] + x * pixel for x in (box.left, box.right))
    low, high = (corner[1] - y * pixel for y in (box.bottom, box.top))
    mesh = bpy.data.meshes.new(name)
    corners = [(left, 0, low), (right, 0, low), (right, 0, high), (left, 0, high)]
    mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", [0, 0, 1, 0, 1, 1, 0, 1])
    return mesh


def _spread(
    plane: bpy.types.Object, card: bpy.types.Object, height: float, depth: int, count: int
) -> None:
    """Let the card's parallax move a plane to the viewer; its location stays free for keys."""
    plane.driver_remove("delta_location", 1)
    driver = plane.driver_add("delta_location", 1).driver
    variable = driver.variables.new()
    variable.name = PARALLAX
    variable.targets[0].id, variable.targets[0].data_path = card, f'["{PARALLAX}"]'
    least, most = height * _GAP * depth, height * _DEPTH * depth / max(count - 1, 1)
    driver.expression = f"-{least:.6f} - {most:.6f} * {PARALLAX}"  # simple: it needs no Python


def _remove(plane: bpy.types.Object) -> None:
    mesh, material = plane.data, plane.active_material
    bpy.data.objects.remove(plane)
    bpy.data.meshes.remove(mesh)
    ink_images.remove_unused(material)
