import pytest

from core.errors import BadFile
from training.dataset.notes import RIGHTS, read_notes
from training.dataset.rights import Rights

pytestmark = pytest.mark.training


def written(tmp_path, text):
    path = tmp_path / "notes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_may_name_its_picture_in_full_by_path_or_by_name(tmp_path):
    notes = read_notes(
        written(tmp_path, "source,tags\nart/2024/a.png,smile\n2024/b.png,hat\nc.png,blush\n"),
        ("tags",),
    )
    for name, tag in (("a", "smile"), ("b", "hat"), ("c", "blush")):
        assert [n.tags for n in notes.of(f"art/2024/{name}.png")] == [{tag: 1.0}]


def test_a_pattern_speaks_for_many_and_a_name_has_the_last_word(tmp_path):
    text = "file,artist,licence,consent\n2024/*,Mia,CC0,yes\n2024/b.png,Kai,CC-BY-4.0,by mail\n"
    notes = read_notes(written(tmp_path, text), RIGHTS)
    assert [n.rights for n in notes.of("art/2024/a.png")] == [
        Rights("Mia", "CC0", "yes", "notes.csv")
    ]
    assert [n.rights for n in notes.of("art/2024/b.png")][-1] == Rights(
        "Kai", "CC-BY-4.0", "by mail", "notes.csv"
    )
    assert list(notes.of("art/2023/a.png")) == []


def test_a_name_in_brackets_is_a_name(tmp_path):
    notes = read_notes(written(tmp_path, "source,tags\n[mia] 1.png,smile\n"), ("tags",))
    assert [n.tags for n in notes.of("art/[mia] 1.png")] == [{"smile": 1.0}]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "has no column source"),
        ("source,author\n", "has no column license"),
        ("author,license,consent\n", "has no column source"),
        ('source,author,license,consent\n"a', "is no CSV"),
    ],
)
def test_a_csv_that_is_none_says_which_columns_it_needs(tmp_path, text, fault):
    with pytest.raises(BadFile, match=f"{fault}.*: give a CSV with the columns source, author"):
        read_notes(written(tmp_path, text), RIGHTS)
