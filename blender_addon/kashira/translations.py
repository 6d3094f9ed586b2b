"""The extension's words in Japanese and Chinese, for Blender's own translation."""

from __future__ import annotations

import bpy

from .words import WORDS

_LOCALES = ("ja_JP", "zh_HANS")
_CONTEXTS = ("*", "Operator")  # names of buttons have a context of their own


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
