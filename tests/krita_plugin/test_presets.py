"""Presets are the artist's: they survive, and a damaged file breaks nothing."""

import json

import pytest

from krita_plugin.kashira import presets
from krita_plugin.kashira.presets import Preset, Presets


@pytest.fixture
def path(tmp_path):
    return tmp_path / "家" / "presets.json"


def test_a_kept_preset_is_there_after_a_restart(path):
    wish = Preset("Blue twin tails", {"hair_color": "#4f7fdc"}, {"hair.line": "#112233"}, 0.5)
    Presets(path).keep(wish)
    assert Presets(path).get("Blue twin tails") == wish


def test_names_are_the_artists_own(path):
    kept = Presets(path)
    for name in ("青い髪", "zoe", "Anna"):
        kept.keep(Preset(name))
    assert kept.names == ["Anna", "zoe", "青い髪"]


def test_the_same_name_replaces(path):
    kept = Presets(path)
    kept.keep(Preset("A", {"smile": 0.0}))
    kept.keep(Preset(" A ", {"smile": 1.0}))
    assert kept.names == ["A"]
    assert kept.get("A").attributes == {"smile": 1.0}


def test_a_deleted_preset_is_gone(path):
    kept = Presets(path)
    kept.keep(Preset("A"))
    kept.delete("A")
    kept.delete("never there")
    assert Presets(path).names == []


def test_a_preset_needs_a_name(path):
    with pytest.raises(ValueError, match="needs a name"):
        Presets(path).keep(Preset("  "))


def test_there_is_a_bound(path, monkeypatch):
    monkeypatch.setattr(presets, "MAX_PRESETS", 2)
    kept = Presets(path)
    kept.keep(Preset("A"))
    kept.keep(Preset("B"))
    kept.keep(Preset("A", {"smile": 1.0}))
    with pytest.raises(ValueError, match="delete one first"):
        kept.keep(Preset("C"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"7", b'{"presets": 3}']
)
def test_a_damaged_file_counts_as_no_presets(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    kept = Presets(path)
    assert kept.names == []
    kept.keep(Preset("A"))
    assert Presets(path).names == ["A"]


def test_a_file_that_cannot_be_read_is_kept_aside(path):
    path.parent.mkdir()
    path.write_bytes(b'{"presets": [{"name": "years of w')
    Presets(path)
    assert path.with_suffix(".damaged").read_bytes().startswith(b'{"presets"')


def test_a_damaged_entry_costs_only_itself(path):
    path.parent.mkdir()
    entries = [{"name": "A"}, {"name": 7}, None, {"name": "B", "attributes": 3, "inks": [1]}]
    path.write_text(json.dumps({"presets": entries}), encoding="utf-8")
    assert Presets(path).names == ["A", "B"]


def test_a_file_that_is_too_long_is_not_read(path, monkeypatch):
    Presets(path).keep(Preset("A"))
    monkeypatch.setattr(presets, "MAX_FILE_BYTES", 10)
    assert Presets(path).names == []


def test_nothing_is_left_beside_the_file(path):
    Presets(path).keep(Preset("A"))
    assert [entry.name for entry in path.parent.iterdir()] == ["presets.json"]
