"""The recipe of a head: what brings exactly this head back, from any copy of the same model."""

import math
from collections.abc import Iterable
from typing import Annotated

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import checked_json, limits
from core.attributes import Value
from core.color import is_hex
from core.errors import BadFile, BadValue

SCHEMA = 1


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """A head as numbers: model, seed, complete attributes, latent, ink colours that were overruled.

    Checked when made; whatever does not fit is a BadValue. Whether the attributes fit the model
    is the model's business (`core.kashira.Kashira.redraw`).
    """

    model: str
    generator: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    seed: int
    latent: tuple[float, ...]
    variety: float = 1.0
    attributes: dict[str, Value] = {}
    inks: dict[str, str] = {}
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        if self.schema > SCHEMA:
            raise BadValue(f"the recipe has schema {self.schema}: update Kashira to read it")
        check_seed(self.seed)
        check_variety(self.variety)
        if not 1 <= len(self.latent) <= limits.MAX_LATENT_SIZE:
            raise BadValue(f"a recipe has no latent of {len(self.latent)} numbers")
        if not all(abs(number) < 1e6 for number in self.latent):  # false for NaN, too
            raise BadValue("the latent of the recipe holds something that is no sensible number")
        if len(self.attributes) > limits.MAX_ATTRIBUTES or len(self.inks) > limits.MAX_INKS:
            raise BadValue("the recipe has more attributes or inks than any model")
        for name, value in self.inks.items():
            if not is_hex(value):
                raise BadValue(f"ink {name[:80]} of the recipe has no colour {value[:80]!r}")

    @property
    def latent_array(self) -> NDArray[np.float32]:
        """The latent: float32 [Z]."""
        return np.array(self.latent, np.float32)


def to_floats(numbers: ArrayLike) -> tuple[float, ...]:
    """float32 numbers as Python floats that print short and give the same float32 again."""
    return tuple(float(str(number)) for number in np.asarray(numbers, np.float32))


def check_seed(seed: int) -> int:
    """The seed, or a BadValue."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= limits.MAX_SEED:
        raise BadValue(f"a seed is a whole number from 0 to {limits.MAX_SEED}, not {seed!r}")
    return seed


def check_variety(variety: float) -> float:
    """The variety, or a BadValue."""
    if not math.isfinite(variety) or not 0 <= variety <= 1.5:
        raise BadValue(f"variety goes from 0 to 1 (at the very most 1.5), not {variety!r}")
    return variety


def to_json(recipe: Recipe) -> bytes:
    """The recipe as UTF-8 JSON; exact."""
    return checked_json.encode(recipe)


def from_json(data: bytes | str, source: str = "the recipe") -> Recipe:
    """Read a recipe; ``source`` is the file it came from.

    Raises:
        BadFile: too long, no JSON, or not a recipe; the sentence names ``source``.
    """
    if len(data) > limits.MAX_RECIPE_BYTES:
        raise BadFile(source, f"has a recipe of more than {limits.MAX_RECIPE_BYTES} bytes")
    try:
        return checked_json.decode(data, Recipe)
    except checked_json.NotAsWritten as error:
        raise BadFile(source, f"has a recipe that {error}", "use another copy") from error
    except BadValue as error:
        raise BadFile(source, "has a damaged recipe", str(error)) from error


def same_model(recipes: Iterable[Recipe]) -> bool:
    """Whether all recipes were made by the same generator."""
    return len({recipe.generator for recipe in recipes}) <= 1
