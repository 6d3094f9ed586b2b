import numpy as np
import pytest

pytest.importorskip("skia")

from training.evaluation.fresh_eye import enlarged, rows

pytestmark = pytest.mark.training


def test_heads_stand_above_what_they_are_held_against():
    made = [np.full((4, 4, 3), value, np.uint8) for value in (10, 20, 30)]
    beside = [picture + 100 for picture in made]
    seen = np.asarray(enlarged(made, beside))
    assert seen.shape == (24, 36, 3)
    assert seen[6, [6, 18, 30], 0].tolist() == [10, 20, 30]
    assert seen[18, [6, 18, 30], 0].tolist() == [110, 120, 130]


def test_a_sheet_fills_row_after_row():
    pictures = [np.full((2, 2, 3), value, np.uint8) for value in range(6)]
    assert np.asarray(rows(pictures, 3))[::2, ::2, 0].tolist() == [[0, 1, 2], [3, 4, 5]]
