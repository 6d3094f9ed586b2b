import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats.layer_tree import peel


def weights_of(seed: int, n: int, alpha: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    shares = random.dirichlet(np.full(n, 0.3), (8, 8)).transpose(2, 0, 1)
    return (shares * random.choice([0, alpha, 1], (8, 8))).astype(np.float32)


def over(alphas: np.ndarray) -> np.ndarray:
    """How much each picture of a stack shows under source-over: [n, H, W]."""
    shown, through = np.zeros(alphas.shape), np.ones(alphas.shape[1:])
    for i in reversed(range(len(alphas))):
        shown[i] = alphas[i] / 255 * through
        through = through * (1 - alphas[i] / 255)
    return shown


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.integers(0, 10_000), st.integers(1, 4), st.floats(0, 1))
def test_plain_pictures_over_each_other_give_the_weights(seed: int, n: int, alpha: float) -> None:
    weights = weights_of(seed, n, alpha)
    shown = over(peel(weights, np.ones((8, 8), np.float32)))
    np.testing.assert_allclose(shown, weights, atol=1.1 / 255)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.integers(0, 10_000), st.integers(2, 4), st.floats(0.01, 1))
def test_pictures_clipped_to_a_silhouette_give_the_weights(seed: int, n: int, alpha: float) -> None:
    weights = weights_of(seed, n, alpha)
    silhouette = np.rint(weights.sum(axis=0) * 255) / np.float32(255)
    shown = over(peel(weights[1:], silhouette)) * silhouette
    np.testing.assert_allclose(shown, weights[1:], atol=1.1 / 255)


def test_flats_go_on_under_what_covers_them() -> None:
    weights = np.array([[[0.0, 0.5]], [[1.0, 0.5]]], np.float32)  # line art over all, over half
    alphas = peel(weights, np.ones((1, 2), np.float32))
    assert alphas[0].tolist() == [[255, 255]]


@pytest.mark.parametrize("n", [1, 3])
def test_nothing_stays_nothing(n: int) -> None:
    weights = np.zeros((n, 2, 2), np.float32)
    assert not peel(weights, np.ones((2, 2), np.float32)).any()
    assert not peel(weights, np.zeros((2, 2), np.float32)).any()
