"""The panel's controls, made at run time from what the model describes.

Each attribute is 'any' (the seed draws it) or fixed. A choice or a colour says so by its own menu;
a toggle or a slider by a check box of its own. The values live in the scene and stay when the
model changes, for attributes that both models have.
"""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Callable
from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from . import colors, description
from .description import Attribute
from .translations import CONTEXT

ANY = "=any"
CUSTOM = "=custom"  # no value of a model begins with an equals sign

_LARGEST_SEED = 2**32

_group: type | None = None
_watcher: Callable[[bpy.types.Scene], object] | None = None


def value_name(attribute: Attribute) -> str:
    """The property that holds the value, the menu of a choice or the presets of a colour."""
    return "value_" + re.sub(r"\W", "_", attribute.name)


def color_name(attribute: Attribute) -> str:
    """The property that holds a colour of the artist's own."""
    return "color_" + re.sub(r"\W", "_", attribute.name)


def fixed_name(attribute: Attribute) -> str:
    """The property that says whether a toggle or slider is fixed."""
    return "fixed_" + re.sub(r"\W", "_", attribute.name)


def register() -> None:
    """Make the controls of the current model."""
    global _group
    annotations: dict[str, Any] = {
        "seed": StringProperty(
            name="Seed", description="Makes the same heads again; empty: other heads each time",
            update=_moved,
        ),
        "count": IntProperty(
            name="Count", default=4, min=1, max=64, description="How many heads to make"
        ),
        "strength": FloatProperty(
            name="Strength", default=0.3, min=0.0, max=1.0, subtype="FACTOR",
            description="Of variants. 0: the same head; 1: a stranger",
        ),
        "variety": FloatProperty(
            name="Variety", default=1.0, min=0.0, max=1.0, subtype="FACTOR",
            description="0: the average head; 1: as different as they come", update=_moved,
        ),
    }  # fmt: skip
    for attribute in description.current().attributes:
        annotations.update(_properties(attribute))
    _group = type("KashiraHead", (bpy.types.PropertyGroup,), {"__annotations__": annotations})
    bpy.utils.register_class(_group)
    bpy.types.Scene.kashira_head = PointerProperty(type=_group)


def unregister() -> None:
    """Take the controls away; their values stay in the scenes."""
    global _group
    if _group is not None:
        del bpy.types.Scene.kashira_head
        bpy.utils.unregister_class(_group)
        _group = None


def rebuild() -> None:
    """Make the controls anew, for another model."""
    unregister()
    register()


def watch(watcher: Callable[[bpy.types.Scene], object] | None) -> None:
    """Whom to tell the scene whose controls have moved; None: nobody."""
    global _watcher
    _watcher = watcher


def asked(group: bpy.types.PropertyGroup) -> dict[str, Any]:
    """What the panel fixes: attribute name -> value, as the engine takes it."""
    found: dict[str, Any] = {}
    for attribute in description.current().attributes:
        value = _fixed_value(group, attribute)
        if value is not None:
            found[attribute.name] = value
    return found


def fill(group: bpy.types.PropertyGroup, recipe: dict[str, Any]) -> None:
    """Fix every attribute to what it is in a recipe."""
    group.seed = str(recipe.get("seed", ""))
    fix(group, recipe.get("attributes", {}))


def fix(group: bpy.types.PropertyGroup, values: dict[str, Any]) -> None:
    """Fix attributes; what the model does not have, such as one of another model, is left out."""
    for attribute in description.current().attributes:
        if attribute.name in values:
            with contextlib.suppress(TypeError, ValueError):  # of another kind, or no such choice
                _set(group, attribute, values[attribute.name])


def changed(group: bpy.types.PropertyGroup, recipe: dict[str, Any]) -> dict[str, Any]:
    """What the panel fixes to another value than a recipe has."""
    values = recipe.get("attributes", {})
    known = {attribute.name: attribute for attribute in description.current().attributes}
    return {
        name: value
        for name, value in asked(group).items()
        if name not in values or not _same(known[name], value, values[name])
    }


