"""From tags to the attributes of the vocabulary, by one readable table: attributes.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.attributes import Attribute, Choice, Color, Slider, Toggle, find, nearest, span
from core.errors import BadFile, KashiraError
from training.dataset import inputs

DEFAULT = Path(__file__).with_name("attributes.toml")
SEEN = 0.05  # of a tagger's scores: below, the highest of several is chance

Scores = Mapping[str, float]


@dataclass(frozen=True)
class Evidence:
    """What one witness says of a picture.

    ``scores``: tag (lower case, spaces) -> 0..1, 1 where a person wrote it. ``complete``: what it
    does not name is not there; of a tagger this holds for the tags that it knows, ``vocabulary``
    (None: for all).
    """

    scores: Scores = field(default_factory=dict)
    complete: bool = False
    vocabulary: frozenset[str] | None = None

    def rules_out(self, tags: Sequence[str]) -> bool:
        """Whether it would have named one of these tags."""
        known = self.vocabulary
        return self.complete and (known is None or any(tag in known for tag in tags))


@dataclass(frozen=True)
class TagMapping:
    """``meanings``: attribute -> value (a toggle's are yes and no) -> tags."""

    threshold: float
    meanings: dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Labels:
    """``attributes``: as `table.Row` has them; ``colors``: colour attribute -> name."""

    attributes: tuple[float | None, ...]
    colors: dict[str, str]


def normal(tag: str) -> str:
    """A tag as mappings have it: ``Blonde_Hair`` is ``blonde hair``."""
    return " ".join(tag.replace("_", " ").replace("\\", "").lower().split())


def read_mapping(path: Path = DEFAULT) -> TagMapping:
    """Read a mapping.

    Raises:
        BadFile: it cannot be read, or names an attribute or value that there is none of.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(path, f"cannot be read as TOML ({error})", f"see {DEFAULT}") from error
    threshold = table.pop("threshold", 0.25)
    if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise BadFile(path, "has a threshold that is no number between 0 and 1", "0.25 is usual")
    meanings = {}
    for name, values in table.items():
        try:
            meanings[name] = _checked(find(inputs.attributes(), name), values)
        except (KashiraError, ValueError) as error:
            raise BadFile(path, f"is wrong at [{name}]", f"{error}") from error
    return TagMapping(float(threshold), meanings)


def label(mapping: TagMapping, witnesses: Sequence[Evidence],
          colors: Mapping[str, str] | None = None) -> Labels:  # fmt: skip
    """What is known of a picture: for each attribute by the first witness that knows it.

    Args:
        mapping: which tags mean what.
        witnesses: the most trusted first.
        colors: names of measured colours, for attributes that no witness knows.
    """
    vector: list[float | None] = [None] * inputs.SIZE
    named = dict(colors or {})
    for attribute in inputs.attributes():
        meanings = mapping.meanings.get(attribute.name)
        if not meanings:
            continue
        for witness in witnesses:
            value = _value(attribute, meanings, witness, mapping.threshold)
            if value is None:
                continue
            if isinstance(value, str):
                named[attribute.name] = value
            elif not isinstance(attribute, Color) and attribute.index is not None:
                vector[attribute.index : attribute.index + len(value)] = value
            break
    return Labels(tuple(vector), named)


def _checked(attribute: Attribute, values: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(values, dict):
        raise ValueError("it must be a table of values")
    for value, tags in values.items():
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            raise ValueError(f"{value} must be a list of tags")
        _check_value(attribute, value)
    return {value: tuple(map(normal, tags)) for value, tags in values.items()}


def _check_value(attribute: Attribute, value: str) -> None:
    if isinstance(attribute, Slider):
        low, high = span(attribute)
        if not low <= float(value) <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        return
    if isinstance(attribute, Toggle):
        known = ("yes", "no")
    else:
        known = tuple(attribute.colors) if isinstance(attribute, Color) else attribute.values
    if value not in known:
        raise ValueError(f"there is no value {value!r}{nearest(value, known)}")


def _value(
    attribute: Attribute, meanings: Mapping[str, tuple[str, ...]], says: Evidence, threshold: float
) -> str | list[float] | None:
    scores = {
        value: max((says.scores.get(tag, 0.0) for tag in tags), default=0.0)
        for value, tags in meanings.items()
    }
    best = max(scores, key=lambda value: scores[value])
    if isinstance(attribute, Color):
        return best if scores[best] >= SEEN else None
    if isinstance(attribute, Choice):
        there = [value for value in scores if scores[value] >= threshold]
        return [(value in there) / len(there) for value in attribute.values] if there else None
    if isinstance(attribute, Toggle):
        if scores[best] >= threshold:
            return [float(best == "yes")]
        return [0.0] if says.rules_out(meanings.get("yes", ())) else None
    return [float(best)] if scores[best] >= threshold else None
