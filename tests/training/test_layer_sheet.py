import numpy as np
import pytest

pytest.importorskip("skia")

from training.drawn_heads import drawn, recipes
from training.evaluation.layer_sheet import ACROSS, GROUNDS, SHOWN, TITLE, sheet, views

pytestmark = pytest.mark.training


def test_every_layer_is_shown_on_every_ground_and_as_line_art():
    head = drawn(next(recipes(1, 3, **SHOWN)))
    side = 32
    whole = np.asarray(sheet(head, side))
    rows = -(-len(head.layers) // ACROSS)
    assert whole.shape == (rows * (TITLE + (len(GROUNDS) + 1) * side), ACROSS * side, 3)
    hat = head.layers["hat"]
    on_white, _, on_magenta, lines = (np.asarray(view) for view in views(hat))
    assert (on_white[0, 0] == 255).all()
    assert on_magenta[0, 0].tolist() == [255, 0, 255]
    painted = hat.rgba[..., 3] > 0.999
    assert (on_white[painted] == on_magenta[painted]).all()
    assert len(np.unique(lines[painted], axis=0)) > 1
    assert (np.ptp(lines, axis=-1) == 0).all()
