"""Training in two processes, as torchrun starts them on one machine or on several."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch

from training import checkpoint

pytestmark = [pytest.mark.training, pytest.mark.slow]

CONFIG = """
seed = 1
precision = "32"
threads = 1
warm_up = 2
held_out = 2
checkpoint_minutes = 0.0001
[corpus]
folder = "{cache}"
heads = 100
full = 100
enough = 8
workers = 1
[network]
looks = 0.05
hidden = 32
sharp_width = 8
[[stage]]
name = "whole heads"
size = 128
batch = {batch}
images = {images}
rate = 1e-3
pictured = 1.0
"""
OWN_HAND = """
[[stage]]
name = "own hand"
learns = "rest"
size = 128
batch = {batch}
images = {images}
rate_rest = 1e-3
absolute = 0.4
only = ["looks.pictures"]
paired = 0.3
pictured = 1.0
adversarial = 0.5
rate_discriminator = 1e-3
"""
MAIN = """
from training import corpus, train_generator
corpus.SHARD, train_generator.LOGGED = 8, 1
from training.cli import train
train()
"""


def started(
    folder: Path, processes: int, images: int = 24, data: Path | None = None
) -> subprocess.Popen:
    """`kashira train fit` in batches of 8 in all, by so many processes; on pictures where given."""
    folder.mkdir(exist_ok=True)
    config = folder / "two.toml"
    cache = folder.parent / "cache"
    text = CONFIG
    if data is not None:
        text = f'data = "{data}"\n' + CONFIG[: CONFIG.index("[[stage]]")] + OWN_HAND
        text = text.replace("workers = 1", "workers = 1\nrest = 8")
    config.write_text(text.format(cache=cache, batch=8 // processes, images=images))
    script = folder / "main.py"
    script.write_text(MAIN)
    asked = [str(script), "fit", str(config), "--out", str(folder / "run")]
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", str(processes)]
    command = [sys.executable, *(torchrun if processes > 1 else []), *asked]
    root = Path(__file__).parents[2]
    surroundings = os.environ | {"PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True)


def finished(
    folder: Path, processes: int, images: int = 24, data: Path | None = None
) -> dict[str, torch.Tensor]:
    """The tensors that such a run ends with."""
    process = started(folder, processes, images, data)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return checkpoint.load(checkpoint.complete(folder / "run")[-1])[0]


def alike(ours: dict[str, torch.Tensor], theirs: dict[str, torch.Tensor]) -> float:
    """The largest difference of any weight."""
    assert ours.keys() == theirs.keys()
    return max((ours[k].float() - theirs[k].float()).abs().max().item() for k in ours)


def test_two_processes_learn_what_one_learns_from_the_same_heads(tmp_path):
    one, two = finished(tmp_path / "one", 1), finished(tmp_path / "two", 2)
    assert alike(one, two) < 2e-3


def logged(folder: Path, figure: str) -> list[float]:
    """A figure of a run, step by step."""
    with (folder / "run" / "log.csv").open(newline="") as file:
        return [float(value) for _, _, name, value in csv.reader(file) if name == figure]


def test_two_processes_learn_a_hand_as_one_does(tmp_path, own_dataset):
    finished(tmp_path / "one", 1, 48, own_dataset)
    finished(tmp_path / "two", 2, 48, own_dataset)
    assert set(logged(tmp_path / "two", "processes")) == {2}
    for figure in ("loss", "loss_discriminator"):
        one, two = (logged(tmp_path / name, figure) for name in ("one", "two"))
        assert len(one) == 6
        assert two == pytest.approx(one, rel=0.02, abs=1e-4)  # rounding grows in such a game


@pytest.mark.parametrize("killed", [0, 1])
def test_a_run_of_which_one_process_was_killed_goes_on(tmp_path, killed):
    folder = tmp_path / "two"
    process = started(folder, 2, images=8000)
    deadline = time.monotonic() + 240
    while not checkpoint.complete(folder / "run"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    os.kill(workers_of(process.pid)[killed], signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode != 0, said
    state = json.loads((checkpoint.complete(folder / "run")[-1] / "state.json").read_text())
    seen = state["total_images"]
    tensors = finished(folder, 2, images=seen + 16)
    assert tensors
    after = json.loads((checkpoint.complete(folder / "run")[-1] / "state.json").read_text())
    assert after["total_images"] == seen + 16


def workers_of(parent: int) -> list[int]:
    """The processes that torchrun has started, by rank."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    ranks = {}
    for child in children:
        for word in Path(f"/proc/{child}/environ").read_bytes().split(b"\0"):
            if word.startswith(b"RANK="):
                ranks[int(word[5:])] = int(child)
    return [ranks[rank] for rank in sorted(ranks)]
