import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")

from training.drawing.extents import AT_REST, EXTENTS
from training.drawing.vocabulary import LAYERS
from training.survey_layers import boxes, shared_out, variances

pytestmark = pytest.mark.training


def test_the_more_a_picture_shows_the_sooner_it_is_kept():
    rich, poor = np.array([50.0, 20, 5, 75]), np.array([9.0, 0.2, 0.2, 9.4])
    given = {
        name: count
        for name, count, _ in shared_out({"hair_back": (rich, 100), "body": (poor, 100)}, 500)
    }
    assert given == {"hair_back": 3, "body": 2}


def test_what_is_left_is_what_the_kept_pictures_do_not_show():
    (row,) = shared_out({"hair_back": (np.array([6.0, 3.0, 1.0, 10.0]), 10)}, 1000)
    assert row == ("hair_back", 3, pytest.approx(0))
    (row,) = shared_out({"hair_back": (np.array([6.0, 3.0, 0.5, 10.0]), 10)}, 25)
    assert row == ("hair_back", 2, pytest.approx(0.1))


def test_the_variance_of_pictures_adds_up_to_that_of_the_layer():
    random = np.random.default_rng(1)
    values = (random.random((50, 4)) @ random.random((4, 30)) * 60).astype(np.uint8)
    found = variances(values)
    assert (np.diff(found[:-1]) <= 1e-6).all()
    assert found[:-1].sum() == pytest.approx(found[-1], rel=1e-3)


def test_boxes_of_a_few_heads_lie_within_the_tables():
    for at_rest, table in ((False, EXTENTS), (True, AT_REST)):
        found = boxes(40, at_rest)
        assert set(found) == {layer["name"] for layer in LAYERS}
        for name, (top, left, bottom, right) in found.items():
            known = table[name]
            assert top + 1 >= known[0], name
            assert left + 1 >= known[1], name
            assert bottom - 1 <= known[2], name
            assert right - 1 <= known[3], name
