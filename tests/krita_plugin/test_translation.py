"""Every text of the plugin exists in English, Chinese and Japanese."""

import ast
import json
import re
from pathlib import Path

import pytest

from core import model_folder
from krita_plugin.kashira import translation
from krita_plugin.kashira.description import prettified

PLUGIN = Path(translation.__file__).parent
LANGUAGES = ("en", "zh", "ja")


@pytest.fixture(autouse=True)
def english():
    yield
    translation.use_language("en")


def texts_of_the_code() -> set[str]:
    """Literals that go through `tr`, now or later, or are told as the reason for a refusal."""
    found = set()
    for path in PLUGIN.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "")
            if called in ("tr", "later", "CannotInsert") and node.args:
                if isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def texts_of_the_default_model() -> set[str]:
    manifest = model_folder.open_model(None).manifest
    found = set()
    for attribute in manifest.attributes:
        found.add(attribute.title)
        found |= {prettified(value) for value in getattr(attribute, "values", ())}
        found |= {prettified(name) for name in getattr(attribute, "colors", ())}
    found |= {layer.title for layer in manifest.layers}
    found |= {prettified(ink.name.partition(".")[0]) for ink in manifest.inks}
    return found


def catalogue(language: str) -> dict[str, str]:
    return json.loads((PLUGIN / "languages" / f"{language}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_docker_is_translated(language):
    missing = sorted(texts_of_the_code() - {""} - set(catalogue(language)))
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_default_model_are_translated(language):
    missing = sorted(texts_of_the_default_model() - {""} - set(catalogue(language)))
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_values(language):
    for text, translated in catalogue(language).items():
        wanted, given = (sorted(re.findall(r"\{\w+\}", t)) for t in (text, translated))
        assert given == wanted, text


def test_the_catalogues_have_the_same_texts():
    english, chinese, japanese = (set(catalogue(language)) for language in LANGUAGES)
    assert english == chinese == japanese


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ja_JP", "ja"), ("zh-CN", "zh"), ("zh_TW", "zh"), ("de_DE", "en"), ("C", "en"), ("", "en")],
)
def test_the_language_follows_the_locale(locale, language):
    assert translation.use_language(locale) == language


def test_values_are_filled_in():
    translation.use_language("ja")
    assert "7" in translation.tr("Results ({count})", count=7)
    assert "{" not in translation.tr("Results ({count})", count=7)


def test_a_text_that_nobody_translated_is_shown_as_it_is():
    translation.use_language("ja")
    assert translation.tr("Somebody's own hat") == "Somebody's own hat"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Irises: light (iris glow)", "瞳: ハイライト (瞳 輝き)"),
        ("Flats (cloth white)", "下塗り (布 白)"),
        ("Hair shadow on face", "顔に落ちる髪の影"),
        ("Irises: somebody's own (thing)", "瞳: somebody's own (thing)"),
        ("", ""),
    ],
)
def test_the_name_of_a_layer_is_translated_in_all_its_pieces(name, shown):
    translation.use_language("ja")
    assert translation.in_words(name) == shown


def test_in_english_the_name_of_a_layer_is_as_the_engine_says_it():
    translation.use_language("en")
    assert translation.in_words("Irises: light (iris glow)") == "Irises: light (iris glow)"


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"Insert": 7}', b"[" * 100_000])
def test_a_damaged_catalogue_means_english(tmp_path, monkeypatch, content):
    (tmp_path / "ja.json").write_bytes(content)
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    translation.use_language("ja")
    assert translation.tr("Insert") == "Insert"
