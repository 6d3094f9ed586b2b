"""Values of attributes: read from text, checked, and brought to one canonical form."""

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from core import color
from core.attribute_kinds import Attribute, Choice, Color, Toggle, Value, find, nearest, span
from core.errors import BadValue

_SUM_TOLERANCE = 1e-6  # weights written by float32 arithmetic still count as a sum of one


def parse(attribute: Attribute, text: str) -> Value:
    """The value typed by a person: ``blue``, ``#c03040``, ``long=0.5,short=0.5``, ``0.7``.

    Raises:
        BadValue: the text does not fit; the sentence names the nearest valid ones.
    """
    text = text.strip()
    if isinstance(attribute, Color):
        return check(attribute, text)
    if isinstance(attribute, Choice):
        return check(attribute, _parse_weights(attribute, text) if "=" in text else text)
    words = {"on": 1.0, "yes": 1.0, "true": 1.0, "off": 0.0, "no": 0.0, "false": 0.0}
    if isinstance(attribute, Toggle) and text.lower() in words:
        return words[text.lower()]
    try:
        number = float(text)
    except ValueError:
        low, high = span(attribute)
        also = " (or yes, no)" if isinstance(attribute, Toggle) else ""
        raise BadValue(
            f"{attribute.name} is a number from {low:g} to {high:g}{also}, not {text!r}"
        ) from None
    return check(attribute, number)


def check(attribute: Attribute, value: object) -> Value:
    """The value in its one canonical form, or BadValue with a sentence that says what would do."""
    if isinstance(attribute, Color):
        return _check_color(attribute, value)
    if isinstance(attribute, Choice):
        return _check_choice(attribute, value)
    low, high = span(attribute)
    if not isinstance(value, (bool, int, float, np.number, np.bool_)):
        raise BadValue(f"{attribute.name} is a number from {low:g} to {high:g}, not {value!r}")
    return _within(attribute.name, float(value), low, high)


def check_all(attributes: Sequence[Attribute], asked: Mapping[str, object]) -> dict[str, Value]:
    """Every asked value in canonical form; a value of None counts as not asked."""
    checked: dict[str, Value] = {}
    for name, value in asked.items():
        if value is not None:
            attribute = find(attributes, name)
            checked[attribute.name] = check(attribute, value)
    return checked


def _parse_weights(choice: Choice, text: str) -> dict[str, float]:
    pairs = re.findall(r"\s*([^=,]+?)\s*=\s*([^=,]+?)\s*(?:,|$)", text)
    try:
        parsed = {name: float(number) for name, number in pairs}
    except ValueError:
        parsed = {}
    if not parsed or len(pairs) != text.strip(", ").count(",") + 1:
        example = ",".join(f"{name}=0.5" for name in choice.values[:2])
        raise BadValue(f"{choice.name} cannot be read from {text!r}: write weights as {example}")
    return parsed


def _check_color(attribute: Color, value: object) -> str:
    if isinstance(value, str):
        text = value.strip().lower()
        if text in attribute.colors:
            return text
        if color.is_hex(text):
            return color.to_hex(color.parse_hex(text))
        names = list(attribute.colors)
        hint = f"{nearest(text, names)} (any #rrggbb will do)" if names else ": write #rrggbb"
        raise BadValue(f"{attribute.name} has no colour {value!r}{hint}")
    raise BadValue(f"{attribute.name} is a colour: give a name or #rrggbb as text, not {value!r}")


def _check_choice(choice: Choice, value: object) -> Value:
    if isinstance(value, str):
        if value not in choice.values:
            raise BadValue(f"{choice.name} has no {value!r}{nearest(value, choice.values)}")
        return value
    if not isinstance(value, Mapping) or not value:
        raise BadValue(f"{choice.name} is one of {', '.join(choice.values)}, not {value!r}")
    found: dict[str, float] = {}
    for name, weight in value.items():
        _check_choice(choice, str(name))
        if isinstance(weight, str) or not isinstance(weight, (int, float, np.number)):
            raise BadValue(f"{choice.name}: the weight of {name} is a number, not {weight!r}")
        found[str(name)] = float(weight)
    total = sum(found.values())
    if not math.isfinite(total) or total <= 0:
        raise BadValue(f"{choice.name}: the weights must have a sum above 0")
    if abs(total - 1) > _SUM_TOLERANCE:
        found = {name: weight / total for name, weight in found.items()}
    for name, weight in found.items():
        _within(f"{choice.name}: the weight of {name}", weight, 0.0, 1.0)
    if len(found) == 1:
        return next(iter(found))
    return found


def _within(what: str, number: float, low: float, high: float) -> float:
    beyond = (high - low) / 2  # docs/model-folder.md: the network extrapolates that far
    if not low - beyond <= number <= high + beyond:  # false for NaN, too
        raise BadValue(
            f"{what} goes from {low:g} to {high:g} (at the very most "
            f"{low - beyond:g} to {high + beyond:g}), not {number:g}"
        )
    return number
