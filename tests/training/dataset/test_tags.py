import json

import pytest

from core.errors import BadFile
from training.dataset import tags
from training.dataset.rights import Rights

pytestmark = pytest.mark.training


@pytest.mark.parametrize(
    "text",
    ["blonde hair, smile", "blonde hair\nsmile\n", "Blonde_Hair smile_", "blonde_hair,smile,"],
)
def test_text_sidecars_are_read_in_every_usual_form(text):
    assert list(tags.split(text)) == ["blonde hair", "smile"]


@pytest.mark.parametrize(
    "tree",
    [
        ["blonde hair", "smile"],
        {"tags": ["blonde_hair", "smile"]},
        {"tags": "blonde_hair smile"},
        {"id": 7, "tag_string": "blonde_hair smile"},
        {"tags_general": "blonde hair, smile", "rating": "s"},
        {"tags": {"blonde_hair": 1, "smile": 1.0}},
        {"blonde_hair": 1.0, "smile": 1},
        {"tags": [{"name": "blonde_hair", "score": 1.0}, {"name": "smile"}]},
    ],
)
def test_json_sidecars_are_read_in_every_usual_form(tree):
    assert tags.tags_of(tree) == {"blonde hair": 1.0, "smile": 1.0}


def test_scores_of_another_tagger_are_kept():
    assert tags.tags_of({"tags": {"smile": 0.3, "hat": 7}}) == {"smile": 0.3, "hat": 1.0}


@pytest.mark.parametrize("tree", [None, 7, {}, [], {"tags": None}, {"tags": [[["x"]]]}])
def test_other_json_tells_nothing(tree):
    assert tags.tags_of(tree) == {}


def test_both_names_of_a_sidecar_are_found_and_rights_in_it(tmp_path):
    (tmp_path / "mia.png.txt").write_text("smile")
    (tmp_path / "mia.json").write_text(
        json.dumps({"tags": ["hat"], "artist": "Mia", "licence": "CC0", "consent": True})
    )
    evidence, rights = tags.read_sidecars(tmp_path / "mia.png", complete=True)
    assert evidence.scores == {"smile": 1.0, "hat": 1.0}
    assert evidence.complete
    assert rights == Rights("Mia", "CC0", "True", "mia.json")


def test_no_tags_are_not_complete_tags(tmp_path):
    evidence, rights = tags.read_sidecars(tmp_path / "mia.png", complete=True)
    assert not evidence.complete
    assert rights is None


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.txt", b"\xff\xfe", "is not UTF-8 text"),
        ("a.txt", b"x" * 1_000_001, "has more than 1 MB"),
        ("a.json", b"{", "is not sound JSON"),
        ("a.json", b"[" * 100_000, "is nested too deep"),
        ("a.json", b'{"a": 1, "a": 2}', "twice"),
    ],
)
def test_a_sidecar_that_is_not_sound_says_so(tmp_path, name, content, fault):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile, match=fault):
        tags.read_sidecars(tmp_path / "a.png", complete=False)


def test_folders_are_tags():
    assert tags.folder_tags("art/Blonde_Hair/mia.png") == {"art": 1.0, "blonde hair": 1.0}
