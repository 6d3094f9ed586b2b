import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("torch")

from core import Kashira, morph
from training.drawn_heads import drawn, manifest, recipes
from training.evaluation import classifier
from training.evaluation.in_between import jump, looked_at, unlike

pytestmark = pytest.mark.training


def test_the_ends_of_a_morph_are_unlike(tiny_model):
    first, last = (head.attributes for head in unlike(Kashira(tiny_model), 3))
    assert first["hat"] == 1
    assert last["hat"] == 0
    assert first["yaw"] < 0 < last["yaw"]
    for name in ("hair_style", "bangs", "clothes"):
        assert first[name] != last[name]


def test_even_steps_do_not_jump_and_a_cut_does():
    even = np.stack([np.full((4, 4, 3), 10 * i, np.uint8) for i in range(9)])
    assert jump(even) == pytest.approx(1)
    even[5:] += 90
    assert jump(even) > 5


def test_frames_that_are_drawn_are_heads_and_those_of_another_head_are_not():
    network = classifier.shipped()
    assert network is not None
    plain = {"glasses": False, "skin_color": "fair", "hair_style": "long", "eyes_open": 1.0}
    plain |= {"blush": False, "ribbon": False, "open_mouth": False, "smile": True, "yaw": 0.0}
    a, b = (next(recipes(1, seed, hat=False, **plain)) for seed in (5, 6))
    frames = [drawn(r) for r in morph.plan(manifest(), [a, b], 5)]
    found = looked_at(frames, network)
    assert found.faces.mean() >= 0.8
    assert found.labels.mean() >= 0.8
    other = drawn(next(recipes(1, 7, hat=True, **plain)))
    assert not looked_at([*frames[:2], other, *frames[3:]], network).labels[2]
