import hashlib
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from core import model_folder
from core.errors import BadFile, BadModel, BadRequest
from tests.tiny_model import write_tiny_model
from training.cli import train
from training.dataset import model_sources, rights
from training.dataset.forget import find
from training.dataset.model_sources import gather
from training.dataset.rights import Entry, Rights

pytestmark = pytest.mark.training

MIA, KAI = Rights("Mia", "own work", "yes", "--all-mine"), Rights("Kai", "CC0", "yes", "a.csv")
text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
ledgers = st.lists(
    st.builds(Entry, text, text, st.builds(Rights, text, text, text, text), st.integers(0, 9))
)


@settings(deadline=None, max_examples=20)
@given(ledgers)
def test_a_ledger_is_read_as_it_was_written(made):
    with tempfile.TemporaryDirectory() as folder:
        rights.write(Path(folder), made)
        assert rights.read(Path(folder)) == made


def test_no_cell_of_the_ledger_is_a_formula(tmp_path):
    rights.write(tmp_path, [Entry("=1+1.png", "ab", Rights("@SUM(A1)"), 1)])
    assert "\n'=1+1.png,ab,'@SUM(A1)," in (tmp_path / "rights.csv").read_text().replace("\r", "")


def test_a_file_that_is_no_ledger_is_said(tmp_path):
    (tmp_path / "rights.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadFile, match="is no ledger"):
        rights.read(tmp_path)


def test_the_summary_counts_pictures_that_gave_a_head_alone():
    made = [Entry("a", "1", MIA, 2), Entry("b", "2", KAI, 1), Entry("c", "3", Rights(), 1),
            Entry("d", "4", KAI, 0)]  # fmt: skip
    found = rights.summarize(made)
    assert (found.sources, found.heads, found.unknown) == (3, 4, 1)
    assert found.authors == {"Kai": 1, "Mia": 1, "unknown": 1}
    assert "4 heads from 3 pictures by Kai (1), Mia (1), unknown (1)" in found.sentence()
    assert "The rights of 1 of them are not known" in found.sentence()


@pytest.mark.parametrize("consent", ["no", "No", "withdrawn", "false"])
def test_who_said_no_is_heard(consent):
    assert Rights("Mia", "CC0", consent).refused
    assert not Rights("Mia", "CC0", "yes").refused


def test_a_fine_tuned_model_has_seen_what_its_parent_saw(tmp_path):
    parent = gather([[Entry("a", "a" * 64, MIA, 2)]])
    (tmp_path / "sources.json").write_bytes(parent.encode())
    child = gather([[Entry("b", "b" * 64, KAI, 1)]], tmp_path)
    assert child.hashes == {"a" * 64, "b" * 64}
    assert child.summary.authors == {"Kai": 1, "Mia": 1}
    assert gather([], tmp_path) == parent


def test_a_model_of_drawings_alone_has_seen_nothing(tmp_path):
    assert model_sources.read(tmp_path).hashes == frozenset()
    assert gather([]).summary.sentence() == "No pictures from elsewhere."


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"{", "sources.json is not sound JSON"), (b'{"schema": 2}', "newer version")],
)
def test_damaged_sources_of_a_model_are_said(tmp_path, content, fault):
    (tmp_path / "sources.json").write_bytes(content)
    with pytest.raises(BadModel, match=fault):
        model_sources.read(tmp_path)


@pytest.fixture
def model(tmp_path, art):
    """A model that saw the first two pictures of the artist."""
    folder = write_tiny_model(tmp_path / "models" / "fine")
    hashes = [hashlib.sha256((art / n).read_bytes()).hexdigest() for n in ("ai.png", "bo.png")]
    (folder / "sources.json").write_bytes(gather([[Entry("", h, MIA, 1) for h in hashes]]).encode())
    return folder


def test_forget_names_the_models_that_saw_a_picture(model, art):
    assert find(str(art / "ai.png"), [model.parent]).models == {model: 1}
    assert find(str(art), [model]).models == {model: 2}
    assert find(str(art / "cy.png"), [model]).models == {}
    assert "none of" in find(str(art / "cy.png"), [model]).text()
    assert f"{model} saw it: train it again without" in find(str(art / "ai.png"), [model]).text()


def test_forget_looks_where_models_are_kept(model, art, monkeypatch):
    monkeypatch.setenv("KASHIRA_MODELS", str(model.parent))
    assert any(folder == model for folder, _ in model_folder.find_all())
    assert find(str(art / "ai.png")).models == {model: 1}


def test_forget_takes_a_hash_when_the_picture_is_gone(model):
    sha256 = sorted(model_sources.read(model).hashes)[0]
    assert find(sha256.upper(), [model]).models == {model: 1}


def test_forget_says_which_models_it_could_not_ask(model, art):
    (model / "sources.json").write_text("{")
    assert "not known" in find(str(art / "ai.png"), [model]).text()


def test_the_command_says_it_in_a_line(model, art):
    asked = ["forget", str(art / "bo.png"), "--models", str(model.parent)]
    assert CliRunner().invoke(train, asked).output.startswith(f"{model} saw it")


def test_forget_wants_a_picture(model):
    with pytest.raises(BadRequest, match="is no file: give the picture"):
        find("nowhere.png", [model])
