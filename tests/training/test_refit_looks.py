import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch

from training import checkpoint, configured, corpus, refit_looks
from training.configured import network_config
from training.drawing import extents
from training.drawing.vocabulary import LAYERS
from training.networks.generator import Generator
from training.progress import Progress
from training.settings import read_settings

pytestmark = pytest.mark.training
CONFIG = """
[corpus]
folder = "{folder}"
rest = 24
workers = 1
[network]
hidden = 32
sharp_width = 8
[[stage]]
name = "a"
learns = "looks"
size = 128
batch = 8
images = 9
"""


def test_shares_that_follow_from_the_features_are_fitted_exactly_nearly():
    torch.manual_seed(1)
    features = torch.randn(800, 6)
    shares = features @ torch.randn(6, 3) + torch.tensor([0.5, 0.0, -1.0])
    weights, bias, left = refit_looks.fitted(features, shares)
    torch.testing.assert_close(features @ weights.T + bias, shares, atol=0.02, rtol=0.02)
    assert left.max() < 1e-3


def test_only_layers_whose_number_of_pictures_changed_are_refitted(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "SHARD", 8)
    few = dict.fromkeys(extents.LOOKS, 3)
    monkeypatch.setattr(configured, "LOOKS", few)
    run = tmp_path / "run"
    (run / "checkpoints").mkdir(parents=True)
    (run / "config.toml").write_text(CONFIG.format(folder=tmp_path / "corpus"))
    torch.manual_seed(2)
    before = Generator(network_config(read_settings(run / "config.toml")))
    checkpoint.write_weights(before, run)
    monkeypatch.setattr(configured, "LOOKS", few | {"hat": 5})

    left = refit_looks.refit(run, tmp_path / "out", Progress())

    assert set(left) == {"hat"}
    hat = [layer["name"] for layer in LAYERS].index("hat")
    old, new = checkpoint.read_weights(run), checkpoint.read_weights(tmp_path / "out")
    assert new[f"looks.pictures.{hat}.weight"].shape[1] == 5
    same = [k for k in old if k not in new or not old[k].equal(new[k])]
    assert set(same) == {
        f"looks.pictures.{hat}.weight",
        f"looks.pictures.{hat}.bias",
        f"{refit_looks.LAST}.weight",
        f"{refit_looks.LAST}.bias",
    }
    rows = new[f"{refit_looks.LAST}.weight"]
    assert rows[: 3 * hat].equal(old[f"{refit_looks.LAST}.weight"][: 3 * hat])
    assert len(rows) == 3 * len(LAYERS) + 2
