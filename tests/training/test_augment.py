import pytest

pytest.importorskip("torch")

import torch

from training.augment import augment

pytestmark = pytest.mark.training


def test_pictures_are_moved_scaled_and_covered_but_keep_their_colours():
    picture = torch.ones(64, 3, 32, 32)
    picture[:, :, 8:24, 8:24] = torch.tensor([0.8, 0.2, 0.4]).view(1, 3, 1, 1)
    seen = augment(picture, torch.Generator().manual_seed(1))
    assert seen.shape == picture.shape
    assert len(torch.unique(seen.flatten(1), dim=0)) == 64
    inside = (seen - torch.tensor([0.8, 0.2, 0.4]).view(1, 3, 1, 1)).abs().amax(1) < 1e-4
    assert (inside.sum((1, 2)) > 20).float().mean() > 0.9
    assert seen.min() >= 0
    assert seen.max() <= 1


def test_the_generator_learns_through_it():
    picture = torch.rand(2, 3, 16, 16, requires_grad=True)
    augment(picture, torch.Generator().manual_seed(2)).sum().backward()
    assert picture.grad is not None
    assert picture.grad.abs().sum() > 0


def test_the_same_chance_gives_the_same_pictures():
    picture = torch.rand(3, 3, 16, 16)
    first, second = (augment(picture, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(first, second)
