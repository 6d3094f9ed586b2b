"""What the engine's `describe` says of a model, as plain values that a panel can trust.

Whatever is missing or of the wrong kind is left out: a model with no attributes still gives a
panel, with fewer controls.
"""

import re
from dataclasses import dataclass, field

KINDS = ("color", "choice", "toggle", "slider")
WEAK = 0.5
"""Obeyed in fewer heads than this: an artist who asks should be warned."""
_HEX = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Attribute:
    """One thing that can be asked for."""

    name: str
    title: str
    kind: str
    part: str = ""
    values: tuple[str, ...] = ()
    colors: dict[str, str] = field(default_factory=dict)  # name -> "#rrggbb"
    low: float = 0.0
    high: float = 1.0
    center: float = 0.0
    in_palette: bool = False
    figures: dict[str, dict] = field(default_factory=dict)  # value or "" -> precision, asked

    def is_weak(self, value: str = "") -> bool:
        """Whether the model's evaluation says that it seldom obeys; False where nobody measured."""
        precision = _mapping(self.figures.get(value)).get("precision")
        return isinstance(precision, (int, float)) and precision < WEAK

    def color_of(self, value: object) -> str | None:
        """A named colour or ``#rrggbb`` as ``#rrggbb``."""
        if not isinstance(value, str):
            return None
        return value.lower() if _HEX.fullmatch(value) else self.colors.get(value)


@dataclass(frozen=True)
class Ink:
    """One colour that a model paints with."""

    name: str
    title: str
    kind: str = "flat"
    attribute: str | None = None

    @property
    def family(self) -> str:
        """What the ink belongs to: ``hair`` of ``hair.base``."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Part:
    """A part of a head that can be kept while the rest is drawn anew."""

    name: str
    title: str


@dataclass(frozen=True)
class Description:
    """A model, as its panel needs it."""

    model: dict
    attributes: tuple[Attribute, ...]
    parts: tuple[Part, ...]
    inks: tuple[Ink, ...]

    @property
    def part_names(self) -> set[str]:
        """What can be kept."""
        return {part.name for part in self.parts}

    @property
    def ink_names(self) -> set[str]:
        """Inks whose colour can be changed."""
        return {ink.name for ink in self.inks}

    @property
    def resolution(self) -> int:
        """Side of the model's own pictures in pixels."""
        return _number(self.model.get("resolution"), 256)

    @property
    def preview_size(self) -> int:
        """Side of the pictures of its quick network; its own resolution if it has none."""
        return min(_number(self.model.get("preview_size"), self.resolution), self.resolution)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name."""
        return next((entry for entry in self.attributes if entry.name == name), None)

    def groups(self) -> list[tuple[Part, list[Attribute]]]:
        """Attributes by part, in the model's order of first appearance."""
        titles = {part.name: part for part in self.parts}
        grouped: dict[str, list[Attribute]] = {}
        for attribute in self.attributes:
            grouped.setdefault(attribute.part, []).append(attribute)
        for part in self.parts:
            grouped.setdefault(part.name, [])
        return [
            (titles.get(name, Part(name, prettified(name) or "Other")), entries)
            for name, entries in grouped.items()
        ]


def is_description(answer: object) -> bool:
    """Whether this can be an engine's answer to `describe` at all, and not another program's."""
    if not isinstance(answer, dict) or not isinstance(
        _mapping(answer.get("model")).get("name"), str
    ):
        return False
    lists = ("attributes", "parts", "layers", "inks")
    return all(
        isinstance(answer.get(key), list) and len(_entries(answer, key)) == len(answer[key])
        for key in lists
    )


def read_description(answer: object) -> Description:
    """The engine's answer to `describe`, checked."""
    answer = answer if isinstance(answer, dict) else {}
    model = answer.get("model")
    found = (_attribute(entry) for entry in _entries(answer, "attributes"))
    return Description(
        model=model if isinstance(model, dict) else {},
        attributes=tuple(attribute for attribute in found if attribute is not None),
        parts=tuple(Part(e["name"], _title(e)) for e in _entries(answer, "parts")),
        inks=tuple(
            Ink(e["name"], _title(e), str(e.get("kind", "flat")), e.get("attribute"))
            for e in _entries(answer, "inks")
        ),
    )


def prettified(name: str) -> str:
    """A name for people where the model gives no title: ``hair_style`` -> ``Hair style``."""
    words = name.replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def _attribute(entry: dict) -> Attribute | None:
    if entry.get("kind") not in KINDS:
        return None
    span = entry.get("range")
    default = (-1.0, 1.0) if entry["kind"] == "slider" else (0.0, 1.0)
    low, high = (_number(end, 0.0) for end in span) if _is_pair(span) else default
    colors = entry.get("colors")
    figures = entry.get("figures")
    return Attribute(
        name=entry["name"],
        title=_title(entry),
        kind=entry["kind"],
        part=str(entry.get("part", "")),
        values=tuple(value for value in entry.get("values") or () if isinstance(value, str)),
        colors=_colors(colors) if isinstance(colors, dict) else {},
        low=low,
        high=max(high, low + 1e-6),
        center=_number(entry.get("center"), (low + high) / 2 if low < 0 else low),
        in_palette=bool(entry.get("in_palette")),
        figures=figures if isinstance(figures, dict) else {},
    )


def _colors(colors: dict) -> dict[str, str]:
    bases = {
        name: value.get("base") if isinstance(value, dict) else value
        for name, value in colors.items()
    }
    return {n: c for n, c in bases.items() if isinstance(c, str) and _HEX.fullmatch(c)}


def _entries(answer: dict, key: str) -> list[dict]:
    entries = answer.get(key)
    if not isinstance(entries, list):
        return []
    return [e for e in entries if isinstance(e, dict) and isinstance(e.get("name"), str)]


def _title(entry: dict) -> str:
    title = entry.get("title")
    return title if isinstance(title, str) and title else prettified(entry["name"])


def _is_pair(span: object) -> bool:
    return isinstance(span, (list, tuple)) and len(span) == 2


def _number(value: object, default):
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def _mapping(value: object) -> dict:
    return value if isinstance(value, dict) else {}
