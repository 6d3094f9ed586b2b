"""Whether what a model declares about its attributes, inks and layers fits together.

Each function yields faults, each as a part of a sentence; none where all is well.
"""

import math
import re
from collections.abc import Iterator, Sequence

from core.attributes import Attribute, Choice, Color, Slider, Toggle
from core.color import is_hex
from core.compositing import LayerSpec
from core.palette import KINDS, ROLES, Ink

_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")


def attribute_faults(attributes: Sequence[Attribute], attribute_size: int) -> Iterator[str]:
    """What is wrong with a model's attributes; the network takes attribute_size numbers."""
    names = [attribute.name for attribute in attributes]
    yield from _repeated("attribute", names)
    yield from (f"{name[:80]!r} is no name for an attribute"
                for name in names if not _WORD.fullmatch(name))  # fmt: skip
    used: set[int] = set()
    colors = {a.name: a for a in attributes if isinstance(a, Color)}
    for attribute in attributes:
        yield from _value_faults(attribute, colors)
        if isinstance(attribute, Color) or attribute.index is None:
            continue
        width = len(attribute.values) if isinstance(attribute, Choice) else 1
        places = set(range(attribute.index, attribute.index + width))
        if attribute.index < 0 or attribute.index + width > attribute_size:
            yield f"attribute {attribute.name} lies outside attribute_size"
        elif places & used:
            yield f"attribute {attribute.name} shares a place with another"
        used |= places
    if len(used) != attribute_size:
        yield "its attributes do not fill attribute_size"


def _value_faults(attribute: Attribute, colors: dict[str, Color]) -> Iterator[str]:
    if isinstance(attribute, Color):
        for name, roles in attribute.colors.items():
            if "base" not in roles or not all(map(is_hex, roles.values())):
                yield f"colour {name} of {attribute.name} needs a base, and #rrggbb for each role"
            if is_hex(name):
                yield f"a colour of {attribute.name} is named {name}"
    elif isinstance(attribute, Choice):
        yield from _repeated(f"value of {attribute.name}", attribute.values)
        if not attribute.values:
            yield f"choice {attribute.name} has no values"
    elif isinstance(attribute, Slider):
        low, high = attribute.range
        numbers = (low, high, attribute.center, attribute.spread)
        if not all(map(math.isfinite, numbers)) or low >= high or attribute.spread < 0:
            yield f"slider {attribute.name} has no sensible range"
    else:
        yield from _toggle_faults(attribute, colors)


def _toggle_faults(toggle: Toggle, colors: dict[str, Color]) -> Iterator[str]:
    if not 0 <= toggle.probability <= 1:
        yield f"the probability of {toggle.name} is not within 0..1"
    if toggle.index is None and toggle.sets is None:
        yield f"toggle {toggle.name} does nothing"
    for setting in (toggle.sets.on, toggle.sets.off) if toggle.sets else ():
        for name, value in setting.items():
            if name not in colors or not (value in colors[name].colors or is_hex(value)):
                yield f"toggle {toggle.name} sets {name} to {value!r}, which is not there"


def ink_faults(inks: Sequence[Ink], attributes: Sequence[Attribute]) -> Iterator[str]:
    """What is wrong with a model's inks, whose colours follow from its attributes."""
    colors = {a.name for a in attributes if isinstance(a, Color)}
    yield from _repeated("ink", [ink.name for ink in inks])
    earlier: set[str] = set()
    for ink in inks:
        if ink.kind not in KINDS:
            yield f"ink {ink.name} is of kind {ink.kind!r}, not one of {', '.join(KINDS)}"
        if [ink.attribute, ink.color, ink.mix].count(None) != 2:
            yield f"ink {ink.name} needs exactly one of attribute, color and mix"
        elif ink.attribute is not None and (ink.attribute not in colors or ink.role not in ROLES):
            yield f"ink {ink.name} follows {ink.attribute}.{ink.role}, which is not there"
        elif ink.color is not None and not is_hex(ink.color):
            yield f"ink {ink.name} has the colour {ink.color!r}"
        elif ink.mix is not None and not _mixes(ink.mix, earlier):
            yield f"ink {ink.name} mixes what is neither a colour nor an ink before it"
        earlier.add(ink.name)


def _mixes(mix: tuple[tuple[str, float], ...], earlier: set[str]) -> bool:
    weights = [weight for _, weight in mix]
    return all(is_hex(name) or name in earlier for name, _ in mix) and (
        bool(weights) and all(0 <= weight < math.inf for weight in weights) and sum(weights) > 0
    )


def layer_faults(layers: Sequence[LayerSpec], inks: Sequence[Ink]) -> Iterator[str]:
    """What is wrong with a model's layers, which are made of its inks."""
    names = {ink.name for ink in inks}
    yield from _repeated("layer", [layer.name for layer in layers])
    used: set[int] = set()
    below: set[str] = set()
    base: str | None = None
    for layer in layers:
        if not _WORD.fullmatch(layer.name):
            yield f"{layer.name[:80]!r} is no name for a layer"
        if isinstance(layer.inks, str):
            if layer.inks != "rgba":
                yield f"layer {layer.name} is neither inks nor rgba"
        elif not layer.inks or not names.issuperset(layer.inks):
            yield f"layer {layer.name} has inks that are not in the list"
        channels = set(range(layer.channels.start, min(layer.channels.stop, 10**6)))
        if layer.channel < 0 or channels & used:
            yield f"layer {layer.name} shares channels with another"
        if layer.clip is None:
            base = layer.name
        elif layer.clip != base:
            yield f"layer {layer.name} is clipped to {layer.clip!r}, which is not next below it"
        for name in sorted(set(layer.within) - below):
            yield f"layer {layer.name} falls on {name[:80]!r}, which is not below it"
        used |= channels
        below.add(layer.name)


def _repeated(what: str, names: list[str] | tuple[str, ...]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{what} {name[:80]!r} is there twice"
