from dataclasses import replace

import pytest

pytest.importorskip("torch")

import torch

from training.networks.discriminator import Discriminator, gradient_penalty
from training.networks.generator import (
    SIZES,
    WAVES,
    Generator,
    GeneratorConfig,
    LayerShape,
    Sharpener,
    waves,
)
from training.networks.motion import Window

pytestmark = pytest.mark.training

LAYERS = (
    LayerShape(4, 3, Window(2, 2, 6, 8), Window(0, 0, 8, 10)),
    LayerShape(3, 2, Window(4, 0, 16, 16), Window(4, 0, 16, 16, nodes=2)),
)
CONFIG = GeneratorConfig(6, 4, LAYERS, painted=(0, 1, 6, 7), hidden=16, sharp_width=8)


@pytest.fixture
def network():
    torch.manual_seed(3)
    network = Generator(CONFIG)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network


def inputs(count: int):
    random = torch.Generator().manual_seed(4)
    return torch.randn(count, 6, generator=random), torch.rand(count, 4, generator=random)


@pytest.mark.parametrize("size", SIZES)
def test_every_head_paints_its_size(network, size):
    assert network(*inputs(2), (size,))[0].shape == (2, 7, size, size)


def test_a_head_does_not_depend_on_its_neighbours_in_the_batch(network):
    latent, attributes = inputs(3)
    together = network(latent, attributes, (256,))[0]
    alone = network(latent[1:2], attributes[1:2], (256,))[0]
    torch.testing.assert_close(together[1:2], alone, atol=1e-4, rtol=1e-4)


def test_what_is_not_painted_only_moves(network):
    latent, attributes = inputs(2)
    latent[1], attributes[1] = latent[0], attributes[0]
    latent[1, 2:] += 1  # not among `painted`
    at_rest = network(latent, attributes, (128,), at_rest=True)[0]
    torch.testing.assert_close(at_rest[0], at_rest[1])
    out = network(latent, attributes, (128,))[0]
    assert (out[0] - out[1]).abs().max() > 0.01


def test_looks_hear_the_waves_of_an_input_that_swings():
    still = torch.linspace(-1, 1, 9)[:, None].expand(9, 3)
    heard = waves(still)
    assert heard.shape == (9, 3 * 2 * len(WAVES))
    sine = heard[:, 0]  # half a turn: monotonous from -1 to 1
    torch.testing.assert_close(sine[[0, 4, 8]], torch.tensor([-1.0, 0.0, 1.0]))
    fastest = heard[:, 3 * 2 * (len(WAVES) - 1)]
    assert (fastest.diff().sign().diff() != 0).sum() >= 2
    config = replace(CONFIG, swinging=(6,))
    assert Generator(config).looks.mix[0].in_features == 4 + 2 * len(WAVES)


def test_an_untaught_sharpener_only_enlarges():
    weights = torch.rand(2, 3, 8, 8)
    finer = Sharpener(8)(weights)
    assert finer.shape == (2, 3, 16, 16)
    enlarged = torch.nn.functional.interpolate(weights, scale_factor=2, mode="bilinear")
    torch.testing.assert_close(finer, enlarged)


def test_the_discriminator_judges_any_size_and_its_penalty_can_be_learnt_from():
    torch.manual_seed(5)
    network = Discriminator(widths=(8, 12), fold=4)
    picture = torch.rand(2, 3, 64, 64)
    assert network(picture).shape == network(torch.rand(2, 3, 128, 128)).shape == (2,)
    penalty = gradient_penalty(network, picture)
    penalty.backward()
    assert penalty > 0
    assert network.enter.weight.grad.abs().sum() > 0
