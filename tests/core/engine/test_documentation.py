"""docs/engine.md is what hosts are written from: it must say what the engine does."""

import re
from pathlib import Path

import msgspec

from core import errors
from core.engine import parameters, protocol
from core.engine.methods import Methods
from core.engine.pixel_layouts import LAYOUTS
from tests.core.engine import transcript

TEXT = transcript.DOCUMENT.read_text()
OF_ANY = {"model", "size", "format", "pictures"}
KINDS = {"recolor": parameters.Edit, "describe": parameters.Parameters}


def requests() -> dict[str, set[str]]:
    """The table of requests: method -> parameters."""
    table = TEXT.partition("## Requests")[2].partition("\n\nDefaults")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE)
    return {
        name: set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", params))) - set(LAYOUTS)
        for name, params in rows
    }


def test_the_documented_methods_are_the_engines() -> None:
    assert set(requests()) == {*Methods().table, "cancel", "shutdown"}


def test_the_documented_parameters_are_the_engines() -> None:
    kinds = {kind.__name__.lower(): kind for kind in vars(parameters).values()
             if isinstance(kind, type) and issubclass(kind, msgspec.Struct)}  # fmt: skip
    for method, documented in requests().items():
        if method in ("cancel", "shutdown", "models"):
            continue
        kind = KINDS.get(method) or kinds[method.replace("_", "")]
        assert documented - OF_ANY == set(kind.__struct_fields__) - OF_ANY, method


def test_the_documented_layouts_and_codes_are_the_engines() -> None:
    assert all(f"| `{name}`" in TEXT or f"`{name}`" in TEXT for name in LAYOUTS)
    codes = {number for name, number in vars(protocol).items() if name.isupper() and number < 0}
    codes |= {error.code for error in vars(errors).values()
              if isinstance(error, type) and issubclass(error, errors.KashiraError)}  # fmt: skip
    documented = TEXT.partition("## Errors")[2].partition("## A conversation")[0]
    assert {int(code) for code in re.findall(r"-32\d{3}", documented)} == codes - {protocol.LOST}


def test_the_recorded_conversation_is_what_the_engine_says(tiny_model: Path) -> None:
    assert transcript.record(tiny_model) == transcript.recorded()
