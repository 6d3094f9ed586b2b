"""What each request takes: names, types and defaults. Their meaning: docs/engine.md."""

import re
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from core import limits
from core.errors import BadRequest, BadValue, KashiraError
from core.recipe import Recipe

Natural = Annotated[int, msgspec.Meta(ge=1)]


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of any request."""

    model: str | None = None


class Pictured(Parameters, frozen=True, kw_only=True):
    """Of a request that gives pictures."""

    size: int | None = None
    format: Literal["bgra8", "rgba8", "rgba-f32", "png"] = "bgra8"
    pictures: bool = True

    def __post_init__(self) -> None:
        low, high = limits.MIN_PICTURE_SIDE, limits.MAX_PICTURE_SIDE
        if self.size is not None and not low <= self.size <= high:
            raise BadValue(f"size goes from {low} to {high} pixels, not {self.size}")

    @property
    def layout(self) -> str | None:
        """The layout of the pictures; None where none are wanted."""
        return self.format if self.pictures else None


class _Drawn(Pictured, frozen=True, kw_only=True):
    recipe: Recipe | None = None
    seed: int | None = None
    variety: float = 1.0
    attributes: dict[str, Any] = {}
    inks: dict[str, str] = {}
    keep: list[str] = []


class Preview(_Drawn, frozen=True, kw_only=True):
    """Of ``preview``."""

    detail: Literal["low", "full"] = "full"


class Generate(_Drawn, frozen=True, kw_only=True):
    """Of ``generate``."""

    count: Natural = 1


class Vary(Pictured, frozen=True, kw_only=True):
    """Of ``vary``."""

    recipe: Recipe
    strength: float = 0.3
    count: Natural = 1
    keep: list[str] = []
    seed: int | None = None


class Edit(Pictured, frozen=True, kw_only=True):
    """Of ``edit`` and ``recolor``."""

    recipe: Recipe
    attributes: dict[str, Any] = {}
    inks: dict[str, str] = {}


class Mix(Pictured, frozen=True, kw_only=True):
    """Of ``mix``."""

    recipes: list[Recipe]
    steps: Natural = 5


class Morph(Pictured, frozen=True, kw_only=True):
    """Of ``morph``."""

    recipes: list[Recipe]
    frames: Natural
    loop: bool = False
    easing: str = "linear"


class Layers(Pictured, frozen=True, kw_only=True):
    """Of ``layers``."""

    recipe: Recipe
    split: Literal["parts", "inks", "flat"] = "parts"
    crop: bool = True
    stream: bool = False


class Inks(Pictured, frozen=True, kw_only=True):
    """Of ``inks``."""

    recipe: Recipe


class InkFrames(Morph, frozen=True, kw_only=True):
    """Of ``ink_frames``."""


class MatchColors(Parameters, frozen=True, kw_only=True):
    """Of ``match_colors``."""

    recipe: Recipe
    width: Natural
    height: Natural


class Save(Parameters, frozen=True, kw_only=True):
    """Of ``save``."""

    recipe: Recipe
    path: str
    split: Literal["parts", "inks"] = "parts"


class Read(Parameters, frozen=True, kw_only=True):
    """Of ``read``."""

    path: str


P = TypeVar("P", bound=Parameters)


def read(params: dict[str, Any], kind: type[P], method: str) -> P:
    """A request's parameters, checked; a BadRequest names what does not fit, and where."""
    try:
        return msgspec.convert(params, kind)
    except msgspec.ValidationError as error:
        raise BadRequest(f"{method} cannot be done: {_in_words(error)}") from error
    except KashiraError:
        raise
    except (ValueError, OverflowError) as error:
        raise BadRequest(f"{method} cannot be done: {error}") from error


def _in_words(error: msgspec.ValidationError) -> str:
    """What msgspec says, such as "Expected `int`, got `str` - at `$.seed`", as half a sentence."""
    fault, _, place = str(error).replace("`", "").partition(" - at $")
    place = place.lstrip(".")
    inside = f" in {place}" if place else ""
    if found := re.fullmatch("Expected (.*), got (.*)", fault):
        return f"{place or 'params'} is {found[1]}, not {found[2]}"
    if found := re.fullmatch("Object contains unknown field (.*)", fault):
        return f"there is no parameter {found[1]}{inside}"
    if found := re.fullmatch("Object missing required field (.*)", fault):
        return f"{found[1]} is missing{inside}"
    return f"{fault}{inside}"
