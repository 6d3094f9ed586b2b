import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

from unittest import mock

import second_hand

from training.drawing.factors import Factors
from training.evaluation.classifier import LabelNet
from training.watch import hand, hand_distance

pytestmark = [pytest.mark.training, pytest.mark.slow]


class Heavy(Factors):
    """The drawing code's own hand with a thicker pen."""

    def __init__(self, attributes, z) -> None:
        super().__init__(attributes, z)
        self.line_w *= 2.0


def heads(first, factors):
    with mock.patch.object(second_hand, "OtherHand", factors):
        return np.stack([second_hand.head(number, 256)[0] for number in range(first, first + 12)])


def test_other_lines_are_another_hand_and_other_heads_are_not():
    eye = LabelNet().eval()
    fine, others, heavy = (
        hand(eye, heads(*which)) for which in ((0, Factors), (12, Factors), (0, Heavy))
    )
    assert hand_distance(heavy, fine) > hand_distance(others, fine) + 1
