"""The heads that were made are there after a restart, the favourites for good."""

import pytest

from krita_plugin.kashira import history
from krita_plugin.kashira.history import History

RECIPE = {"model": "kashira", "seed": 7, "latent": [0.1, 0.2], "attributes": {"hair": "青"}}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def clock(monkeypatch):
    times = iter(range(1000, 100_000))
    monkeypatch.setattr(history.time, "time", lambda: float(next(times)))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "歴史"


def write(kept):
    while kept.write_next():
        pass


def read(folder):
    kept = History(folder)
    return list(kept.read())


def test_a_head_is_there_after_a_restart(folder):
    kept = History(folder)
    made, _ = kept.add(RECIPE, "k3f9", PICTURE)
    assert kept.heads == [made]
    write(kept)
    assert read(folder) == [made]


def test_the_newest_is_read_first(folder, clock):
    kept = History(folder)
    for tag in ("aaaa", "bbbb", "cccc"):
        kept.add(RECIPE, tag, PICTURE)
    write(kept)
    assert [head.tag for head in read(folder)] == ["cccc", "bbbb", "aaaa"]
    assert [head.tag for head in kept.heads] == ["aaaa", "bbbb", "cccc"]


def test_the_oldest_make_room(folder, clock, monkeypatch):
    monkeypatch.setattr(history, "MAX_HEADS", 2)
    kept = History(folder)
    kept.add(RECIPE, "aaaa", PICTURE)
    kept.add(RECIPE, "bbbb", PICTURE)
    _, dropped = kept.add(RECIPE, "cccc", PICTURE)
    assert [head.tag for head in dropped] == ["aaaa"]
    write(kept)
    assert [head.tag for head in read(folder)] == ["cccc", "bbbb"]


def test_favourites_stay(folder, clock, monkeypatch):
    monkeypatch.setattr(history, "MAX_HEADS", 1)
    kept = History(folder)
    first, _ = kept.add(RECIPE, "aaaa", PICTURE)
    kept.set_favorite(first, True)
    for tag in ("bbbb", "cccc"):
        kept.add(RECIPE, tag, PICTURE)
    write(kept)
    assert [(head.tag, head.favorite) for head in read(folder)] == [
        ("cccc", False),
        ("aaaa", True),
    ]


def test_a_deleted_head_is_gone(folder):
    kept = History(folder)
    made, _ = kept.add(RECIPE, "k3f9", PICTURE)
    write(kept)
    kept.delete(made)
    kept.delete(made)
    assert kept.heads == []
    assert read(folder) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b"\xff", b"[]", b'{"recipe": 7}', b'{"recipe":{},"thumbnail":"*"}'],
)
def test_a_damaged_file_costs_one_head(folder, clock, content):
    kept = History(folder)
    made, _ = kept.add(RECIPE, "k3f9", PICTURE)
    write(kept)
    (folder / "99999999999999-damaged.json").write_bytes(content)
    assert read(folder) == [made]


def test_a_file_that_is_too_long_is_not_read(folder, monkeypatch):
    kept = History(folder)
    kept.add(RECIPE, "k3f9", PICTURE)
    write(kept)
    monkeypatch.setattr(history, "MAX_FILE_BYTES", 10)
    assert read(folder) == []


def test_no_folder_means_no_heads(folder):
    assert read(folder) == []


def test_a_head_that_was_deleted_before_it_was_written_stays_away(folder):
    kept = History(folder)
    made, _ = kept.add(RECIPE, "k3f9", PICTURE)
    kept.delete(made)
    write(kept)
    assert read(folder) == []


def test_a_disk_that_takes_nothing_costs_no_head_of_this_session(folder):
    folder.write_bytes(b"a file where the folder should be")
    kept = History(folder)
    made, _ = kept.add(RECIPE, "k3f9", PICTURE)
    with pytest.raises(OSError, match=r".+"):
        kept.write_next()
    assert kept.heads == [made]
