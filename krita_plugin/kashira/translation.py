"""The plugin's own catalogue: English, Chinese, Japanese.

Krita's i18n() knows Krita's texts only. The key of a text is its English wording; a text that the
catalogue lacks (a title of somebody's own model) is shown as it is.
"""

import re
from pathlib import Path

from .json_file import read_json

LANGUAGES = ("en", "zh", "ja")
FOLDER = Path(__file__).parent / "languages"
MAX_CATALOGUE_BYTES = 1_000_000
"""A catalogue has 40 KB."""

_PIECES = re.compile(r"(: | \(|\))")
_texts: dict[str, str] = {}


def use_language(locale_name: str) -> str:
    """Take the catalogue for a locale such as ``ja_JP``; English if there is none."""
    code = locale_name.replace("-", "_").partition("_")[0].lower()
    language = code if code in LANGUAGES else "en"
    _texts.clear()
    _texts.update(read_catalogue(language))
    return language


def read_catalogue(language: str) -> dict[str, str]:
    """English text -> text; empty if the file is missing or damaged."""
    texts = read_json(FOLDER / f"{language}.json", MAX_CATALOGUE_BYTES)
    if not isinstance(texts, dict):
        return {}
    return {key: text for key, text in texts.items() if isinstance(text, str) and text}


def tr(text: str, **values: object) -> str:
    """The text in the artist's language, with ``{name}`` replaced by values."""
    found = _texts.get(text, text)
    for name, value in values.items():
        found = found.replace("{" + name + "}", str(value))
    return found


def in_words(name: str) -> str:
    """A layer's name in the artist's language; ``Irises: light (iris glow)`` piece by piece."""
    whole = tr(name)
    return whole if whole != name else "".join(map(_piece_in_words, _PIECES.split(name)))


def _piece_in_words(piece: str) -> str:
    title = piece[:1].upper() + piece[1:]
    return piece if tr(title) == title else tr(title)


def later(text: str) -> str:
    """The text as it is: marks what goes through `tr` when it is shown."""
    return text
