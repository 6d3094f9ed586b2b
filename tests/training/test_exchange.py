import pytest

pytest.importorskip("torch")

import torch

from training.networks.exchange import exchanged, two_likeliest

pytestmark = pytest.mark.training

CLOTHES = (1, 2, 3)


def asked(*values: float) -> torch.Tensor:
    """One head's inputs: something else, then the garments' weights 0..1 as -1..1."""
    return torch.tensor([[0.3, *(2 * value - 1 for value in values)]])


def test_a_made_choice_is_that_garment_alone():
    for place in range(3):
        weights = [0.0, 0.0, 0.0]
        weights[place] = 1.0
        first, later, share = two_likeliest(asked(*weights), CLOTHES)
        shown = later if share.item() == 1 else first
        assert share.item() in (0, 1)
        torch.testing.assert_close(shown, asked(*weights))


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_between_two_garments_the_share_says_how_far_the_later_one_is_there(share):
    first, later, found = two_likeliest(asked(1 - share, 0, share), CLOTHES)
    if 0 < share < 1:
        torch.testing.assert_close(first, asked(1, 0, 0))
        torch.testing.assert_close(later, asked(0, 0, 1))
    assert found.item() == pytest.approx(share)


def test_every_column_is_one_garment_or_the_other_and_the_later_comes_from_the_left():
    first, later = torch.zeros(1, 1, 4, 64), torch.ones(1, 1, 4, 64)
    columns = torch.linspace(-0.8, 0.8, 64)
    shown = [exchanged(first, later, torch.tensor([s]), columns)[0, 0, 0] for s in (0, 0.5, 1)]
    assert shown[0].max() == 0
    assert shown[2].min() == 1
    middle = shown[1]
    assert (middle.diff() <= 0).all()
    assert ((middle > 0) & (middle < 1)).sum() <= 2
    assert middle.mean() == pytest.approx(0.5, abs=0.05)
