"""What a model can be asked for: kinds of attribute, their values, and random completion.

An attribute is plain data from model.json; a value is text (colour, choice), weights (choice) or
a number (toggle, slider). The meaning of each kind is written in docs/model-folder.md.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import color
from core.attribute_kinds import (
    Attribute,
    Choice,
    Color,
    Sets,
    Slider,
    Toggle,
    Value,
    base_color,
    end,
    find,
    nearest,
    size,
    span,
    weights,
)
from core.attribute_values import check, check_all, parse
from core.errors import BadValue

__all__ = [
    "Attribute",
    "Choice",
    "Color",
    "Sets",
    "Slider",
    "Toggle",
    "Value",
    "base_color",
    "check",
    "check_all",
    "complete",
    "edit",
    "encode",
    "find",
    "nearest",
    "parse",
    "size",
    "span",
    "stream",
    "weights",
]

_DIGITS = 4  # of a slider drawn by the seed: finer than any eye, short in a recipe


def complete(
    attributes: Sequence[Attribute], asked: Mapping[str, object], seed: int
) -> dict[str, Value]:
    """Every attribute with a value: as asked, and the rest drawn by ``seed``.

    Each attribute draws from a stream of its own (seed and name), so fixing one never moves
    another. Toggles that set colours go first: what they set counts where nothing was asked.

    Raises:
        UnknownAttribute, BadValue: something asked does not exist or does not fit.
    """
    named = check_all(attributes, asked)
    values = dict(named)
    for toggle in _setters(attributes):
        if toggle.name not in values:
            on = _setting_of(toggle, attributes, named)
            values[toggle.name] = _draw(toggle, seed) if on is None else on
        _apply(toggle, values, named)
    for attribute in attributes:
        if attribute.name not in values:
            values[attribute.name] = _draw(attribute, seed)
    return {attribute.name: values[attribute.name] for attribute in attributes}


def edit(
    attributes: Sequence[Attribute], values: Mapping[str, Value], asked: Mapping[str, object]
) -> dict[str, Value]:
    """Complete ``values`` with what is asked put in their place, and nothing else moved.

    A toggle that sets colours carries them along, and follows when such a colour is asked for.
    """
    named = check_all(attributes, asked)
    edited = {**values, **named}
    for toggle in _setters(attributes):
        if toggle.name in named:
            _apply(toggle, edited, named)
        else:
            on = _setting_of(toggle, attributes, named)
            edited[toggle.name] = edited[toggle.name] if on is None else on
    return edited


def encode(attributes: Sequence[Attribute], values: Mapping[str, Value]) -> NDArray[np.float32]:
    """The attribute vector of complete values: float32 [A]; colours stay out of it."""
    vector = np.zeros(size(attributes), np.float32)
    for attribute in attributes:
        if isinstance(attribute, Choice):
            vector[attribute.index : end(attribute)] = weights(attribute, values[attribute.name])
        elif not isinstance(attribute, Color) and attribute.index is not None:
            number = values[attribute.name]
            if not isinstance(number, (int, float)):
                raise BadValue(f"{attribute.name} is a number, not {number!r}")
            vector[attribute.index] = number
    return vector


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of one name under one seed; the same on every machine."""
    key = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
    return np.random.Generator(np.random.Philox(key))


def _draw(attribute: Attribute, seed: int) -> Value:
    random = stream(seed, attribute.name)
    if isinstance(attribute, Color):
        names = list(attribute.colors) or ["#808080"]
        return names[random.integers(len(names))]
    if isinstance(attribute, Choice):
        return attribute.values[random.integers(len(attribute.values))]
    if isinstance(attribute, Toggle):
        return float(random.random() < attribute.probability)
    number = attribute.center + random.standard_normal() * attribute.spread
    return round(float(np.clip(number, *attribute.range)), _DIGITS)


def _setters(attributes: Iterable[Attribute]) -> list[Toggle]:
    return [a for a in attributes if isinstance(a, Toggle) and a.sets is not None]


def _apply(toggle: Toggle, values: dict[str, Value], named: Mapping[str, Value]) -> None:
    state: Any = values[toggle.name]
    sets = toggle.sets or Sets()
    for name, colour in (sets.on if state >= 0.5 else sets.off).items():
        if name not in named:
            values[name] = colour


def _setting_of(
    toggle: Toggle, attributes: Sequence[Attribute], named: Mapping[str, Value]
) -> float | None:
    """What the toggle must be when a colour that it sets was named: whichever colour is nearer."""
    sets = toggle.sets or Sets()
    for name in sets.on.keys() & sets.off.keys() & named.keys():
        attribute = find(attributes, name)
        if isinstance(attribute, Color):
            here, on, off = (
                color.to_oklab(base_color(attribute, str(value)))
                for value in (named[name], sets.on[name], sets.off[name])
            )
            return float(np.linalg.norm(here - on) < np.linalg.norm(here - off))
    return None
