"""Settings that make no sense count as not set."""

import pytest

from krita_plugin.kashira.settings import MAX_COUNT, Settings


def settings(**stored):
    return Settings(stored.get, stored.__setitem__)


def test_what_is_set_is_read_again():
    kept = settings()
    kept.mode, kept.count, kept.frames, kept.open_groups = "inks", 12, 48, ["hair"]
    kept.engine, kept.model = " /opt/家/kashira ", "mia"
    assert (kept.mode, kept.count, kept.frames) == ("inks", 12, 48)
    assert kept.open_groups == ["hair"]
    assert (kept.engine, kept.model) == ("/opt/家/kashira", "mia")


@pytest.mark.parametrize("text", ["", "many", "-3", "1e9", "999999999999"])
def test_a_count_is_always_one_that_can_be_made(text):
    assert 1 <= settings(count=text).count <= MAX_COUNT


@pytest.mark.parametrize("text", ["", "{", "7", "null"])
def test_folding_falls_back_to_the_panels_own(text):
    assert settings(open_groups=text).open_groups is None


def test_an_unknown_way_of_inserting_is_parts():
    assert settings(insert_mode="hologram").mode == "parts"


def test_shares_of_the_docker_are_kept():
    kept = settings()
    kept.keep_sizes("tall_rows", [200, 300, 150])
    assert kept.sizes("tall_rows") == [200, 300, 150]
    assert kept.sizes("wide_rows") == []


@pytest.mark.parametrize("text", ["", "{", "7", '["a"]', "[1.5]"])
def test_shares_that_make_no_sense_count_as_none(text):
    assert settings(sizes_tall_rows=text).sizes("tall_rows") == []
