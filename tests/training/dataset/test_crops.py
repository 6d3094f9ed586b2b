import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.dataset import crops
from training.dataset.crops import FRAMINGS, SHIFT, Crop
from training.dataset.faces import Face

pytestmark = pytest.mark.training

PAPER = FRAMINGS["paper"]
places = st.floats(-50, 450)
sides = st.floats(1, 500)


def test_a_face_in_the_middle_gets_half_as_much_round_it():
    assert crops.around(Face(100, 100, 100, 100, 50), 400, 400, PAPER) == Crop(75, 75, 150)


@settings(deadline=None, max_examples=50)
@given(places, places, sides, st.integers(1, 400), st.integers(1, 400))
def test_a_square_is_moved_inside_but_never_far(x, y, side, width, height):
    crop = crops.around(Face(x, y, side, side, 50), width, height, PAPER)
    assert abs(crop.side - 1.5 * side) <= 0.5 or crop.side == 1
    middle = x + side / 2
    assert abs(crop.x + crop.side / 2 - middle) <= SHIFT * crop.side + 1


@settings(deadline=None, max_examples=50)
@given(st.integers(-30, 90), st.integers(-30, 90), st.integers(1, 120))
def test_a_square_beyond_the_edge_is_as_large_as_any(x, y, side):
    rgb = np.random.default_rng(0).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    cut = crops.cut(rgb, Crop(x, y, side), 32)
    assert cut.shape == (32, 32, 3)
    assert cut.dtype == np.uint8


def test_inside_the_picture_pixels_stay_as_they_are():
    rgb = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert np.array_equal(crops.cut(rgb, Crop(8, 16, 32), 32), rgb[16:48, 8:40])


def test_beyond_the_edge_plain_paper_goes_on():
    rgb = np.full((60, 60, 3), (250, 240, 200), np.uint8)
    assert np.unique(crops.cut(rgb, Crop(-30, -30, 90), 90).reshape(-1, 3), axis=0).tolist() == [
        [250, 240, 200]
    ]


def test_a_head_on_paper_that_ends_is_whole_and_one_cut_by_the_edge_is_not():
    rgb = np.full((100, 100, 3), 255, np.uint8)
    rgb[30:, 30:70] = (200, 30, 30)
    assert crops.padding(rgb, Crop(-20, 0, 100)) == 0
    assert crops.padding(rgb, Crop(0, 20, 100)) == pytest.approx(0.2)


def test_a_square_inside_is_not_padded(rgb):
    assert crops.padding(rgb, Crop(10, 10, 100)) == 0
