"""Heads as the JSON and pixels of an answer."""

import base64
import hashlib
from typing import Any

import msgspec
from PIL import Image

from core import recipe as recipes
from core.engine.pixel_layouts import Payload
from core.head import Head
from core.recipe import Recipe


def described(head: Head) -> dict[str, Any]:
    """A head without its picture."""
    return {
        "recipe": msgspec.to_builtins(head.recipe),
        "tag": tag(head.recipe),
        "palette": head.palette,
    }


def pictured(head: Head, side: int, payload: Payload) -> dict[str, Any]:
    """A head with its picture, which goes into the payload."""
    place = payload.add(resized(head.image, side))
    return described(head) | ({"picture": place} if place else {})


def resized(image: Image.Image, side: int) -> Image.Image:
    """A square picture, straight RGBA, at another size; without fringes: Pillow premultiplies."""
    if image.width == side:
        return image
    return image.resize((side, side), Image.Resampling.LANCZOS)


def tag(recipe: Recipe) -> str:
    """Four letters and digits that tell heads of one document apart."""
    digest = hashlib.sha256(recipes.to_json(recipe)).digest()
    return base64.b32encode(digest).decode()[:4].lower()
