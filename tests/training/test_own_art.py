import re

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch
from click.testing import CliRunner

from core.kashira import Kashira
from core.model_folder import SHIPPED
from training.cli import train
from training.configured import network_config
from training.dataset import model_sources
from training.drawing.vocabulary import CHANNELS, LAYERS
from training.flat_pictures import OwnPictures
from training.labels import COUNT, LABELS
from training.losses import LayerTable
from training.networks.generator import Generator
from training.own_art import OwnArt, background, near_ink
from training.run_config import shipped
from training.settings import read_settings
from training.warm_start import begin_with, start_folder

pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of lightning and tensorboard
]

CONFIG = """
seed = 1
start = "default"
precision = "32"
threads = 1
warm_up = 1
held_out = 2
[corpus]
folder = "{cache}"
heads = 4
full = 4
enough = 4
workers = 1
[network]
hidden = 640
[[stage]]
name = "own hand, whole heads"
size = 128
batch = 2
images = 2
rate = 1e-4
rate_rest = 1e-6
adversarial = 0.2
[[stage]]
name = "own hand, at 256 px"
size = 256
batch = 2
images = 4
rate = 1e-4
rate_rest = 1e-6
adversarial = 0.2
"""


def kashira_train(*asked):
    result = CliRunner().invoke(train, [str(word) for word in asked])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def tuned(own_dataset, tmp_path_factory):
    """A run of a few steps on the dataset."""
    folder = tmp_path_factory.mktemp("tuned")
    (folder / "own.toml").write_text(CONFIG.format(cache=folder / "cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.corpus.SHARD", 4)
        run = folder / "run"
        kashira_train("fit", folder / "own.toml", "--data", own_dataset, "--out", run)
    return run


def test_heads_are_asked_for_what_is_known_of_a_picture_in_its_own_colours(own_dataset):
    own = OwnArt(own_dataset, seed=1, table=LayerTable.from_layers(LAYERS))
    batch = own.batch(3, 4, 64)
    assert batch.real.shape == (4, 3, 64, 64)
    assert batch.palette.shape == (4, CHANNELS, 3)
    again = own.batch(3, 4, 64)
    assert torch.equal(batch.latent, again.latent)
    values, known = own.dataset.attributes(0)
    asked = own.attributes(0, np.random.default_rng(1))
    assert known.any()
    assert np.array_equal(asked[known], values[known])


def test_the_paper_of_a_picture_is_what_its_upper_edges_show():
    picture = np.full((60, 60, 3), [240, 230, 210], np.uint8)
    picture[20:, 10:50] = 30
    assert background(picture).ravel() * 255 == pytest.approx([240, 230, 210])


def test_a_hand_puts_no_ink_where_none_is_near():
    table = LayerTable.from_layers(LAYERS)
    made = torch.zeros(1, CHANNELS, 64, 64)
    brows = table.slices()[table.names.index("brows")]
    made[0, brows.start, 30, 20] = 1
    near = near_ink(made, table)
    assert near[0, brows, 30, 20].all()
    assert near[0, brows.start, 30, 21]
    assert not near[0, :, 30, 30].any()
    assert near.sum() == near[0, brows].sum()


def test_a_hand_begins_with_the_whole_default_model():
    settings = read_settings(shipped(None, data=True))
    assert settings.start == "default"
    left = begin_with(Generator(network_config(settings)), start_folder(settings.start))
    assert not left


def test_pictures_tell_the_papers_labels_where_they_are_known(own_dataset):
    pictures = OwnPictures(own_dataset, 64)
    picture, shown, known = pictures.read(0, np.random.default_rng(1))
    assert picture.shape == (64, 64, 3)
    assert shown.shape == known.shape == (COUNT,)
    hair = [i for i, label in enumerate(LABELS) if label.startswith("hair_color")]
    assert (shown[hair] == 1).sum() == 1
    assert known[hair].all()


@pytest.mark.slow
def test_a_run_on_pictures_watches_for_copies_and_remembers_its_dataset(tuned, own_dataset):
    assert read_settings(tuned / "config.toml").data == str(own_dataset.resolve())
    assert "nearness" in (tuned / "log.csv").read_text()
    assert list((tuned / "nearest").glob("*.png"))


@pytest.mark.slow
def test_the_model_says_whose_pictures_it_has_seen_and_draws_in_layers(tuned, tmp_path):
    kashira_train("export", tuned, "--out", tmp_path / "mine", "--name", "mine")
    model = Kashira(tmp_path / "mine")
    assert "Second Hand" in model.manifest.provenance
    assert model_sources.read(tmp_path / "mine").hashes
    assert model.manifest.rights["authors"] == {"Second Hand": model.manifest.rights["sources"]}
    head = model.generate(seed=1)[0]
    plain = Kashira(SHIPPED / "kashira").generate(seed=1)[0]
    assert list(head.layers) == list(plain.layers)
    assert np.asarray(head.image).shape == (256, 256, 4)


@pytest.mark.slow
def test_the_report_of_a_run_opens_without_a_network(tuned):
    said = kashira_train("report", tuned)
    page = (tuned / "report.html").read_text()
    assert said.strip().endswith("report.html")
    words = re.sub(r"base64,[A-Za-z0-9+/=]+", "", page)
    assert "http" not in words.replace("http-equiv", "")
    for heading in ("Figures over time", "Samples over time", "Nearest", "Attributes", "Rights"):
        assert heading in page
    assert "Second Hand" in page
