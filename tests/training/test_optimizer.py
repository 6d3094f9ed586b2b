import pytest

pytest.importorskip("torch")

import torch

from training.networks.generator import Generator, GeneratorConfig, LayerShape
from training.optimizer import Muon, orthogonalized, split_parameters

pytestmark = pytest.mark.training


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("shape", [(24, 96), (96, 24)])
def test_an_update_moves_every_direction_about_equally(shape, half):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    singular = torch.linalg.svdvals(orthogonalized(matrix, half))
    assert singular.max() < 1.4
    assert singular.min() > 0.5


def test_muon_finds_the_way_down():
    torch.manual_seed(2)
    wanted = torch.randn(8, 4, 3, 3)
    weight = torch.nn.Parameter(torch.zeros_like(wanted))
    optimizer = Muon([weight], lr=0.05)
    for _ in range(100):
        optimizer.zero_grad()
        (weight - wanted).square().mean().backward()
        optimizer.step()
    assert (weight - wanted).square().mean() < 0.1 * wanted.square().mean()


def test_every_weight_is_trained_by_exactly_one_optimiser():
    network = Generator(GeneratorConfig(4, 3, (LayerShape(2, 3),), hidden=8, sharp_width=8))
    hidden, rest = split_parameters(network)
    assert {id(p) for p in hidden} | {id(p) for p in rest} == {id(p) for p in network.parameters()}
    assert not {id(p) for p in hidden} & {id(p) for p in rest}
    assert all(p.shape[-2:] == (3, 3) for p in hidden)
