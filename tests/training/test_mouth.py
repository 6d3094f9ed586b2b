import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("torch")

import torch

from training import train_mouth
from training.configured import network_config
from training.drawing.canvas import CANVAS
from training.drawing.rest import at_rest
from training.drawing.tracks import mouth_tracks, outlines
from training.networks.generator import Generator
from training.progress import Progress
from training.settings import Settings
from training.train_mouth import PLACE, moody_head, mouth_batches, mouth_loss

pytestmark = pytest.mark.training


def test_a_mouth_alone_is_traced_as_in_its_head():
    head = moody_head(3, 0)
    found = mouth_tracks(head, at_rest(*head), np.random.default_rng(1)).astype(float)
    fills = outlines(*head)["mouth"].values()
    here = np.concatenate([polygon for place in fills for fill in place for polygon in fill])
    nearest = np.abs((found[:, None, :2] + 1) * CANVAS / 2 - here).sum(-1).min(1)
    assert nearest.max() < 1.5  # numbers of half precision


def test_every_mood_comes_as_often():
    place = next(a["index"] for a in train_mouth.ATTRIBUTES if a["name"] == "mouth_curl")
    curl = [moody_head(3, index)[0][place] for index in range(300)]
    assert np.histogram(curl, 3, (-1, 1))[0].min() > 70


def test_a_mouth_learns_its_moods_and_nothing_else_moves(monkeypatch):
    monkeypatch.setattr(train_mouth, "MOUTHS", 64)
    torch.manual_seed(0)
    network = Generator(network_config(Settings()))
    batch = next(mouth_batches(32, 0, 5, Progress()))
    before = network.fields(batch.latent, batch.attributes)
    optimizer = torch.optim.Adam(network.motion.parameters(), 2e-3)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = mouth_loss(network, batch, torch.device("cpu"))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    after = network.fields(batch.latent, batch.attributes)
    for layer, (one, other) in enumerate(zip(before, after, strict=True)):
        assert layer == PLACE or torch.equal(one, other)
