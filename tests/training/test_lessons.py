"""What each part of the generator learns from: its pictures, their shares, the sharpener."""

import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

import torch

from training import corpus, train_looks, train_sharpener
from training.configured import network_config
from training.corpus import Corpus, CorpusPlan
from training.networks.generator import INKS, SMALL, Generator
from training.networks.motion import placed
from training.progress import Progress
from training.settings import NetworkSettings, Settings

pytestmark = pytest.mark.training
HEADS = 24


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory):
    plan = CorpusPlan(tmp_path_factory.mktemp("rest"), HEADS, HEADS, at_rest=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "SHARD", 8)
        list(corpus.draw_missing(plan, 1))
        yield Corpus(plan)


@pytest.fixture
def network():
    torch.manual_seed(1)
    small = NetworkSettings(looks=0.25, hidden=32, sharp_width=8)
    return Generator(network_config(Settings(network=small)))


def error(made: torch.Tensor, drawn: torch.Tensor) -> float:
    return ((made - drawn).square().mean() / drawn.square().mean()).item()


def taught(parameters, steps: int, loss_of) -> list[float]:
    optimizer = torch.optim.Adam(parameters, 3e-3)
    losses = []
    for _ in range(steps):
        loss = loss_of()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def test_heads_are_mixed_from_their_principal_pictures(network, at_rest):
    shares = train_looks.learn_pictures((network,), at_rest, Progress())
    assert shares.shape == (HEADS, sum(network.looks.counts))
    drawn = torch.stack([torch.from_numpy(at_rest.planes(i, SMALL)) for i in range(HEADS)]) / 255
    network.looks.mix = torch.nn.Sequential(torch.nn.Identity())  # asked for shares, gives them
    network.looks.swinging = []
    made = placed(network.sized(network.looks(shares), SMALL), network.rests, SMALL)
    assert error(made, drawn) < 0.06


def test_the_network_learns_what_a_head_has_of_each_picture(network, at_rest):
    shares = train_looks.learn_pictures((network,), at_rest, Progress())
    source = train_looks.share_batches(at_rest, shares, 8, 0, seed=1)
    losses = taught(
        network.parameters(),
        150,
        lambda: train_looks.share_loss(network, next(source), torch.device("cpu")),
    )
    assert losses[-1] < 0.2 * losses[0]


def test_pieces_for_the_sharpener_are_of_one_drawing_at_two_sizes(at_rest):
    batch = next(train_sharpener.sharp_batches(at_rest, 2, 0, seed=1))
    count, side = 2 * train_sharpener.OF_HEAD, train_sharpener.SIDE
    assert batch.small.shape == (count, INKS, side, side)
    halved = torch.nn.functional.avg_pool2d(batch.large, 2)
    torch.testing.assert_close(halved, batch.small, atol=3 / 255, rtol=0)
    assert (batch.small.flatten(1).amax(1) > 0.1).float().mean() > 0.9


def test_the_sharpener_learns_to_be_better_than_an_enlargement(network, at_rest):
    source = train_sharpener.sharp_batches(at_rest, 2, 0, seed=1)
    losses = taught(
        network.sharpen.parameters(),
        60,
        lambda: train_sharpener.sharp_loss(network, next(source), torch.device("cpu")),
    )
    assert sum(losses[-10:]) < 0.9 * sum(losses[:10])
