import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("torch")

from training.drawn_heads import drawn, recipes
from training.evaluation import classifier
from training.evaluation.label_pairs import CELL, MARGIN, NEVER, count_pairs, picture
from training.labels import LABELS

pytestmark = pytest.mark.training

BLUE, GREEN = LABELS.index("hair_color=blue"), LABELS.index("eye_color=green")
HAT, SMILE = LABELS.index("hat"), LABELS.index("smile")


def test_pairs_are_counted_where_both_labels_were_asked_of_a_head():
    network = classifier.shipped()
    assert network is not None
    asked = {"hair_color": "blue", "eye_color": "green", "eyes_open": 1.0}
    some = [
        *(drawn(r) for r in recipes(3, 90, hat=True, smile=False, **asked)),
        *(drawn(r) for r in recipes(2, 95, hat=True, smile=True, **asked)),
    ]
    wanted, obeyed = count_pairs(iter(some), network, len(some))
    assert wanted[BLUE, GREEN] == wanted[HAT, GREEN] == 5
    assert wanted[HAT, SMILE] == wanted[SMILE, HAT] == 2
    assert wanted[BLUE, LABELS.index("hair_color=red")] == 0
    assert (obeyed <= wanted).all()
    assert obeyed[BLUE, HAT] >= 4  # drawings do what they are asked


def test_a_pair_is_green_where_heads_obey_red_where_not_and_grey_where_it_cannot_be():
    wanted = np.zeros((len(LABELS),) * 2, np.int64)
    wanted[0, 1], wanted[1, 0] = 10, 10
    obeyed = wanted.copy()
    obeyed[1, 0] = 3
    image = picture(wanted, obeyed)
    assert image.width == image.height == MARGIN + CELL * len(LABELS)
    red, green, _ = image.getpixel((MARGIN + CELL + 1, MARGIN + 1))
    assert green > red
    red, green, _ = image.getpixel((MARGIN + 1, MARGIN + CELL + 1))
    assert red > green
    assert image.getpixel((MARGIN + 1, MARGIN + 1)) == NEVER
