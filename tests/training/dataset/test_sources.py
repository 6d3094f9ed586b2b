import os

import pytest

from core.errors import BadFile
from training.dataset import sources

pytestmark = pytest.mark.training


def names(found):
    return [source.name for source in found]


def test_every_file_below_is_found_in_order_of_name(tmp_path):
    art = tmp_path / "art"
    for name in ("b.png", "a.gif", "deep/er/c.webp", "no-ending"):
        (art / name).parent.mkdir(parents=True, exist_ok=True)
        (art / name).touch()
    found, skipped = sources.find([art], tmp_path / "out")
    assert names(found) == ["art/a.gif", "art/b.png", "art/deep/er/c.webp", "art/no-ending"]
    assert skipped == []


def test_links_and_pipes_are_named_and_not_followed(tmp_path):
    art = tmp_path / "art"
    art.mkdir()
    (art / "loop").symlink_to(art)
    (art / "a.png").symlink_to("/etc/passwd")
    os.mkfifo(art / "b.png")
    found, skipped = sources.find([art], tmp_path / "out")
    assert found == []
    assert {s.name: s.reason.split(":")[0] for s in skipped} == {
        "art/a.png": "is a link",
        "art/b.png": "is no plain file",
        "art/loop": "is a link",
    }


def test_tags_and_rights_are_not_looked_at_as_pictures(tmp_path):
    for name in ("a.png", "a.txt", "a.json", "rights.csv"):
        (tmp_path / name).touch()
    found, _ = sources.find([tmp_path], tmp_path / "out")
    assert [os.path.basename(name) for name in names(found)] == ["a.png"]


def test_the_dataset_may_lie_among_the_pictures(tmp_path):
    (tmp_path / "out" / "crops").mkdir(parents=True)
    (tmp_path / "out" / "crops" / "a.png").touch()
    (tmp_path / "b.png").touch()
    found, _ = sources.find([tmp_path], tmp_path / "out")
    assert len(found) == 1


def test_a_folder_given_twice_is_looked_at_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").touch()
    found, _ = sources.find([tmp_path, tmp_path / "in"], tmp_path / "out")
    assert len(found) == 1


def test_two_folders_of_one_name_stay_apart(tmp_path):
    for folder in ("mia/art", "kai/art"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.png").touch()
    found, _ = sources.find([tmp_path / "mia/art", tmp_path / "kai/art"], tmp_path / "out")
    assert names(found) == ["art-1/a.png", "art-2/a.png"]


def test_names_that_would_upset_a_terminal_are_escaped():
    assert sources.printable("a\n\x1b[31m‮.png") == "a\\n\\x1b[31m\\u202e.png"
    assert sources.printable(b"\xff.png".decode(errors="surrogateescape")) == "\\xff.png"
    assert sources.printable("日本語.png") == "日本語.png"


def test_a_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(BadFile, match="is not a folder"):
        sources.find([tmp_path / "none"], tmp_path / "out")
