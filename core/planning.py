"""What is to be drawn, before any of it is drawn: recipes of new heads and of variants."""

import secrets
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from core import attributes, latent, limits
from core.attributes import Value
from core.errors import BadModel, BadValue
from core.manifest import Manifest
from core.model_folder import ModelFolder
from core.palette import Ink, check_overrides
from core.recipe import Recipe, check_seed, check_variety, to_floats


def new_heads(
    model: ModelFolder,
    asked: Mapping[str, object],
    count: int = 1,
    seed: int | None = None,
    variety: float = 1.0,
    inks: Mapping[str, str] | None = None,
    like: Recipe | None = None,
    keep: Sequence[str] = (),
) -> Iterator[Recipe]:
    """Recipes of heads with the attributes asked for; all is checked before the first.

    Head i has seed + i. The parts of ``like`` that are named in ``keep`` stay as they are there
    (numbers of the latent, attributes, inks overruled), unless they are asked for otherwise.

    Raises:
        UnknownAttribute, BadValue: something asked does not exist or does not fit.
        BadModel: ``like`` is of another model.
    """
    manifest = model.manifest
    check_variety(variety)
    first = _check_seeds(count, seed)
    named: Mapping[str, Value] = attributes.check_all(manifest.attributes, asked)
    overrides = check_overrides(manifest.inks, inks or {})
    stays = np.zeros(manifest.latent_size, bool)
    point = np.zeros(manifest.latent_size, np.float32)
    if like is not None:
        like = completed(model, like)
        stays, point = ~_free(manifest, keep), like.latent_array
        overrides = {**_kept_inks(manifest, like, keep, named), **overrides}
        named = {**_kept_attributes(manifest, like, keep, named), **named}
    elif keep:
        raise BadValue("parts can be kept of a head alone: give its recipe, too")

    def drawn(number: int) -> Recipe:
        drawn_point = latent.sample(number, manifest.latent_size, variety)
        return Recipe(
            model=manifest.name,
            generator=model.generator_sha256,
            seed=number,
            variety=float(variety),
            attributes=attributes.complete(manifest.attributes, named, number),
            latent=to_floats(np.where(stays, point, drawn_point)),
            inks=overrides,
        )

    return map(drawn, range(first, first + count))


def variants(
    model: ModelFolder,
    recipe: Recipe,
    strength: float = 0.3,
    count: int = 1,
    keep: Sequence[str] = (),
    seed: int | None = None,
) -> Iterator[Recipe]:
    """Recipes of neighbours of a head; all is checked before the first.

    Raises:
        BadValue: something does not fit.
        BadModel: the recipe is of another model.
    """
    recipe = completed(model, recipe)
    if not 0 <= strength <= 1:
        raise BadValue(f"strength goes from 0 (the same) to 1 (a stranger), not {strength:g}")
    first = _check_seeds(count, seed)
    free = _free(model.manifest, keep)
    start, spread = recipe.latent_array, recipe.variety or 1.0

    def moved(number: int) -> Recipe:
        point = latent.vary(start, strength, number, free, spread)
        return msgspec.structs.replace(recipe, latent=to_floats(point), seed=number)

    return map(moved, range(first, first + count))


def parts(manifest: Manifest) -> list[str]:
    """The parts of a head that can be kept: all that the latent or an attribute shapes."""
    shaped = [*manifest.parts_of_latent, *(attribute.part for attribute in manifest.attributes)]
    return list(dict.fromkeys(filter(None, shaped)))


def check_ours(model: ModelFolder, recipe: Recipe) -> Recipe:
    """The recipe, or a BadModel where it was made by another model or edition."""
    manifest = model.manifest
    if recipe.generator != model.generator_sha256:
        edition = "another edition of " if recipe.model == manifest.name else ""
        raise BadModel(
            f"this head was made by {edition}the model {recipe.model!r}, not by the "
            f"{manifest.name!r} in {model.path}: name its model with --model, or "
            "generate the head anew"
        )
    if len(recipe.latent) != manifest.latent_size:
        raise BadModel(f"this head's recipe does not fit the model {manifest.name!r}")
    return recipe


def completed(model: ModelFolder, recipe: Recipe) -> Recipe:
    """A recipe of this model with a value for every attribute, all checked.

    Raises:
        BadModel: it is of another model. UnknownAttribute, BadValue: it does not fit this one.
    """
    check_ours(model, recipe)
    values = attributes.complete(model.manifest.attributes, recipe.attributes, recipe.seed)
    check_overrides(model.manifest.inks, recipe.inks)
    return msgspec.structs.replace(recipe, attributes=values)


def _check_seeds(count: int, seed: int | None) -> int:
    """The first seed of so many."""
    if not isinstance(count, (int, np.integer)) or not 1 <= count <= limits.MAX_COUNT:
        raise BadValue(f"count is a whole number from 1 to {limits.MAX_COUNT}, not {count!r}")
    first = secrets.randbelow(2**32) if seed is None else check_seed(seed)
    check_seed(first + count - 1)
    return first


def _free(manifest: Manifest, keep: Sequence[str]) -> np.ndarray:
    """Which numbers of the latent may move, bool [Z]."""
    known = parts(manifest)
    for part in keep:
        if part not in known:
            choice = ", ".join(sorted(known)) or "none in this model"
            raise BadValue(f"there is no part {part!r} to keep: choose from {choice}")
    of_latent = manifest.parts_of_latent
    return latent.free_entries(of_latent, [part for part in keep if part in of_latent])


def _kept_attributes(
    manifest: Manifest, like: Recipe, keep: Sequence[str], named: Mapping[str, Value]
) -> dict[str, Value]:
    values = attributes.edit(manifest.attributes, like.attributes, named)
    return {a.name: values[a.name] for a in manifest.attributes if a.part in keep}


def _kept_inks(
    manifest: Manifest, like: Recipe, keep: Sequence[str], named: Mapping[str, Value]
) -> dict[str, str]:
    """What was overruled in inks of the kept parts; not where its attribute is asked for anew."""
    part_of = {attribute.name: attribute.part for attribute in manifest.attributes}
    users: dict[str, set[str]] = {}
    for layer in manifest.layers:
        for ink in () if isinstance(layer.inks, str) else layer.inks:
            users.setdefault(ink, set()).add(layer.part)

    def stays(ink: Ink) -> bool:
        if ink.attribute is not None:
            return part_of[ink.attribute] in keep and ink.attribute not in named
        return bool(users.get(ink.name)) and users[ink.name] <= set(keep)

    return {
        ink.name: like.inks[ink.name]
        for ink in manifest.inks
        if ink.name in like.inks and stays(ink)
    }
