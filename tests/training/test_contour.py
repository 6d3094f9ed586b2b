import pytest

pytest.importorskip("torch")

import torch

from training.networks.contour import kept_within
from training.networks.motion import Window

pytestmark = pytest.mark.training

SIZE = 128
WINDOWS = [Window(2, 2, 14, 14), Window(1, 1, 15, 15)]  # a head, and hair before it


def heads():
    """A head, square, and hair all over its window."""
    head = torch.zeros(1, 2, 96, 96)
    head[:, :, 8:88, 8:88] = 0.5
    return [head, torch.full((1, 3, 112, 112), 0.2)]


def test_hair_leaves_the_contour_of_the_head_free_above_the_brows():
    layers = heads()
    head, hair = kept_within(layers, WINDOWS, [(), (0,)], SIZE)
    assert torch.equal(head, layers[0])
    upper = hair[0, 0, :40]  # the head begins at 24 of the picture, 16 of the hair's window
    assert upper[:17].max() == upper[:, :17].max() == upper[:, 95:].max() == 0
    assert (upper[17:, 17:95] == layers[1][0, 0, 17:40, 17:95]).all()


def test_hair_hangs_as_it_likes_below():
    layers = heads()
    hair = kept_within(layers, WINDOWS, [(), (0,)], SIZE)[1]
    assert torch.equal(hair[:, :, 40:], layers[1][:, :, 40:])


def test_without_a_head_to_stay_in_all_stays_as_it_is():
    layers = heads()
    for one, other in zip(kept_within(layers, WINDOWS, [(), ()], SIZE), layers, strict=True):
        assert torch.equal(one, other)
