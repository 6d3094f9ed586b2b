"""A head's picture as the colour texture of any mesh."""

import json
from typing import Any

import bpy

from . import card_properties, ink_images

TEXTURE_NODE = "Kashira texture"
"""Found again by its name, so that textures do not pile up."""


def fault_of(target: bpy.types.Object | None) -> str:
    """Why an object can take no texture, in a sentence; empty where it can."""
    if target is None or target.type != "MESH":
        return "Select a mesh first"
    if card_properties.card_of(target):
        return "This is a Kashira card: edit it instead"
    if target.library is not None or target.data.library is not None:
        return "This object is linked from another file: make an override of it"
    if not target.data.uv_layers:
        return "This mesh has no UV map: unwrap it first"
    material = target.active_material
    if material is not None and material.library is not None:
        return "The material is linked from another file: make it local"
    if material is not None and _color_input(material) is None:
        return "The material has no shader with a colour: add a Principled BSDF"
    return ""


def apply(target: bpy.types.Object, head: dict[str, Any], payload: bytes) -> bpy.types.Image:
    """Put a head's picture behind the colour of the active material; a new one where none is."""
    image = ink_images.packed(f"Kashira {head['tag']}", head["picture"], payload)
    image[card_properties.RECIPE] = json.dumps(head["recipe"])
    material = target.active_material
    if material is None:
        material = target.active_material = bpy.data.materials.new(image.name)
        if bpy.app.version < (5, 0, 0):
            material.use_nodes = True
    nodes = material.node_tree.nodes
    node = nodes.get(TEXTURE_NODE) or nodes.new("ShaderNodeTexImage")
    node.name = node.label = TEXTURE_NODE
    old, node.image = node.image, image
    material.node_tree.links.new(node.outputs["Color"], _color_input(material))
    nodes.active = node
    if old is not None and not old.users:
        bpy.data.images.remove(old)
    return image


def _color_input(material: bpy.types.Material) -> bpy.types.NodeSocket | None:
    """The colour of the shader that is linked to the material's output."""
    output = material.node_tree.get_output_node("ALL") if material.node_tree else None
    links = output.inputs["Surface"].links if output else ()
    inputs = links[0].from_node.inputs if links else {}
    return inputs.get("Base Color") or inputs.get("Color") if links else None
