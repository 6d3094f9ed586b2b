"""From attributes to the colour of every ink.

A named colour brings the roles that were picked by hand; whatever it leaves out, and every role of
any other colour, follows from the base by the ramps below, as a cel painter would mix it: shade
darker, richer and a little toward violet; light paler; lines dark, tinted with the colour.
"""

import functools
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import color
from core.attributes import Attribute, Color, Value, find, nearest
from core.errors import BadValue, UnknownAttribute

RGB = NDArray[np.float32]
Palette = dict[str, RGB]
"""ink name -> float32 [3], sRGB 0..1; every value is a whole 8-bit step, so its hex is exact."""

ROLES = ("base", "shade", "deep", "light", "line", "dark", "glow")
KINDS = ("flat", "shade", "light", "line")


class Ink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A named ink; its colour is exactly one of attribute + role, ``color``, ``mix``.

    ``mix``: pairs of (``#hex`` or the name of an earlier ink, weight), mixed in OKLab.
    ``kind`` is what the ink is to a painter: flat, shade, light or line.
    """

    name: str
    kind: str = "flat"
    attribute: str | None = None
    role: str | None = None
    color: str | None = None
    mix: tuple[tuple[str, float], ...] | None = None


def hexes(
    inks: Sequence[Ink],
    attributes: Sequence[Attribute],
    values: Mapping[str, Value],
    overrides: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The colour of every ink, ``#rrggbb``, for complete attribute values.

    ``overrides`` (ink name -> hex) win over the attributes; mixed inks follow what they mix.
    A colour that was worked out once is remembered.

    Raises:
        UnknownAttribute: an override names no ink of the model.
        BadValue: an override is not a colour.
    """
    wanted = check_overrides(inks, overrides or {})
    ramps: dict[str, dict[str, str]] = {}
    found: dict[str, str] = {}
    for ink in inks:
        if ink.name in wanted:
            found[ink.name] = wanted[ink.name]
        elif ink.attribute is not None:
            if ink.attribute not in ramps:
                ramps[ink.attribute] = _roles_of(attributes, ink.attribute, values)
            found[ink.name] = _role_hex(ramps[ink.attribute], ink.role or "base")
        elif ink.mix is not None:
            parts = tuple(n if n.startswith("#") else found[n] for n, _ in ink.mix)
            found[ink.name] = _mixed_hex(parts, tuple(weight for _, weight in ink.mix))
        else:
            found[ink.name] = _full_hex(ink.color or "#000000")
    return found


def palette(
    inks: Sequence[Ink],
    attributes: Sequence[Attribute],
    values: Mapping[str, Value],
    overrides: Mapping[str, str] | None = None,
) -> Palette:
    """As `hexes`, in numbers; the arrays are shared, and read-only."""
    found = hexes(inks, attributes, values, overrides)
    return {name: _shared_rgb(text) for name, text in found.items()}


def check_overrides(inks: Sequence[Ink], overrides: Mapping[str, str]) -> dict[str, str]:
    """Overrides with their colours as ``#rrggbb``; unknown inks and non-colours are refused."""
    names = [ink.name for ink in inks]
    for name, value in overrides.items():
        if name not in names:
            hint = nearest(name, names) if names else ": this model paints without inks"
            raise UnknownAttribute(f"there is no ink {name!r}{hint}")
        if not isinstance(value, str):
            raise BadValue(f"the colour of ink {name} is text such as #88c0a0, not {value!r}")
    return {name: color.to_hex(color.parse_hex(value)) for name, value in overrides.items()}


def ramp(base: RGB, role: str) -> NDArray[np.floating]:
    """The colour of a role that goes with a base colour: sRGB [3].

    The steps in OKLab's lightness L, chroma C and hue were fitted to the ramps that were picked
    by hand for the default model (training/drawing/colors.py): lightness steps shrink near the
    ends, so that a black base still has a light, and a white one a shade and a line.
    """
    L, C, hue = _lightness_chroma_hue(base)
    pale = max(0.0, (L - 0.55) / 0.45)  # pale colours gain colour in the shadow, as paper does
    dusk = -_from_violet(hue)
    if role == "shade":
        return color.from_oklch(L - min(0.13, 0.26 * L), 0.96 * C + 0.025 * pale, hue + 0.09 * dusk)
    if role == "deep":
        return color.from_oklch(L - min(0.24, 0.45 * L), 0.90 * C + 0.035 * pale, hue + 0.15 * dusk)
    if role == "light":
        rise = min(0.58 * (1 - L), 0.22 + 0.3 * max(0.0, 0.25 - L))
        chroma = C * float(np.clip(1.7 - 1.45 * L, 0.45, 1.1))
        return color.from_oklch(L + rise, chroma, hue - 0.07 * dusk)
    if role == "line":
        return color.from_oklch(
            max(0.55 * L - 0.04, 0.0), 0.52 * C + 0.04 * pale, hue + 0.20 * dusk
        )
    if role == "dark":
        return color.from_oklch(0.5 * L, 0.56 * C, hue + 0.08 * dusk)
    if role == "glow":
        share = float(np.clip(0.45 + 0.85 * L, 0, 1))
        return color.from_oklch(L + max(0.96 - L, 0) * share, 0.25 * C, hue - 0.15 * dusk)
    return np.asarray(base, np.float64)


_VIOLET = float(np.radians(-70))  # hue of OKLab where cel shadows drift


def _lightness_chroma_hue(srgb: RGB) -> tuple[float, float, float]:
    """OKLCh of a colour; the hue of greys leans to violet, which tints their shade and line."""
    L, a, b = color.to_oklab(srgb)
    lean = 0.006  # chroma below which the hue of a colour counts for less than violet
    hue = np.arctan2(b + lean * np.sin(_VIOLET), a + lean * np.cos(_VIOLET))
    return float(L), float(np.hypot(a, b)), float(hue)


def _from_violet(hue: float) -> float:
    """The way from violet to a hue in radians, -pi..pi, let down to 0 where it changes sign."""
    way = (hue - _VIOLET + np.pi) % (2 * np.pi) - np.pi
    return float(way * min(1.0, (np.pi - abs(way)) / 0.25))


def _roles_of(
    attributes: Sequence[Attribute], name: str, values: Mapping[str, Value]
) -> dict[str, str]:
    attribute, value = find(attributes, name), str(values[name])
    if not isinstance(attribute, Color):
        raise BadValue(f"{name} is not a colour attribute, no ink can follow it")
    return attribute.colors.get(value) or {"base": value}


def _role_hex(roles: Mapping[str, str], role: str) -> str:
    if role in roles:
        return _full_hex(roles[role])
    return _ramp_hex(roles["base"], role)


_remembered = functools.lru_cache(maxsize=4096)  # half a megabyte at the most, each


@_remembered
def _ramp_hex(base: str, role: str) -> str:
    return color.to_hex(ramp(color.parse_hex(base), role))


@_remembered
def _mixed_hex(parts: tuple[str, ...], weights: tuple[float, ...]) -> str:
    return color.to_hex(color.mix_oklab(np.stack([color.parse_hex(p) for p in parts]), weights))


@_remembered
def _full_hex(text: str) -> str:
    return color.to_hex(color.parse_hex(text))


@_remembered
def _shared_rgb(text: str) -> RGB:
    rgb = color.parse_hex(text)
    rgb.flags.writeable = False
    return rgb
