import numpy as np
import pytest

pytest.importorskip("skia")

from training.corpus import draw_head
from training.drawing.extents import EXTENTS
from training.drawing.vocabulary import LAYERS

pytestmark = pytest.mark.training


def test_drawings_keep_within_the_extents_of_their_layers():
    assert set(EXTENTS) == {layer["name"] for layer in LAYERS}
    for index in range(40):
        _, _, planes = draw_head(1234, index, 64)
        for layer in LAYERS:
            top, left, bottom, right = (4 * edge for edge in EXTENTS[layer["name"]])
            at = slice(layer["channel"], layer["channel"] + len(layer["inks"]))
            alpha = planes[at].astype(int).sum(0)
            inside = np.zeros_like(alpha, bool)
            inside[top:bottom, left:right] = True
            assert alpha[~inside].max(initial=0) <= 2, (index, layer["name"])
