"""Pictures that were painted by a rule, so that it is known what suits."""

import numpy as np
import pytest

from core import Kashira, color
from core.engine.color_matching import dominant_colors, matched
from core.head import Head


def stripes(shares: dict[str, int], side: int = 100) -> np.ndarray:
    """A picture [side, side, 4] with so many rows of each colour."""
    rows = [row for name, count in shares.items() for row in [color.parse_hex(name)] * count]
    assert len(rows) == side
    picture = np.full((side, side, 4), 255, np.uint8)
    picture[..., :3] = np.rint(np.stack(rows)[:, None] * 255)
    return picture


def far(a: str, b: str) -> float:
    labs = [color.to_oklab(color.parse_hex(text)) for text in (a, b)]
    return float(np.linalg.norm(labs[0] - labs[1]))


@pytest.fixture(scope="module")
def head() -> Head:
    """A real head, on which hair covers most and eyes little."""
    return Kashira().generate(seed=7, hat=0, glasses=0)[0]


def test_dominant_colours_come_by_their_share() -> None:
    found = dominant_colors(stripes({"#2040a0": 60, "#e0c040": 30, "#c03050": 10}))
    assert [round(colour.share, 2) for colour in found] == [0.6, 0.3, 0.1]
    assert far(color.to_hex(color.from_oklab(found[1].lab)), "#e0c040") < 0.01


def test_noise_on_a_colour_is_still_one_colour() -> None:
    picture = stripes({"#2040a0": 100})
    noise = np.random.default_rng(1).integers(-6, 7, picture.shape)
    picture = np.clip(picture.astype(int) + noise, 0, 255).astype(np.uint8)
    picture[..., 3] = 255
    assert len(dominant_colors(picture)) == 1


def test_hair_takes_the_largest_colour_and_skin_what_may_be_skin(head: Head) -> None:
    found = matched(head, stripes({"#3050c0": 50, "#ffe0cc": 30, "#208050": 15, "#d02040": 5}))
    assert far(found["hair_color"], "#3050c0") < 0.01
    assert far(found["skin_color"], "#ffe0cc") < 0.01


def test_no_skin_is_taken_from_a_picture_without_any(head: Head) -> None:
    found = matched(head, stripes({"#3050c0": 50, "#208050": 50}))
    assert "skin_color" not in found
    assert far(found["hair_color"], "#3050c0") < 0.01 or far(found["hair_color"], "#208050") < 0.01


def test_white_paper_is_no_hair_colour_while_there_are_others(head: Head) -> None:
    found = matched(head, stripes({"#ffffff": 90, "#803020": 10}))
    assert far(found["hair_color"], "#803020") < 0.02


def test_shades_of_the_hair_are_not_the_clothes_while_there_are_others(head: Head) -> None:
    picture = stripes({"#4f7fdc": 40, "#3456ae": 30, "#1a2558": 10, "#902838": 20})
    found = matched(head, picture)
    assert far(found["hair_color"], "#4f7fdc") < 0.01
    assert far(found["clothes_color"], "#902838") < 0.01


def test_an_empty_picture_gives_no_colours(head: Head) -> None:
    assert matched(head, np.zeros((8, 8, 4), np.uint8)) == {}


def test_the_same_picture_gives_the_same_colours(head: Head) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (300, 300, 4), dtype=np.uint8)
    assert matched(head, picture) == matched(head, picture.copy())
    assert set(matched(head, picture)) <= {a.name for a in head.manifest.attributes}
