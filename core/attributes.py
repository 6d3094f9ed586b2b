"""What a model can be asked for: kinds of attribute, their values, and random completion.

An attribute is plain data from model.json; a value is text (colour, choice), weights (choice) or
a number (toggle, slider). The meaning of each kind is written in docs/model-folder.md.
"""

import difflib
import math
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import color
from core.errors import BadValue, UnknownAttribute

Value = str | float | dict[str, float]
"""A colour (name or hex), a choice (name, or weights by name), or a number."""

_SUM_TOLERANCE = 1e-6  # weights written by float32 arithmetic still count as a sum of one
_DIGITS = 4  # of a slider drawn by the seed: finer than any eye, short in a recipe


class _Attribute(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    name: str
    title: str = ""
    part: str = ""


class Color(_Attribute, frozen=True, kw_only=True, tag="color"):
    """Any colour; ``colors``: name -> role -> hex, the hand-picked ones."""

    colors: dict[str, dict[str, str]] = {}


class Choice(_Attribute, frozen=True, kw_only=True, tag="choice"):
    """One of ``values``, as one-hot weights from ``index`` on."""

    index: int
    values: tuple[str, ...]
    share: tuple[float, ...] | None = None
    precision: dict[str, float] | None = None


class Sets(msgspec.Struct, frozen=True):
    """Colour attributes that a toggle sets when on and when off: attribute -> colour."""

    on: dict[str, str] = {}
    off: dict[str, str] = {}


class Toggle(_Attribute, frozen=True, kw_only=True, tag="toggle"):
    """Off or on, 0..1, at ``index``; without one it only ``sets`` colours."""

    index: int | None = None
    probability: float = 0.5
    sets: Sets | None = None
    share: float | None = None
    precision: float | None = None


class Slider(_Attribute, frozen=True, kw_only=True, tag="slider"):
    """A number in ``range`` at ``index``; drawn as center + normal * spread."""

    index: int
    range: tuple[float, float] = (-1.0, 1.0)
    center: float = 0.0
    spread: float = 0.5


Attribute = Color | Choice | Toggle | Slider


def size(attributes: Iterable[Attribute]) -> int:
    """Length of the attribute vector that these attributes fill."""
    return max((_end(attribute) for attribute in attributes), default=0)


def find(attributes: Sequence[Attribute], name: str) -> Attribute:
    """The attribute of this name (``-`` counts as ``_``); else an UnknownAttribute."""
    wanted = name.replace("-", "_")
    for attribute in attributes:
        if attribute.name == wanted:
            return attribute
    names = [attribute.name for attribute in attributes]
    if not names:
        raise UnknownAttribute(f"there is no attribute {name!r}: this model has no attributes")
    raise UnknownAttribute(f"there is no attribute {name!r}{nearest(wanted, names)}")


def nearest(wrong: str, valid: Sequence[str]) -> str:
    """The end of a sentence that names the nearest valid names, or all where few or none near."""
    if len(valid) <= 6:
        return f": choose from {', '.join(valid)}"
    close = difflib.get_close_matches(wrong, valid, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(close)}?" if close else f": choose from {', '.join(valid)}"


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


def span(attribute: Toggle | Slider) -> tuple[float, float]:
    """The named range of a number."""
    return attribute.range if isinstance(attribute, Slider) else (0.0, 1.0)


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
            vector[attribute.index : _end(attribute)] = weights(attribute, values[attribute.name])
        elif not isinstance(attribute, Color) and attribute.index is not None:
            number = values[attribute.name]
            if not isinstance(number, (int, float)):
                raise BadValue(f"{attribute.name} is a number, not {number!r}")
            vector[attribute.index] = number
    return vector


def weights(choice: Choice, value: Value) -> NDArray[np.float64]:
    """A choice's value as weights, float64 [len(values)], sum 1."""
    if isinstance(value, dict):
        return np.array([value.get(name, 0.0) for name in choice.values])
    return np.array([float(name == value) for name in choice.values])


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of one name under one seed; the same on every machine."""
    key = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
    return np.random.Generator(np.random.Philox(key))


def _end(attribute: Attribute) -> int:
    if isinstance(attribute, Color) or attribute.index is None:
        return 0
    return attribute.index + (len(attribute.values) if isinstance(attribute, Choice) else 1)


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


def base_color(attribute: Color, value: str) -> NDArray[np.float32]:
    """The base colour of a colour attribute's value: float32 [3] sRGB."""
    return color.parse_hex(attribute.colors.get(value, {}).get("base", value))
