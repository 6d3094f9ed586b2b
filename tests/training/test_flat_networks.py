import os
import signal
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch
from PIL import Image

from core.kashira import Kashira
from training import checkpoint, labels, train_flat
from training.flat_networks import FLAT_NETWORKS, dragan_penalty, label_loss
from training.package_flat import export_flat
from training.progress import Progress
from training.run_config import settle
from training.settings import ConfigError, read_settings

pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of lightning and tensorboard
]
TINY = """
seed = 1
precision = "32"
threads = 1
[corpus]
folder = "{cache}"
heads = 8
full = 8
enough = 8
workers = 1
[network]
name = "{network}"
[[stage]]
name = "tiny"
size = {size}
batch = 2
images = 6
rate = 2e-4
"""


@pytest.fixture(scope="module", params=["dcgan64", "srresnet-dragan"])
def config(request, tmp_path_factory):
    """A config of four steps, with a corpus of eight heads."""
    folder = tmp_path_factory.mktemp("flat")
    text = TINY.format(
        cache=folder / "cache", network=request.param, size=FLAT_NETWORKS[request.param].size
    )
    path = folder / "tiny.toml"
    path.write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.corpus.SHARD", 8)
        yield path


@pytest.fixture(scope="module")
def finished(config, tmp_path_factory):
    run = tmp_path_factory.mktemp("finished")
    settle(run, config)
    assert train_flat.fit_flat(run)
    return run


@pytest.mark.parametrize("name", FLAT_NETWORKS)
def test_a_network_paints_pictures_of_its_size_and_judges_them(name):
    plan = FLAT_NETWORKS[name]
    latent, asked = torch.randn(3, plan.latent_size), torch.ones(3, plan.labels)
    painted = plan.generator()(latent, asked)
    assert painted.shape == (3, 3, plan.size, plan.size)
    real, told = plan.discriminator()(painted)
    assert real.shape == (3,)
    assert (told is None) == (not plan.labels)


def test_the_papers_generator_has_as_many_weights_as_the_paper_says():
    count = sum(p.numel() for p in FLAT_NETWORKS["srresnet-dragan"].generator().parameters())
    assert count / 1e6 == pytest.approx(4.35, abs=0.05)


def test_a_label_that_nobody_knows_costs_nothing():
    logits = torch.tensor([[5.0, -3.0]], requires_grad=True)
    loss = label_loss(logits, torch.tensor([[-1.0, 1.0]]), torch.tensor([[True, False]]))
    assert loss.item() == pytest.approx(5.0, abs=0.01)
    (slope,) = torch.autograd.grad(loss, logits)
    assert slope[0, 1] == 0


def test_a_discriminator_of_slope_one_pays_no_penalty():
    class Steep(torch.nn.Module):
        def __init__(self, slope):
            super().__init__()
            self.slope = slope

        def forward(self, picture):
            return picture.flatten(1).sum(1) * self.slope / 4, None

    real = torch.rand(5, 1, 4, 4)
    assert dragan_penalty(Steep(1.0), real).item() == pytest.approx(0, abs=1e-9)
    assert dragan_penalty(Steep(3.0), real).item() == pytest.approx(4, rel=1e-5)


@pytest.mark.slow
def test_a_discriminator_that_normalises_a_batch_is_shown_real_and_painted_in_one(finished):
    run = train_flat.FlatTraining(read_settings(finished / "config.toml"), finished, Progress())
    real = torch.zeros(4, 3, run.plan.size, run.plan.size)
    painted = torch.ones_like(real) * torch.rand(4, 1, 1, 1)
    seen = []
    run.critic.register_forward_pre_hook(lambda _, given: seen.append(len(given[0])))
    (on_real, _), (on_painted, _) = run._judged(real, painted)
    assert on_real.shape == on_painted.shape == (4,)
    assert seen == ([8] if run.plan.together else [4, 4])


@pytest.mark.slow
def test_every_network_learns_in_half_precision_too(config, finished, tmp_path):
    (tmp_path / "half.toml").write_text(config.read_text().replace('"32"', '"bf16"'))
    settle(tmp_path / "run", tmp_path / "half.toml")
    assert train_flat.fit_flat(tmp_path / "run")


def test_a_head_is_asked_for_one_hair_colour_and_one_eye_colour():
    asked = labels.asked(200, np.random.default_rng(1))
    eyes = labels.COUNT - len(labels.EYE_COLORS)
    assert ((asked[:, : len(labels.HAIR_COLORS)] == 1).sum(1) == 1).all()
    assert ((asked[:, eyes:] == 1).sum(1) == 1).all()
    assert (asked[:, 13:24] == 1).mean() == pytest.approx(labels.PROBABILITY, abs=0.03)


def test_labels_are_in_the_order_that_generators_from_elsewhere_have():
    from core import foreign_labels

    names = []
    for attribute in foreign_labels.attributes(labels.COUNT):
        values = getattr(attribute, "values", None)
        names += [f"{attribute.name}={v}" for v in values] if values else [attribute.name]
    ours = [label.replace("hair_style=", "") for label in labels.LABELS]
    assert [n.removesuffix("_hair") for n in names] == [n.removesuffix("_hair") for n in ours]


@pytest.mark.slow
def test_a_run_that_was_killed_ends_as_if_it_had_not_been(config, finished, tmp_path, monkeypatch):
    learn = train_flat.FlatTraining.learn

    def learn_and_be_killed(training, *arguments):
        if training.position["total_images"] == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return learn(training, *arguments)

    settle(tmp_path, config)
    with monkeypatch.context() as patch:
        patch.setattr(train_flat.FlatTraining, "learn", learn_and_be_killed)
        assert not train_flat.fit_flat(tmp_path)
    assert train_flat.fit_flat(tmp_path)
    ours, theirs = (checkpoint.load(checkpoint.complete(r)[-1])[0] for r in (tmp_path, finished))
    assert not [k for k in theirs if not torch.equal(ours[k], theirs[k])]


@pytest.mark.slow
def test_what_was_trained_is_exported_and_drawn_with(finished, tmp_path):
    folder = tmp_path / "mine"
    assert export_flat(finished, folder, "mine") < 2e-3
    kashira = Kashira(folder)
    assert "6 pictures seen" in kashira.manifest.provenance
    first, second = kashira.generate(count=2, seed=3)
    assert np.abs(np.array(first.image, float) - np.array(second.image, float)).max() > 0
    assert list((finished / "samples").glob("*.png"))
    with Image.open(next((finished / "samples").glob("*.png"))) as sheet:
        assert sheet.width >= 8 * 64


def test_the_config_says_what_the_command_line_said(tmp_path):
    settle(tmp_path, network="dcgan64", start="nothing")
    text = (tmp_path / "config.toml").read_text()
    assert 'name = "dcgan64"' in text
    settle(tmp_path)
    assert (tmp_path / "config.toml").read_text() == text


def test_a_network_that_cannot_begin_with_a_model_says_so(tmp_path):
    settle(tmp_path, network="dcgan64", start="default")
    with pytest.raises(ConfigError, match="dcgan64 begins with nothing"):
        train_flat.fit_flat(tmp_path)


def test_a_network_of_another_size_is_told_which_size_it_paints(tmp_path):
    path = Path(tmp_path / "bad.toml")
    path.write_text(TINY.format(cache="x", network="dcgan64", size=128))
    with pytest.raises(ConfigError, match="dcgan64 paints 64 px"):
        settle(tmp_path / "run", path)
