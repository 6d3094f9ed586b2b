import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("torch")

import torch

from training import train_alone
from training.configured import network_config
from training.drawing.canvas import CANVAS
from training.drawing.rest import at_rest
from training.drawing.tracks import outlines, part_tracks
from training.drawing.vocabulary import ATTRIBUTES, LAYERS
from training.networks.generator import Generator
from training.progress import Progress
from training.settings import Settings
from training.train_alone import PARTS, alone_batches, alone_loss, part_head

pytestmark = pytest.mark.training


@pytest.mark.parametrize("name", PARTS)
def test_a_part_alone_is_traced_as_in_its_head(name):
    head = part_head(name, 3, 0)
    random = np.random.default_rng(1)
    found = part_tracks(name, PARTS[name].draw, head, at_rest(*head), random).astype(float)
    fills = outlines(*head)[name].values()
    here = np.concatenate([polygon for place in fills for fill in place for polygon in fill])
    nearest = np.abs((found[:, None, :2] + 1) * CANVAS / 2 - here).sum(-1).min(1)
    assert nearest.max() < 1.5  # numbers of half precision


def test_every_mood_comes_as_often():
    place = next(a["index"] for a in ATTRIBUTES if a["name"] == "mouth_curl")
    curl = [part_head("mouth", 3, index)[0][place] for index in range(300)]
    assert np.histogram(curl, 3, (-1, 1))[0].min() > 70


def test_mouth_and_ahoge_learn_and_nothing_else_moves(monkeypatch):
    monkeypatch.setattr(train_alone, "HEADS", 64)
    torch.manual_seed(0)
    network = Generator(network_config(Settings()))
    batch = next(alone_batches(32, 0, 5, Progress()))
    given = batch["mouth"].latent, batch["mouth"].attributes
    before = network.fields(*given)
    optimizer = torch.optim.Adam(network.motion.parameters(), 2e-3)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = alone_loss(network, batch, torch.device("cpu"))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    after = network.fields(*given)
    layers = zip(LAYERS, before, after, strict=True)
    moved = {layer["name"] for layer, one, other in layers if not torch.equal(one, other)}
    assert moved == set(PARTS)
