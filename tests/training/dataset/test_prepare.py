import hashlib
import json
import os

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageFilter

from core.errors import BadRequest, KashiraError
from tests.training.dataset.small_tagger import TAGS, network
from training.cli import train
from training.dataset import inputs, table
from training.dataset import prepare as preparing
from training.dataset.dataset import Dataset
from training.drawing.vocabulary import HAIR_STYLES

pytestmark = [pytest.mark.training, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Processes are tested in test_workers.py; here they would only take seconds to start."""

    def run(tasks, work, jobs, scheduler=""):
        return ((task, work(task)) for task in tasks)

    monkeypatch.setattr(preparing.workers, "run", run)


def prepare(*arguments, fails=False):
    result = CliRunner().invoke(train, ["prepare", *map(str, arguments)])
    if result.exception and not fails:
        raise result.exception
    return result


def rows_by_name(folder):
    return {row.source.rpartition("/")[2]: row for row in table.read(folder)}


def contents(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_folder_of_pictures_becomes_a_dataset_that_training_reads(art, tmp_path, looks):
    out = tmp_path / "out"
    result = prepare(art, "--out", out, "--all-mine", "Mia")
    assert "4 heads kept of 4 found in 4 files" in result.output
    data = Dataset(out)
    assert len(data) == 4
    named = {tuple(data.colors(i)[n] for n in ("hair_color", "eye_color")) for i in range(4)}
    assert named == set(looks)
    assert data.picture(0, 64).shape == (64, 64, 3)
    values, known = data.attributes(0)
    assert values.dtype == "float32"
    assert not known.any()
    assert set(data.palette(0)) >= {"hair_color", "eye_color", "skin_color"}
    assert set(data.lines(0)) == {"hair.line", "skin.line"}
    assert data.rights.authors == {"Mia": 4}
    assert data.source_hashes == sorted(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in art.rglob("*.png")
    )
    assert (out / "kept.jpg").is_file()
    assert not (out / "rejected.jpg").exists()


def test_pictures_are_left_as_they_are(art, tmp_path):
    before = contents(art)
    prepare(art, "--out", tmp_path / "out", "--all-mine", "Mia")
    assert contents(art) == before


def test_stopped_anywhere_and_gone_on_gives_the_same_dataset(art, tmp_path, monkeypatch):
    prepare(art, "--out", tmp_path / "whole", "--all-mine", "Mia")
    real, seen = preparing._look_at, []

    def stops_at_the_third(source, plan):
        seen.append(source.name)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(source, plan)

    monkeypatch.setattr(preparing, "_look_at", stops_at_the_third)
    prepare(art, "--out", tmp_path / "stopped", "--all-mine", "Mia", fails=True)
    assert not (tmp_path / "stopped" / "table.parquet").exists()
    prepare(art, "--out", tmp_path / "stopped", "--all-mine", "Mia")
    assert len(seen) == 5  # the first two were not looked at again
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")


def test_every_rule_names_what_it_keeps_out_and_can_be_switched_off(heads, tmp_path):
    art = tmp_path / "art"
    art.mkdir()
    wall = Image.new("RGB", (256, 256), "#cfe3d2")
    paper = [wall.copy() for _ in heads]
    for page, head in zip(paper, heads, strict=True):
        page.paste(head, (0, 0), head)
    paper[0].save(art / "good.png")
    paper[0].resize((200, 200), Image.Resampling.BOX).save(art / "duplicate.jpg", quality=70)
    paper[1].filter(ImageFilter.GaussianBlur(3)).save(art / "blurred.png")
    paper[2].convert("L").save(art / "monochrome.png")
    paper[3].resize((64, 64), Image.Resampling.BOX).save(art / "small.png")
    out = tmp_path / "out"
    prepare(art, "--out", out, "--all-mine", "Mia")
    rows = rows_by_name(out)
    assert rows.pop("good.png").kept
    for name, row in rows.items():
        rule = name.partition(".")[0]
        assert row.reasons[0].startswith(f"{rule}: "), name
        assert not row.kept
    assert (out / "rejected.jpg").is_file()
    assert "## Heads not kept" in (out / "report.md").read_text()
    switches = [f"--allow={name}" for name in ("blurred", "monochrome", "small", "duplicate")]
    prepare(art, "--out", out, "--all-mine", "Mia", *switches)
    assert all(row.kept for row in rows_by_name(out).values())
    prepare(art, "--out", out, "--all-mine", "Mia", "--min-side", 2000, "--allow=duplicate")
    assert all("small" in row.reasons[0] for row in rows_by_name(out).values())


def test_a_head_cut_by_the_edge_is_kept_out(picture, tmp_path):
    art = tmp_path / "art"
    art.mkdir()
    picture.crop((110, 0, 400, 360)).save(art / "a.png")
    prepare(art, "--out", tmp_path / "out", "--all-mine", "Mia")
    (row,) = table.read(tmp_path / "out")
    assert row.padding <= 0.05 or row.reasons[0].startswith("cut-off")
    prepare(art, "--out", tmp_path / "out", "--all-mine", "Mia", "--max-padding", "-0.1")
    (row,) = table.read(tmp_path / "out")
    assert row.reasons[0].startswith("cut-off")


def test_bad_files_are_named_with_the_reason_and_the_rest_is_prepared(art, tmp_path):
    (art / "broken.png").write_bytes((art / "ai.png").read_bytes()[:3000])
    (art / "text.png").write_text("hello")
    (art / "wall.png").write_bytes(b"")
    Image.new("RGB", (64, 64), "red").save(art / "empty.png")
    (art / "link.png").symlink_to(art / "ai.png")
    os.mkfifo(art / "pipe.png")
    out = tmp_path / "out"
    prepare(art, "--out", out, "--all-mine", "Mia")
    assert len(Dataset(out)) == 4
    report = (out / "report.md").read_text()
    for name, reason in (
        ("broken.png", "is damaged"),
        ("text.png", "is no picture"),
        ("wall.png", "is no picture"),
        ("link.png", "is a link"),
        ("pipe.png", "is no plain file"),
    ):
        assert f"| art/{name} | {reason}" in report
    assert "| art/empty.png |  |" in report


def test_unknown_rights_stop_before_anything_is_looked_at(art, tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "_look_at", None)
    (art / "ai.json").write_text(json.dumps({"author": "Mia", "license": "CC0", "consent": "yes"}))
    result = prepare(art, "--out", tmp_path / "out", fails=True)
    assert isinstance(result.exception, BadRequest)
    sentence = str(result.exception)
    assert "art/2024/di.png, art/bo.png, art/cy.png" in sentence
    assert "--all-mine" in sentence


def test_rights_come_from_sidecars_a_csv_and_the_artists_word(art, tmp_path):
    (art / "ai.json").write_text(json.dumps({"artist": "Kai", "license": "CC0", "consent": "yes"}))
    ledger = tmp_path / "who.csv"
    ledger.write_text("source,author,license,consent\n2024/*,Li,CC-BY-4.0,by mail\n")
    out = tmp_path / "out"
    prepare(art, "--out", out, "--rights", ledger, "--all-mine", "Mia")
    assert Dataset(out).rights.authors == {"Mia": 2, "Kai": 1, "Li": 1}
    assert "art/2024/di.png" in (out / "rights.csv").read_text()


def test_unknown_rights_may_be_skipped_or_kept_and_a_no_is_always_heard(art, tmp_path):
    ledger = tmp_path / "who.csv"
    ledger.write_text("source,author,license,consent\nai.png,Mia,own,yes\nbo.png,Kai,own,no\n")
    out = tmp_path / "out"
    prepare(art, "--out", out, "--rights", ledger, "--unknown-rights", "skip")
    assert [row.source for row in Dataset(out).rows] == ["art/ai.png"]
    prepare(art, "--out", out, "--rights", ledger, "--unknown-rights", "keep")
    data = Dataset(out)
    assert len(data) == 3
    assert data.rights.unknown == 2
    assert rows_by_name(out)["bo.png"].reasons == ("rights: consent is refused",)


def test_tags_become_known_attributes_and_the_rest_stays_masked(art, tmp_path):
    (art / "ai.txt").write_text("twintails, smile, purple eyes")
    tags = tmp_path / "tags.csv"
    tags.write_text("source,tags\nbo.png,open_mouth long_hair\n")
    prepare(art, "--out", tmp_path / "out", "--all-mine", "Mia", "--tags", tags)
    data = Dataset(tmp_path / "out")
    by_name = {row.source: i for i, row in enumerate(data.rows)}
    values, known = data.attributes(by_name["art/ai.png"])
    assert known.sum() == len(HAIR_STYLES) + 1
    assert values[HAIR_STYLES.index("twintails")] == 1.0
    assert values[inputs.input_names().index("smile")] == 1.0
    assert data.colors(by_name["art/ai.png"]) == {"hair_color": "blonde", "eye_color": "purple"}
    assert data.attributes(by_name["art/bo.png"])[1].sum() == len(HAIR_STYLES) + 1
    assert data.attributes(by_name["art/cy.png"])[1].sum() == 0


def test_a_tagger_tells_what_the_artist_did_not(art, tmp_path):
    (art / "ai.txt").write_text("red hair, frown")
    scores = np.array([0.1, 0.2, 0.9])  # red hair, green hair, smile
    path = network(tmp_path / "wd.onnx", ["N", 32, 32, 3], [1, 2], 0, scores)
    (tmp_path / "tags.csv").write_text(TAGS)
    tagger = ["--tagger", path, "--tagger-tags", tmp_path / "tags.csv"]
    prepare(art, "--out", tmp_path / "out", "--all-mine", "Mia", *tagger)
    for row in table.read(tmp_path / "out"):
        mine = row.source == "art/ai.png"
        assert row.colors["hair_color"] == ("red" if mine else "green")
        assert row.attributes[inputs.input_names().index("smile")] == (0.0 if mine else 1.0)
        assert row.colors["eye_color"]
        assert row.tags == pytest.approx({"red hair": 0.1, "green hair": 0.2, "smile": 0.9})
    alone = prepare(art, "--out", tmp_path / "out", "--tagger", path, fails=True)
    assert "give --tagger and --tagger-tags" in str(alone.exception)


def test_a_source_taken_away_is_gone_from_the_dataset(art, tmp_path):
    out = tmp_path / "out"
    prepare(art, "--out", out, "--all-mine", "Mia")
    (art / "ai.png").unlink()
    prepare(art, "--out", out, "--all-mine", "Mia")
    assert len(Dataset(out)) == 3
    assert len(list((out / "crops").iterdir())) == 3
    assert "ai.png" not in (out / "rights.csv").read_text()


def test_the_dataset_may_not_be_written_over_the_pictures(art):
    for out in (art, art.parent):
        with pytest.raises(KashiraError, match="give the dataset a folder of its own"):
            prepare(art, "--out", out, "--all-mine", "Mia")
