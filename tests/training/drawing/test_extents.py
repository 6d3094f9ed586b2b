import numpy as np
import pytest

pytest.importorskip("skia")

from training.drawing.compose import draw
from training.drawing.extents import EXTENTS
from training.drawing.sampling import random_head
from training.drawing.vocabulary import ATTRIBUTES, LAYERS

pytestmark = pytest.mark.training

CHOICES = [(a, i) for a in ATTRIBUTES if a["kind"] == "choice" for i in range(len(a["values"]))]
WORN = [a["index"] for a in ATTRIBUTES if a["name"] in ("hat", "ribbon", "glasses")]


@pytest.mark.parametrize(
    ("entry", "chosen"), CHOICES, ids=[f"{a['name']}={a['values'][i]}" for a, i in CHOICES]
)
def test_drawings_keep_within_the_extents_of_their_layers(entry, chosen):
    for index in range(4):
        attributes, latent = random_head(1234, index)
        attributes[WORN] = 1
        first = entry["index"]
        attributes[first : first + len(entry["values"])] = 0
        attributes[first + chosen] = 1
        planes = draw(attributes, latent, 64)
        for layer in LAYERS:
            top, left, bottom, right = (4 * edge for edge in EXTENTS[layer["name"]])
            at = slice(layer["channel"], layer["channel"] + len(layer["inks"]))
            alpha = planes[at].astype(int).sum(0)
            inside = np.zeros_like(alpha, bool)
            inside[top:bottom, left:right] = True
            assert alpha[~inside].max(initial=0) <= 2, layer["name"]


def test_every_layer_has_an_extent():
    assert set(EXTENTS) == {layer["name"] for layer in LAYERS}
