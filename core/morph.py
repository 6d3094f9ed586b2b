"""Between heads: recipes along a path (`plan`) or mixed (`mixtures`), each a head of its own.

Latents move along arcs, attribute numbers and weights in straight lines, colours through OKLab.
Every frame has a complete recipe, so a frame that pleases can be kept, varied and edited.
"""

from collections.abc import Iterator, Sequence

import msgspec

from core import attributes, color, latent, limits
from core.attributes import Attribute, Choice, Color, Toggle, Value
from core.errors import BadValue
from core.manifest import Manifest
from core.palette import hexes, palette
from core.recipe import Recipe, to_floats

_DIGITS = 6  # of weights and numbers on the way: below what a network in float32 can tell


def plan(
    manifest: Manifest,
    recipes: Sequence[Recipe],
    frames: int,
    loop: bool = False,
    easing: str = "linear",
) -> Iterator[Recipe]:
    """The recipes of all frames of a path through the given heads; checked before the first.

    Raises:
        BadValue: too few or too many heads or frames, or an unknown easing.
    """
    if not 2 <= len(recipes) <= limits.MAX_HEADS_MIXED:
        raise BadValue(f"a morph needs 2 to {limits.MAX_HEADS_MIXED} heads, not {len(recipes)}")
    if not 2 <= frames <= limits.MAX_FRAMES:
        raise BadValue(f"a morph needs 2 to {limits.MAX_FRAMES} frames, not {frames}")
    path = latent.path(len(recipes), frames, loop, easing)
    return (between(manifest, recipes[start], recipes[end], t) for start, end, t in path)


def mixtures(manifest: Manifest, a: Recipe, b: Recipe, steps: int) -> Iterator[Recipe]:
    """Recipes from ``a`` to ``b`` in even steps; one step alone is the middle.

    What can't be there by half (`Choice.whole`) is taken from the nearer of the two, in the middle
    from ``a``.

    Raises:
        BadValue: too few or too many steps.
    """
    if not 1 <= steps <= limits.MAX_FRAMES:
        raise BadValue(f"a mix has 1 to {limits.MAX_FRAMES} steps, not {steps}")
    shares = [step.t for step in latent.path(2, steps)] if steps > 1 else [0.5]
    return (between(manifest, a, b, t, whole=True) for t in shares)


def between(manifest: Manifest, a: Recipe, b: Recipe, t: float, whole: bool = False) -> Recipe:
    """The recipe ``t`` (0..1) of the way from ``a`` to ``b``; at the ends it is theirs.

    ``whole``: as of `mixtures`; else such values pass through what the network makes of a half.
    """
    if t <= 0 or t >= 1:
        return a if t <= 0 else b
    values = {}
    for attribute in manifest.attributes:
        ends = a.attributes[attribute.name], b.attributes[attribute.name]
        if whole and isinstance(attribute, Choice | Toggle) and attribute.whole:
            values[attribute.name] = ends[t > 0.5]
        else:
            values[attribute.name] = _value_between(attribute, *ends, t)
    return msgspec.structs.replace(
        a,
        latent=to_floats(latent.slerp(a.latent_array, b.latent_array, t)),
        variety=a.variety + (b.variety - a.variety) * t,
        attributes=values,
        inks=_inks_between(manifest, a, b, t, values),
    )


def _value_between(attribute: Attribute, a: Value, b: Value, t: float) -> Value:
    if a == b:
        return a
    if isinstance(attribute, Color):
        ends = [attributes.base_color(attribute, str(value)) for value in (a, b)]
        return color.to_hex(color.mix_oklab(ends, [1 - t, t]))
    if isinstance(attribute, Choice):
        mixed = (1 - t) * attributes.weights(attribute, a) + t * attributes.weights(attribute, b)
        return {
            name: round(float(weight), _DIGITS)
            for name, weight in zip(attribute.values, mixed, strict=True)
            if weight
        }
    if isinstance(a, float) and isinstance(b, float):
        return round(a + (b - a) * t, _DIGITS)
    raise BadValue(f"{attribute.name} of one head is no number")


def _inks_between(
    manifest: Manifest, a: Recipe, b: Recipe, t: float, values: dict[str, Value]
) -> dict[str, str]:
    """Overrides that give every ink the colour between its two; inks that are mixed of others
    follow those by themselves, unless one of the heads overruled them."""
    ends = [
        palette(manifest.inks, manifest.attributes, recipe.attributes, recipe.inks)
        for recipe in (a, b)
    ]
    own = hexes(manifest.inks, manifest.attributes, values)
    overrides = {}
    for ink in manifest.inks:
        if ink.mix is not None and ink.name not in a.inks and ink.name not in b.inks:
            continue
        wanted = color.to_hex(color.mix_oklab([end[ink.name] for end in ends], [1 - t, t]))
        if wanted != own[ink.name]:
            overrides[ink.name] = wanted
    return overrides
