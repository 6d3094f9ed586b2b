"""What the panel shows and what it asks the engine, without Qt, Krita or an engine.

The panel always describes the head that is seen. A value that is locked stays when the die is
rolled or heads are generated; what is not locked is drawn by the seed. A part that is kept stays
as it is in the head that is seen. So every head is one of three things:

- fresh: seed + locked values;
- edited: a recipe (the origin) + locked values that differ from it;
- rerolled: the kept parts of an origin, the rest from a seed + locked values.
"""

import math
import random
from typing import NamedTuple

from .description import Attribute, Description

MAX_SEED = 2**32 - 1
"""Seeds that the die throws; the seed field takes any that the engine does."""

MAX_STEPS_BACK = 100
"""Heads the artist can go back to: 3 KB each."""

Request = tuple[str, dict]
"""A method of the engine and its params."""


class Moment(NamedTuple):
    """When something was asked: ``epoch`` counts heads, ``revision`` changes by the artist."""

    epoch: int
    revision: int


class PanelState:
    """The values, locks and seed of one panel, for one model."""

    def __init__(self, description: Description, random_seed=None) -> None:
        self.description = description
        self._random_seed = random_seed or (lambda: random.randint(0, MAX_SEED))
        self._epoch = self._revision = 0
        self._past: list[dict] = []
        self.recipe: dict | None = None  # of the head that is seen
        self.reset()

    def reset(self) -> None:
        """Forget locks, kept parts and changed inks, and throw a new seed."""
        self._remember()
        self._epoch += 1
        self.values: dict[str, object] = {}
        self.locked: set[str] = set()
        self.kept: set[str] = set()
        self.inks: dict[str, str] = {}
        self.palette: dict[str, str] = {}
        self.variety = 1.0
        self.recipe = None
        self._origin: dict | None = None
        self._rolled_keep: tuple[str, ...] | None = None
        self.tag = ""
        self.seed = self._random_seed()

    # -- what the artist does

    def set_value(self, name: str, value: object) -> None:
        """A value the artist chose; it is locked from now on."""
        self._revision += 1
        if self.attribute(name) is not None:
            self.values[name] = value
            self.locked.add(name)

    def set_locked(self, name: str, locked: bool) -> None:
        """Hold a value, or give it back to the seed."""
        self._revision += 1
        if locked and name in self.values:
            self.locked.add(name)
        else:
            self.locked.discard(name)

    def set_kept(self, part: str, kept: bool) -> None:
        """Keep a part of the head that is seen when the rest is drawn anew."""
        if kept and part in self.description.part_names:
            self.kept.add(part)
        else:
            self.kept.discard(part)

    def set_ink(self, name: str, color: str | None) -> None:
        """Another colour for one ink; None gives it back to the attribute it follows."""
        self._revision += 1
        if color is None:
            self.inks.pop(name, None)
        elif name in self.description.ink_names:
            self.inks[name] = color

    def set_variety(self, variety: float) -> None:
        """How far shapes may go from the average head."""
        self._revision += 1
        self.variety = min(max(variety, 0.0), 1.0)

    def take_preset(self, attributes: dict, inks: dict, variety: float) -> None:
        """Lock what a preset says and nothing else; what this model does not know is left out."""
        self.set_variety(variety)
        known = self._known(attributes)
        self.values = {**self.values, **known}
        self.locked = set(known)
        self.inks = {n: c for n, c in inks.items() if n in self.description.ink_names}

    def take_colors(self, colors: object) -> None:
        """Lock the colours that the engine found in a picture."""
        for name, value in self._known(colors).items():
            self.set_value(name, value)

    def roll(self, seed: int | None = None) -> None:
        """Throw the die: a new seed, or the one typed by the artist."""
        self._remember()
        self._epoch += 1
        self.seed = self._random_seed() if seed is None else max(0, int(seed))
        if self.kept and self.recipe is not None:
            self._origin, self._rolled_keep = self.recipe, tuple(sorted(self.kept))
        else:
            self._origin, self._rolled_keep = None, None

    def show(self, recipe: dict) -> None:
        """Take a head that exists into the panel; locks stay, and hold this head's values."""
        self._remember()
        self._show(recipe)

    @property
    def can_go_back(self) -> bool:
        """Whether another head was seen before this one."""
        return bool(self._past)

    def go_back(self) -> None:
        """The head that was seen before the die was thrown, or another one shown."""
        if self._past:
            self._show(self._past.pop())

    def _remember(self) -> None:
        if self.recipe is not None and self._past[-1:] != [self.recipe]:
            self._past = [*self._past[1 - MAX_STEPS_BACK :], self.recipe]

    def _show(self, recipe: dict) -> None:
        self._epoch += 1
        self._origin, self._rolled_keep = recipe, None
        self.recipe = recipe
        self.values = self._known(recipe.get("attributes"))
        self.locked &= set(self.values)
        self.inks = {
            name: color
            for name, color in _mapping(recipe.get("inks")).items()
            if name in self.description.ink_names and isinstance(color, str)
        }
        seed = recipe.get("seed")
        if isinstance(seed, int) and seed >= 0:
            self.seed = seed

    # -- what the engine is asked

    def preview(self, detail: str = "full") -> Request:
        """The request for the head as the panel stands; other colours alone run no network."""
        params: dict = {"inks": dict(self.inks), "detail": detail}
        if self._origin is None:
            params |= {"seed": self.seed, "variety": self.variety}
            params["attributes"] = self._locked_values()
        elif self._rolled_keep is None:
            params["recipe"] = {**self._origin, "inks": {}}
            params["attributes"] = self._changed_values()
        else:
            params |= {"seed": self.seed, "variety": self.variety, "recipe": self._origin}
            params |= {"keep": list(self._rolled_keep), "attributes": self._locked_values()}
        return "preview", params

    def generate(self, count: int) -> Request:
        """The request for new heads that have what is locked and kept."""
        params = {
            "count": count,
            "seed": self._random_seed(),
            "variety": self.variety,
            "attributes": self._locked_values(),
            "inks": dict(self.inks),
        }
        if self.kept and self.recipe is not None:
            params |= {"recipe": self.recipe, "keep": sorted(self.kept)}
        return "generate", params

    def vary(self, recipe: dict, count: int, strength: float) -> Request:
        """The request for neighbours of a head; kept parts stay."""
        return "vary", {
            "recipe": recipe,
            "count": count,
            "strength": strength,
            "keep": sorted(self.kept),
            "seed": self._random_seed(),
        }

    def accept(self, head: dict, asked: Moment) -> bool:
        """The engine's answer to what was asked at a moment; False if it is of another head.

        Values that the artist changed since then stay as they are now.
        """
        if asked.epoch != self._epoch:
            return False
        recipe = _mapping(head.get("recipe"))
        values = self._known(recipe.get("attributes"))
        if asked.revision != self._revision:
            values = {name: value for name, value in values.items() if name not in self.locked}
        self.recipe = recipe
        self.values = {**self.values, **values}
        self.palette = {
            str(name): color
            for name, color in _mapping(head.get("palette")).items()
            if isinstance(color, str)
        }
        self.tag = str(head.get("tag", ""))
        return True

    @property
    def moment(self) -> Moment:
        """Goes with a request, and comes back with its answer."""
        return Moment(self._epoch, self._revision)

    # -- what it is made of

    def attribute(self, name: str) -> Attribute | None:
        """The model's attribute of that name."""
        return self.description.attribute(name)

    def _locked_values(self) -> dict[str, object]:
        return {name: self.values[name] for name in sorted(self.locked) if name in self.values}

    def _changed_values(self) -> dict[str, object]:
        before = _mapping(self._origin.get("attributes"))
        locked = self._locked_values()
        return {name: value for name, value in locked.items() if before.get(name) != value}

    def _known(self, values: object) -> dict[str, object]:
        """Values of this model's attributes that are of the right kind."""
        kinds = {entry.name: entry.kind for entry in self.description.attributes}
        return {
            name: value
            for name, value in _mapping(values).items()
            if name in kinds and _fits(kinds[name], value)
        }


def _fits(kind: str, value: object) -> bool:
    if kind == "choice" and isinstance(value, dict):
        return bool(value) and all(_is_number(weight) for weight in value.values())
    if kind in ("color", "choice"):
        return isinstance(value, str)
    return _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def _mapping(value: object) -> dict:
    return value if isinstance(value, dict) else {}
