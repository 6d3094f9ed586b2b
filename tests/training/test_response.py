import numpy as np
import pytest

pytest.importorskip("skia")

from training.evaluation import response
from training.evaluation.response import drawn, responses

pytestmark = pytest.mark.training


@pytest.fixture(autouse=True)
def few(monkeypatch):
    chosen = [turn for turn in response.inputs() if turn[0] in ("hair_len", "smile", "yaw")]
    monkeypatch.setattr(response, "inputs", lambda: iter(chosen))


def test_a_network_that_draws_like_the_drawing_answers_in_full():
    for found in responses(drawn, 2):
        assert found.energy > 0
        assert found.response == pytest.approx(1)
        assert found.likeness == pytest.approx(1)


def test_a_network_that_paints_one_picture_answers_to_nothing():
    def still(attributes, latents):
        return drawn(attributes[:1] * 0, latents[:1] * 0).repeat(len(attributes), 0)

    assert all(found.response == found.likeness == 0 for found in responses(still, 2))


def test_a_network_that_does_half_answers_by_half():
    def half(attributes, latents):
        middle = attributes * np.float32(0)
        middle[:, 0] = 1
        return (drawn(attributes, latents) + drawn(middle, latents * 0)) / 2

    for found in responses(half, 1):
        assert 0.3 < found.response < 0.7
