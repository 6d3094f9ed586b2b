"""What the panel, or a script in its place, asks for, as the engine takes it."""

from __future__ import annotations

import json
from typing import Any

import bpy

from . import attributes
from .engine_connection import Refusal


def new_heads(head: bpy.types.PropertyGroup, seed: str, count: int, asked: str) -> dict[str, Any]:
    """What to generate: as the panel says, but for what an operator was given.

    Args:
        head: the panel's settings.
        seed: text of a whole number; the panel's, if empty.
        count: the panel's, if 0.
        asked: JSON of attributes; the panel's, if empty.
    """
    params: dict[str, Any] = {
        "count": count or head.count,
        "variety": round(head.variety, 6),
        "attributes": json_object(asked) if asked else attributes.asked(head),
    }
    text = (seed or head.seed).strip()
    if text:
        try:
            params["seed"] = int(text)
        except ValueError:
            raise Refusal(f"The seed is a whole number, not {text[:40]}") from None
    return params


def changes(head: bpy.types.PropertyGroup, recipe: dict[str, Any], asked: str) -> dict[str, Any]:
    """What of a head is to be otherwise: `asked`, JSON of attributes; if empty, as the panel says.

    A Refusal where that is nothing.
    """
    found = json_object(asked) if asked else attributes.changed(head, recipe)
    if not found:
        raise Refusal("The panel fixes nothing that the card does not have")
    return found


def json_object(text: str) -> dict[str, Any]:
    """A JSON object that a script gave; a Refusal where it is none."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refusal(f"This is no JSON: {text[:60]}") from error
    if not isinstance(found, dict):
        raise Refusal(f"This is no JSON object: {text[:60]}")
    return found
