import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import color
from core.errors import BadValue

HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")

# Sharma, Wu, Dalal 2005, table 1
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@given(HEX)
def test_a_hex_colour_comes_back_as_it_was(text: str) -> None:
    assert color.to_hex(color.parse_hex(text)) == text
    assert color.to_hex(color.from_oklab(color.to_oklab(color.parse_hex(text)))) == text


def test_short_hex_means_doubled_digits() -> None:
    assert color.to_hex(color.parse_hex("#8Ca")) == "#88ccaa"


@pytest.mark.parametrize(
    "text", ["", "88c0a0", "#88c0a", "#88c0a0ff", "#gggggg", "blue", "#88c0a0\n"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="#rrggbb"):
        color.parse_hex(text)


@pytest.mark.parametrize(("a", "b", "difference"), SHARMA)
def test_ciede2000_gives_the_published_differences(a: tuple, b: tuple, difference: float) -> None:
    assert float(color.ciede2000(a, b)) == pytest.approx(difference, abs=5e-5)
    assert float(color.ciede2000(b, a)) == pytest.approx(difference, abs=5e-5)


def test_cielab_of_white_and_of_red() -> None:
    assert color.to_cielab([1, 1, 1]) == pytest.approx([100, 0, 0], abs=1e-6)
    assert color.to_cielab([1, 0, 0]) == pytest.approx([53.24, 80.09, 67.20], abs=0.01)


def test_a_colour_that_no_screen_has_becomes_the_richest_of_its_hue() -> None:
    rgb = color.from_oklch(0.3, 0.4, 1.0)
    _, a, b = color.to_oklab(rgb)
    assert np.all((rgb >= 0) & (rgb <= 1))
    assert np.arctan2(b, a) == pytest.approx(1.0, abs=0.02)


@given(HEX, HEX)
def test_a_mix_with_no_weight_on_one_side_is_the_other(a: str, b: str) -> None:
    colors = [color.parse_hex(a), color.parse_hex(b)]
    assert color.to_hex(color.mix_oklab(colors, [1, 0])) == a
