"""The engine's pictures as images in the file: packed PNGs, decoded when they are first seen."""

from __future__ import annotations

import bpy


def weight_maps(name: str, pictures: list[dict[str, int]], payload: bytes) -> list[bpy.types.Image]:
    """Pictures of four weight maps each, as data: neither converted nor multiplied."""
    images = []
    for number, picture in enumerate(pictures, 1):
        image = packed(f"{name} inks {number}", picture, payload)
        image.colorspace_settings.name = "Non-Color"
        image.alpha_mode = "CHANNEL_PACKED"
        images.append(image)
    return images


def packed(name: str, picture: dict[str, int], payload: bytes) -> bpy.types.Image:
    """A PNG of the payload as a new image that lies in the .blend file."""
    data = payload[picture["offset"] : picture["offset"] + picture["bytes"]]
    image = bpy.data.images.new(name, 1, 1, alpha=True)
    image.pack(data=data, data_len=len(data))
    image.source = "FILE"
    return image
