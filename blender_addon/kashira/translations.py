"""The extension's words in Japanese and Chinese, for Blender's own translation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import bpy

from . import description
from .tooltips import TOOLTIPS
from .words import WORDS

_LOCALES = ("ja_JP", "zh_HANS")
CONTEXT = "Kashira"
"""Of words that Blender itself says otherwise: its "Any" is "all" in Japanese."""

_CONTEXTS = (CONTEXT, "Operator", "*")  # names of buttons are looked up under "Operator"


def table() -> dict[str, dict[tuple[str, str], str]]:
    """Locale -> (context, English) -> words; those of the current model with them."""
    return {locale: _words(number) for number, locale in enumerate(_LOCALES)}


def register() -> None:
    """Let Blender know them."""
    bpy.app.translations.register(__package__, table())


def unregister() -> None:
    """Take them away."""
    bpy.app.translations.unregister(__package__)


def rebuild() -> None:
    """Say them anew, for another model."""
    unregister()
    register()


def _words(language: int) -> dict[tuple[str, str], str]:
    named = {english: words[language] for english, *words in WORDS}
    told = {english: words[language] for english, *words in TOOLTIPS}
    known = told | named
    told.update(_of_model(lambda word: known.get(word, word)))
    found = {("*", english): words for english, words in told.items()}
    for context in _CONTEXTS:
        found |= {(context, english): words for english, words in named.items()}
    return found


def _of_model(said: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Tooltips that follow from the current model: how well it obeys, which ink this is."""
    model = description.current()
    for attribute in model.attributes:
        yield attribute.tooltip(), attribute.tooltip(said)
        yield attribute.fix_tooltip(), attribute.fix_tooltip(said)
    for ink in model.inks:
        yield ink["title"], " ".join(said(word.capitalize()) for word in ink["title"].split())
