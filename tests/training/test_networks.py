import pytest

pytest.importorskip("torch")

import torch

from training.networks.discriminator import Discriminator, gradient_penalty
from training.networks.generator import Generator, GeneratorConfig

pytestmark = pytest.mark.training

CONFIG = GeneratorConfig(6, 4, (4, 3), widths=(12, 12, 12, 12, 8, 8), hidden=16, head_width=8)


@pytest.fixture
def network():
    torch.manual_seed(3)
    network = Generator(CONFIG)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    for parameter in network.motion.modes.parameters():
        torch.nn.init.normal_(parameter, std=0.003)  # a few pixels: within what a crop knows
    return network


def inputs(count: int):
    random = torch.Generator().manual_seed(4)
    return torch.randn(count, 6, generator=random), torch.rand(count, 4, generator=random)


@pytest.mark.parametrize("size", CONFIG.sizes)
def test_every_head_paints_its_size(network, size):
    assert network(*inputs(2), (size,))[0].shape == (2, 7, size, size)


def test_a_head_does_not_depend_on_its_neighbours_in_the_batch(network):
    latent, attributes = inputs(3)
    together = network(latent, attributes, (64,))[0]
    alone = network(latent[1:2], attributes[1:2], (64,))[0]
    torch.testing.assert_close(together[1:2], alone)


def test_the_middle_of_a_crop_is_the_picture_itself(network):
    latent, attributes = inputs(2)
    whole = network(latent, attributes, (256,))[0]
    corner = torch.tensor([[4, 10], [16, 0]])
    crop = network(latent, attributes, (256,), corner)[0]
    assert crop.shape == (2, 7, 128, 128)
    for i, (top, left) in enumerate(corner.tolist()):
        part = whole[i, :, top * 8 + 48 : top * 8 + 80, left * 8 + 48 : left * 8 + 80]
        torch.testing.assert_close(crop[i, :, 48:80, 48:80], part, atol=1e-4, rtol=1e-4)


def test_the_discriminator_judges_any_size_and_its_penalty_can_be_learnt_from():
    torch.manual_seed(5)
    network = Discriminator(widths=(8, 12), fold=4)
    picture = torch.rand(2, 3, 64, 64)
    assert network(picture).shape == network(torch.rand(2, 3, 128, 128)).shape == (2,)
    penalty = gradient_penalty(network, picture)
    penalty.backward()
    assert penalty > 0
    assert network.enter.weight.grad.abs().sum() > 0
