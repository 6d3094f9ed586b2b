"""The engine's pictures as images in the file: packed PNGs, decoded when they are first seen."""

from __future__ import annotations

import bpy


def weight_maps(name: str, pictures: list[dict[str, int]], payload: bytes) -> list[bpy.types.Image]:
    """Pictures of four weight maps each."""
    return [
        data(f"{name} inks {number}", picture, payload)
        for number, picture in enumerate(pictures, 1)
    ]


def data(name: str, picture: dict[str, int], payload: bytes) -> bpy.types.Image:
    """A picture whose numbers stay as they are: neither converted nor multiplied by alpha."""
    image = packed(name, picture, payload)
    image.colorspace_settings.name = "Non-Color"
    image.alpha_mode = "CHANNEL_PACKED"
    return image


def packed(name: str, picture: dict[str, int], payload: bytes) -> bpy.types.Image:
    """A PNG of the payload as a new image that lies in the .blend file."""
    data = payload[picture["offset"] : picture["offset"] + picture["bytes"]]
    image = bpy.data.images.new(name, 1, 1, alpha=True)
    image.pack(data=data, data_len=len(data))
    image.source = "FILE"
    return image


def remove_unused(material: bpy.types.Material | None) -> None:
    """Take a material away that nobody uses any more, and its pictures."""
    if material is None or material.users:
        return
    nodes = material.node_tree.nodes if material.node_tree else ()
    images = {node.image for node in nodes if node.type == "TEX_IMAGE"}
    bpy.data.materials.remove(material)
    for image in images - {None}:
        if not image.users:
            bpy.data.images.remove(image)