def free(group: bpy.types.PropertyGroup) -> None:
    """Leave every attribute to the seed."""
    for attribute in description.current().attributes:
        if attribute.kind in ("choice", "color"):
            setattr(group, value_name(attribute), ANY)
        else:
            setattr(group, fixed_name(attribute), False)


def random_seed() -> str:
    """A seed as the die throws it."""
    return str(random.SystemRandom().randrange(_LARGEST_SEED))


def _properties(attribute: Attribute) -> dict[str, Any]:
    name, tooltip = attribute.title, attribute.tooltip()
    words = {"translation_context": CONTEXT}
    if attribute.kind == "choice":
        items = _items(attribute.values)
        menu = EnumProperty(name=name, description=tooltip, items=items, update=_moved, **words)
        return {value_name(attribute): menu}
    if attribute.kind == "color":
        return {
            value_name(attribute): EnumProperty(
                name=name, description=tooltip, items=_items([*attribute.colors, CUSTOM]),
                update=_adopt_preset(attribute), **words,
            ),
            color_name(attribute): FloatVectorProperty(
                name=name, description=tooltip, subtype="COLOR_GAMMA", size=3, min=0.0, max=1.0,
                default=(0.5, 0.5, 0.5), update=_moved, **words,
            ),
        }  # fmt: skip
    return {
        fixed_name(attribute): BoolProperty(
            name=f"Fix {name}", description=attribute.fix_tooltip(), update=_moved
        ),
        value_name(attribute): FloatProperty(
            name=name, description=tooltip, subtype="FACTOR", default=attribute.center,
            min=attribute.low, max=attribute.high, update=_moved, **words,
        ),
    }  # fmt: skip


def _items(values: list[str]) -> list[tuple[str, str, str]]:
    items = [(ANY, "Any", "The seed draws it")]
    for value in values:
        if value == CUSTOM:
            items.append((CUSTOM, "Own colour", "Any colour you like"))
        else:
            items.append((value, description.value_title(value), ""))
    return items


def _adopt_preset(attribute: Attribute) -> Any:
    """So that a colour of one's own begins at the preset that was chosen before it."""

    def update(group: bpy.types.PropertyGroup, context: bpy.types.Context) -> None:
        preset = attribute.colors.get(getattr(group, value_name(attribute)))
        if preset:
            setattr(group, color_name(attribute), colors.from_hex(preset))
        _moved(group, context)

    return update


def _moved(group: bpy.types.PropertyGroup, _context: bpy.types.Context) -> None:
    if _watcher is not None:
        _watcher(group.id_data)


def _fixed_value(group: bpy.types.PropertyGroup, attribute: Attribute) -> Any:
    if attribute.kind not in ("choice", "color"):
        fixed = getattr(group, fixed_name(attribute))
        return round(getattr(group, value_name(attribute)), 6) if fixed else None
    value = getattr(group, value_name(attribute))
    if value == CUSTOM:
        return colors.to_hex(getattr(group, color_name(attribute)))
    return None if value in (ANY, "") else value


def _set(group: bpy.types.PropertyGroup, attribute: Attribute, value: Any) -> None:
    if attribute.kind == "choice":
        setattr(group, value_name(attribute), _heaviest(value))
    elif attribute.kind == "color" and value in attribute.colors:
        setattr(group, value_name(attribute), value)
    elif attribute.kind == "color":
        setattr(group, color_name(attribute), colors.from_hex(value))
        setattr(group, value_name(attribute), CUSTOM)
    else:
        setattr(group, fixed_name(attribute), True)
        setattr(group, value_name(attribute), float(value))


def _same(attribute: Attribute, shown: Any, value: Any) -> bool:
    if attribute.kind == "choice":
        return shown == _heaviest(value)
    if attribute.kind == "color":
        return shown == value
    return abs(shown - float(value)) < 1e-5  # Blender keeps 32 bit floats


def _heaviest(value: Any) -> str:
    """A menu shows one value: of a mixed style the one that weighs most."""
    return max(value, key=value.get) if isinstance(value, dict) else value
