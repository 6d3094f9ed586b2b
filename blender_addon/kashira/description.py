"""What the engine's model can be asked for, kept on disk so that the panel opens without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

from .engine_connection import Answer, Request, connection
from .engine_places import own_folder, write_own

EXPRESSION_PARTS = ("eyes", "mouth", "brows", "pose")
"""Parts whose toggles and sliders are a face's expression."""

MEASURED = "Measured, how often it is obeyed: {}"
UNMEASURED = "How often it is obeyed was not measured"
UNFIXED = "Off: the seed draws it"

_FILE = "description.json"


class Attribute(NamedTuple):
    """One attribute of the model (docs/engine.md, "describe")."""

    name: str
    title: str
    kind: str  # color, choice, toggle, slider
    part: str
    in_palette: bool
    values: list[str]
    colors: dict[str, str]
    low: float
    high: float
    center: float  # what it is when it is first fixed: a toggle is on
    obeyed: dict[str, float]  # 0..1, how often the model does as it is told, for each value's name

    @property
    def panel(self) -> str:
        """Which panel it is in: colors, expression or head."""
        if self.in_palette:
            return "colors"
        moves = self.kind in ("toggle", "slider") and self.part in EXPRESSION_PARTS
        return "expression" if moves else "head"

    def tooltip(self, said: Callable[[str], str] = str) -> str:
        """How often the model obeys, by its own evaluation; ``said`` translates the words."""
        shares = [f"{said(value)} {share:.0%}" for value, share in self.obeyed.items()]
        return said(MEASURED).format(", ".join(shares)) if shares else said(UNMEASURED)

    def fix_tooltip(self, said: Callable[[str], str] = str) -> str:
        """Of the check box that fixes a toggle or slider."""
        return f"{said(UNFIXED)}. {self.tooltip(said)}"


class Description(NamedTuple):
    """The model that the engine last described."""

    model: dict[str, Any]
    attributes: list[Attribute]
    inks: list[dict[str, Any]]  # name, title, kind, attribute?


EMPTY = Description({}, [], [])
_current = EMPTY
_described_by = 0


def current() -> Description:
    """The model; `EMPTY` before the first engine has described one."""
    return _current


def load() -> None:
    """Take what was kept on disk; nothing where there is nothing sound."""
    global _current
    try:
        _current = read(json.loads((own_folder() / _FILE).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _current = EMPTY


def ask() -> Generator[Request, Answer, None]:
    """Ask a newly started engine for its model; the panel is built anew where it is another."""
    global _current, _described_by
    if _described_by == connection.generation and connection.pid is not None:
        return
    answer = yield Request("describe", {})
    found = read(answer.result)
    _described_by = connection.generation
    if found != _current:
        from . import attributes, translations

        _current = found
        attributes.rebuild()
        translations.rebuild()
        write_own(_FILE, answer.result)


def read(told: dict[str, Any]) -> Description:
    """The answer to ``describe``; a KeyError or TypeError where it is none."""
    attributes = [_attribute(entry) for entry in told["attributes"]]
    return Description(dict(told["model"]), attributes, list(told["inks"]))


def _attribute(entry: dict[str, Any]) -> Attribute:
    low, high = entry.get("range", [0.0, 1.0])
    return Attribute(
        entry["name"],
        entry["title"],
        entry["kind"],
        entry["part"],
        entry["in_palette"],
        list(entry.get("values", [])),
        dict(entry.get("colors", {})),
        float(low),
        float(high),
        float(entry.get("center", high if entry["kind"] == "toggle" else (low + high) / 2)),
        _obeyed(entry.get("figures", {})),
    )


def _obeyed(figures: dict[str, Any]) -> dict[str, float]:
    return {
        value_title(value or "on"): figure["precision"]
        for value, figure in figures.items()
        if isinstance(figure, dict) and "precision" in figure
    }


def value_title(value: str) -> str:
    """What menus call a value."""
    return value.replace("_", " ").capitalize()
