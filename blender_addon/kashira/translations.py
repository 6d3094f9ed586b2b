"""The extension's words in Japanese and Chinese, for Blender's own translation."""

from __future__ import annotations

import bpy

from .words import WORDS

_LOCALES = ("ja_JP", "zh_HANS")
CONTEXT = "Kashira"
"""Of words that Blender itself says otherwise: its "Any" is "all" in Japanese."""

_CONTEXTS = (CONTEXT, "Operator", "*")  # names of buttons are looked up under "Operator"


def table() -> dict[str, dict[tuple[str, str], str]]:
    """Locale -> (context, English) -> words."""
    return {
        locale: {
            (context, english): words[number]
            for english, *words in WORDS
            for context in _CONTEXTS
        }
        for number, locale in enumerate(_LOCALES)
    }  # fmt: skip


def register() -> None:
    """Let Blender know them."""
    bpy.app.translations.register(__package__, table())


def unregister() -> None:
    """Take them away."""
    bpy.app.translations.unregister(__package__)
