import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from core import Kashira
from core.cli import cli
from core.formats import png
from tests import foreign_models


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and a home of models beside it."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KASHIRA_MODELS", str(tmp_path / "models"))
    return folder


def good(*args: object) -> str:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_added_model_is_listed_verified_and_used(here: Path, tmp_path: Path) -> None:
    foreign_models.labelled(here / "old gan.onnx")
    card = good("models", "add", "old gan.onnx", "--license", "MIT", "--into", tmp_path / "models")
    assert "hair_color" in card
    assert "MIT" in card
    assert "old-gan" in good("models", "list")
    assert good("models", "verify", "old-gan").endswith("ok\n")
    made = good("generate", "--model", "old-gan", "--hair-color", "aqua", "--no-hat", "--seed", 4)
    path = made.strip()
    assert png.read_recipe(path).attributes["hair_color"] == "aqua"
    assert good("vary", path, "--seed", 1, "--out", "variants")
    assert good("morph", path, "variants/0001.png", "--frames", 3, "--out", "morph.gif")


def test_a_pair_of_networks_is_added_as_one(here: Path, tmp_path: Path) -> None:
    mapping, synthesis = foreign_models.style_pair(here)
    good("models", "add", synthesis, "--mapping", mapping, "--name", "style",
         "--constant", "psi=0.5")  # fmt: skip
    assert "generator gives what its maker saw" in good("models", "verify", "style")
    home = tmp_path / "no-home" / "kashira" / "models"  # the user's own folder
    assert (home / "style" / "model.json").is_file()


def test_a_card_says_what_the_model_can_do(tiny_model: Path) -> None:
    card = good("models", "info", tiny_model)
    for words in ("Tiny", "CC0-1.0", "64 x 64", "26 layers", "Front hair", "twintails", "#rrggbb"):
        assert words in card


def test_figures_of_the_evaluation_are_on_the_card(tiny_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    tree = json.loads((tiny_model / "model.json").read_text())
    tree["metrics"] = {"labels": {"smile=1": {"asked": 100, "obeyed": 97}}, "fid": 12.5}
    (folder / "model.json").write_text(json.dumps(tree))
    card = good("models", "info", folder)
    assert "97 of 100" in card
    assert "12.5" in card


def test_a_broken_model_is_listed_as_broken(here: Path, tmp_path: Path) -> None:
    (tmp_path / "models" / "bad").mkdir(parents=True)
    (tmp_path / "models" / "bad" / "model.json").write_text("{")
    assert "(broken)" in good("models", "list")


def test_show_tells_what_a_head_was_made_of(here: Path, tiny: Kashira) -> None:
    head = tiny.generate(seed=5, smile=0.7, inks={"hair.line": "#203020"})[0]
    png.write(head, "head.png")
    shown = good("show", "head.png")
    for words in ("seed      5", "smile", "0.7", "hair.line", "#203020", "tiny"):
        assert words in shown
    tree = json.loads(good("show", "head.png", "--json"))
    assert tree["seed"] == 5
    assert len(tree["latent"]) == 64
