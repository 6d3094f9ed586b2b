import os
import signal
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch

from training import checkpoint, corpus, settings, track_store, train_generator
from training.device import ThreadChoice, choose_speed
from training.run_config import settle
from training.run_stages import stage_done
from training.settings import Stage

pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of lightning and tensorboard
]

DEBUG = Path(settings.__file__).parent / "configs" / "debug.toml"


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """The debug config with a corpus of its own, drawn once."""
    folder = tmp_path_factory.mktemp("fit")
    text = DEBUG.read_text().replace("cache/debug", str(folder / "cache"))
    path = folder / "debug.toml"
    path.write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "SHARD", 8)
        patch.setattr(track_store, "SHARD", 9)
        yield path


def trained(config, run):
    settle(run, config)
    return train_generator.fit(run)


@pytest.fixture(scope="module")
def finished(config, tmp_path_factory):
    run = tmp_path_factory.mktemp("whole")
    assert trained(config, run)
    return run


@pytest.mark.slow
def test_a_run_leaves_weights_samples_and_a_log(finished):
    assert checkpoint.read_weights(finished)
    assert list((finished / "samples").glob("*.png"))
    assert "psnr" in (finished / "log.csv").read_text()
    assert list((finished / "tensorboard").iterdir())


@pytest.mark.slow
def test_a_stage_may_leave_parts_of_the_network_as_they_are(config, finished, tmp_path):
    text = config.read_text().split("[[stage]]")[0]
    stage = '[[stage]]\nname = "a"\nsize = 128\nbatch = 4\nimages = 8\nonly = ["looks.pictures"]\n'
    own = tmp_path / "own.toml"
    own.write_text(f'start = "{finished}"\n{text}{stage}')
    assert trained(own, tmp_path / "run")
    before, after = (checkpoint.read_weights(run) for run in (finished, tmp_path / "run"))
    learnt = {name for name in before if not torch.equal(before[name], after[name])}
    assert learnt
    assert all(name.startswith("looks.pictures") for name in learnt)


@pytest.mark.slow
@pytest.mark.parametrize("stopped_at", [8, 18, 28, 44, 60, 76])
def test_a_run_that_was_killed_ends_as_if_it_had_not_been(
    config, finished, tmp_path, monkeypatch, stopped_at
):
    learn = train_generator.Training.learn

    def learn_and_be_killed(training, *arguments):
        loss = learn(training, *arguments)
        if training.position["total_images"] == stopped_at - training.position["batch"]:
            os.kill(os.getpid(), signal.SIGTERM)
        return loss

    def remember_batch(training, stage, *arguments):
        training.position["batch"] = stage.batch
        return run_stage(training, stage, *arguments)

    run_stage = train_generator.Training.stage
    with monkeypatch.context() as patch:
        patch.setattr(train_generator.Training, "learn", learn_and_be_killed)
        patch.setattr(train_generator.Training, "stage", remember_batch)
        assert not trained(config, tmp_path)
    assert checkpoint.complete(tmp_path)[-1].name == f"{stopped_at:09d}"
    assert trained(config, tmp_path)
    ours, theirs = (checkpoint.load(checkpoint.complete(r)[-1])[0] for r in (tmp_path, finished))
    assert ours.keys() == theirs.keys()
    different = [k for k in ours if not torch.equal(ours[k], theirs[k])]
    assert not different


@pytest.mark.slow
def test_a_finished_run_has_nothing_more_to_do(config, finished):
    before = [p.name for p in checkpoint.complete(finished)]
    assert trained(config, finished)
    assert [p.name for p in checkpoint.complete(finished)] == before


def test_the_rate_warms_up_and_falls_to_its_end():
    stage = Stage("a", 64, 8, images=100, rate_end=0.1)
    assert train_generator.rate_factor(50, stage, 0, 0.0) == pytest.approx(0.02)
    assert train_generator.rate_factor(50, stage, 49, 0.0) == 1
    assert train_generator.rate_factor(50, stage, 500, 1.0) == pytest.approx(0.1)


def test_a_stage_ends_with_whichever_budget_is_used_up_first():
    both = Stage("a", 64, 8, images=100, minutes=1)
    assert stage_done(both, 100, 5) == 1
    assert stage_done(both, 10, 60) == 1
    assert stage_done(both, 50, 30) == 0.5


def test_precision_and_threads_are_what_the_config_insists_on():
    before = torch.get_num_threads()
    try:
        assert choose_speed(lambda: None, "32", 1) == ("32", 1)
    finally:
        torch.set_num_threads(before)


def test_the_number_of_threads_follows_the_load(monkeypatch):
    monkeypatch.setattr("training.device.cores", lambda: 4)
    chosen: list[int] = [4]
    monkeypatch.setattr(torch, "set_num_threads", chosen.append)
    threads = ThreadChoice(fixed=0, now=4)
    cost = {2: 1.0, 4: 3.0}  # seconds a step: half the cores are faster now
    for _ in range(150):
        threads.took(cost[chosen[-1]])
    assert chosen[-1] == 2
    cost = {2: 3.0, 4: 1.0}
    for _ in range(150):
        threads.took(cost[chosen[-1]])
    assert chosen[-1] == 4
