"""The kinds of attribute a model may have, as plain data from model.json."""

import difflib
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import color
from core.errors import UnknownAttribute

Value = str | float | dict[str, float]
"""A colour (name or hex), a choice (name, or weights by name), or a number."""


class _Attribute(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    name: str
    title: str = ""
    part: str = ""


class Color(_Attribute, frozen=True, kw_only=True, tag="color"):
    """Any colour; ``colors``: name -> role -> hex, the hand-picked ones."""

    colors: dict[str, dict[str, str]] = {}


class Choice(_Attribute, frozen=True, kw_only=True, tag="choice"):
    """One of ``values``, as one-hot weights from ``index`` on.

    ``whole``: a mixture of two heads has the value of one of them.
    """

    index: int
    values: tuple[str, ...]
    whole: bool = False
    share: tuple[float, ...] | None = None
    precision: dict[str, float] | None = None


class Sets(msgspec.Struct, frozen=True):
    """Colour attributes that a toggle sets when on and when off: attribute -> colour."""

    on: dict[str, str] = {}
    off: dict[str, str] = {}


class Toggle(_Attribute, frozen=True, kw_only=True, tag="toggle"):
    """Off or on, 0..1, at ``index``; without one it only ``sets`` colours; ``whole`` as above."""

    index: int | None = None
    probability: float = 0.5
    whole: bool = False
    sets: Sets | None = None
    share: float | None = None
    precision: float | None = None


class Slider(_Attribute, frozen=True, kw_only=True, tag="slider"):
    """A number in ``range`` at ``index``; drawn as center + normal * spread, cut to it."""

    index: int
    range: tuple[float, float] = (-1.0, 1.0)
    center: float = 0.0
    spread: float = 0.5


Attribute = Color | Choice | Toggle | Slider


def size(attributes: Iterable[Attribute]) -> int:
    """Length of the attribute vector that these attributes fill."""
    return max((end(attribute) for attribute in attributes), default=0)


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


def span(attribute: Toggle | Slider) -> tuple[float, float]:
    """The named range of a number."""
    return attribute.range if isinstance(attribute, Slider) else (0.0, 1.0)


def weights(choice: Choice, value: Value) -> NDArray[np.float64]:
    """A choice's value as weights, float64 [len(values)], sum 1."""
    if isinstance(value, dict):
        return np.array([value.get(name, 0.0) for name in choice.values])
    return np.array([float(name == value) for name in choice.values])


def base_color(attribute: Color, value: str) -> NDArray[np.float32]:
    """The base colour of a colour attribute's value: float32 [3] sRGB."""
    return color.parse_hex(attribute.colors.get(value, {}).get("base", value))


def end(attribute: Attribute) -> int:
    """The place after the attribute's last in the vector; 0 where it has none."""
    if isinstance(attribute, Color) or attribute.index is None:
        return 0
    return attribute.index + (len(attribute.values) if isinstance(attribute, Choice) else 1)
