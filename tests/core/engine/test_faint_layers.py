"""What is left out of a head that is taken apart, and what never is."""

import numpy as np
import pytest

from core import Kashira
from core.engine.faint_layers import is_there, layers_that_are_there

SIDE = 256


def blob(peak: int, radius: float) -> np.ndarray:
    """A soft spot as networks leave them: alpha [H, W] that falls off from ``peak``/255."""
    y, x = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    return (peak / 255 * np.exp(-(x * x + y * y) / radius**2)).astype(np.float32)


def line(alpha: int, length: int, width: int = 1) -> np.ndarray:
    """A thin line as a pen leaves it."""
    out = np.zeros((SIDE, SIDE), np.float32)
    out[100 : 100 + width, 40 : 40 + length] = alpha / 255
    return out


@pytest.mark.parametrize(("peak", "radius"), [(36, 30), (60, 20), (84, 12), (84, 40)])
def test_a_breath_of_a_layer_is_not_there_however_large(peak: int, radius: float) -> None:
    assert not is_there(blob(peak, radius))


def test_nothing_is_not_there() -> None:
    assert not is_there(np.zeros((SIDE, SIDE), np.float32))


@pytest.mark.parametrize("length", [7, 40, 200])
@pytest.mark.parametrize("alpha", [66, 140, 255])
def test_a_thin_line_is_there(alpha: int, length: int) -> None:
    assert is_there(line(alpha, length))


def test_a_small_faint_mouth_is_there() -> None:
    mouth = np.maximum(line(24, 40, 3), line(64, 15))
    assert is_there(mouth)


def test_dark_rims_around_clear_lenses_are_there() -> None:
    lens = np.zeros((SIDE, SIDE), np.float32)
    lens[90:150, 60:200] = 30 / 255
    assert not is_there(lens)
    assert is_there(np.maximum(lens, line(230, 140)))


def test_a_speck_is_not_there() -> None:
    assert not is_there(line(255, 6))


def test_a_solid_layer_is_there_with_a_haze_around_it() -> None:
    assert is_there(np.maximum(blob(255, 25), blob(30, 30)))


@pytest.mark.slow
def test_whatever_is_drawn_is_there_but_for_slivers_of_shadow_and_ribbon() -> None:
    """Glasses and their temples, brows, lashes, noses, mouths, cords, all that is thin."""
    pytest.importorskip("skia")
    from training.drawn_heads import drawn, recipes

    for number, recipe in enumerate(recipes(8, 1000)):
        asked = {"glasses": number % 2, "hat": number % 3 == 0, "ribbon": number % 3 == 1}
        [recipe] = recipes(1, recipe.seed, **asked)
        head = drawn(recipe)
        there = {layer.name for layer in layers_that_are_there(head)}
        for layer in head.layers.values():
            alpha = layer.weights.sum(axis=0)
            solid = np.count_nonzero(alpha >= 40 / 255)
            assert layer.name in there or solid < 7, (recipe.seed, layer.name, alpha.max(), solid)
        assert {"mouth", "nose", "brows", "lashes", "iris", "eye_light"} <= there
        assert ({"glasses", "temples"} <= there) == bool(asked["glasses"])


@pytest.mark.slow
def test_generated_heads_have_the_accessories_and_tails_that_were_asked_for_and_no_others() -> None:
    """Of the default model: what must not be lost never is."""
    kashira = Kashira()
    unasked = 0
    for seed in range(1000, 1008):
        glasses = seed % 2
        head = kashira.generate(seed=seed, glasses=glasses, hat=0, ribbon=0)[0]
        there = {layer.name for layer in layers_that_are_there(head)}
        assert {"mouth", "brows", "lashes", "iris", "eye_light", "face", "hair_front"} <= there
        if glasses:
            assert {"glasses", "temples"} <= there
        tails = head.attributes["hair_style"] in ("twintails", "drill")
        assert not tails or "hair_tails" in there
        unasked += len(there & {"hat", "hat_trim", "hat_shadow"}) + ("glasses" in there) - glasses
        unasked += "hair_tails" in there and head.attributes["hair_style"] == "short"
    assert unasked <= 1
