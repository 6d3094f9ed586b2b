"""The extension's words for people who read neither English nor code, without Blender."""

import ast
import runpy
from collections.abc import Iterator

import pytest

from blender_addon import build

HERE = build.HERE / "kashira"
TELLING = ("poll_message_set", "Refusal", "stop")
WORDS, TOOLTIPS = (
    runpy.run_path(str(HERE / f"{name}.py"))[name.upper()] for name in ("words", "tooltips")
)


def sentences() -> Iterator[tuple[str, str]]:
    """File and text of what is told as it stands: why a button is grey, or refuses."""
    for path in HERE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            texts: list[ast.expr | None] = []
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                name = node.func.id if isinstance(node.func, ast.Name) else name
                texts = list(node.args) if name in TELLING else []
            elif isinstance(node, ast.FunctionDef) and node.name == "fault_of":
                texts = [step.value for step in ast.walk(node) if isinstance(step, ast.Return)]
            elif isinstance(node, ast.Assign) and node in tree.body:
                texts = [node.value]  # a sentence that many buttons share
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    if " " in text.value:
                        yield path.name, text.value


def test_why_a_button_is_grey_is_said_in_every_language() -> None:
    told = dict(sentences())
    assert {"card_operators.py", "mesh_texture.py", "head_operators.py"} <= set(told)
    known = {english for english, *_ in [*WORDS, *TOOLTIPS]}
    names = {"kashira install blender", "live preview"}
    texts = {text for _, text in sentences() if not text.startswith((".", "Kashira "))}
    names |= {text for text in texts if "\n" in text}  # code
    assert sorted(texts - names - known) == []


def labels() -> Iterator[str]:
    """What panels say besides the names of buttons and controls."""
    for path in HERE.glob("panel*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                texts = [word.value for word in node.keywords if word.arg == "text"]
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                texts += node.args[-1:] if name in ("translated", "draw_own") else []
                for text in texts:
                    if isinstance(text, ast.Constant) and text.value.strip():
                        yield text.value


def test_what_panels_say_is_said_in_every_language() -> None:
    said = set(labels())
    assert {"Add", "Parallax", "Page of {}", "New cards:"} <= said
    assert sorted(said - {english for english, *_ in WORDS}) == []


@pytest.mark.parametrize("rows", [WORDS, TOOLTIPS], ids=["words", "tooltips"])
def test_every_row_has_three_languages_and_comes_once(rows: list[tuple[str, ...]]) -> None:
    assert all(len(row) == 3 and all(text.strip() for text in row) for row in rows)
    english = [row[0] for row in rows]
    assert len(set(english)) == len(english)
    for row in rows:
        assert len({text.count("{}") for text in row}) == 1, row
