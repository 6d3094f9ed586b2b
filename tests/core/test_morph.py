import itertools

import numpy as np
import pytest

from core import Kashira, color
from core.errors import BadValue
from core.head import Head


@pytest.fixture(scope="module")
def ends(tiny: Kashira) -> tuple[Head, Head]:
    a = tiny.generate(seed=1, hair_color="blue", hair_style="long", smile=False, skin_color="fair")
    b = tiny.generate(seed=2, hair_color="red", hair_style="short", smile=True, skin_color="deep")
    return a[0], b[0]


def pixels(head: Head) -> np.ndarray:
    return np.asarray(head.image)


def test_a_mix_begins_and_ends_with_its_heads(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    mixed = tiny.mix(*ends, steps=4)
    assert len(mixed) == 4
    assert np.array_equal(pixels(mixed[0]), pixels(ends[0]))
    assert np.array_equal(pixels(mixed[-1]), pixels(ends[1]))


def test_half_way_everything_is_half_way(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    middle = list(tiny.morph([*ends], frames=3))[1]
    assert middle.attributes["hair_style"] == {"long": 0.5, "short": 0.5}
    assert middle.attributes["smile"] == 0.5
    for ink in ("hair.base", "hair.line", "skin.shade", "skin.light"):
        wanted = color.to_hex(color.mix_oklab([end.colors[ink] for end in ends], [0.5, 0.5]))
        assert middle.palette[ink] == wanted


def test_a_mixture_of_two_hair_styles_has_one_of_them(
    tiny: Kashira, ends: tuple[Head, Head]
) -> None:
    (middle,) = tiny.mix(*ends, steps=1)
    assert middle.attributes["hair_style"] == "long"
    assert middle.attributes["smile"] == 0.5
    styles = [head.attributes["hair_style"] for head in tiny.mix(*ends, steps=5)]
    assert styles == ["long", "long", "long", "short", "short"]


def test_a_frame_comes_back_from_its_recipe(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    for frame in tiny.morph([*ends], frames=5, easing="ease-in-out"):
        again = tiny.redraw(frame.recipe)
        assert again.recipe == frame.recipe
        assert np.array_equal(pixels(again), pixels(frame))


def test_a_mixed_head_can_be_recoloured_like_any_other(
    tiny: Kashira, ends: tuple[Head, Head]
) -> None:
    (middle,) = tiny.mix(*ends, steps=1)
    assert middle.recolor(hair_color="blue").palette["hair.line"] == ends[0].palette["hair.line"]


def test_overruled_inks_fade_from_head_to_head(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    white = ends[0].recolor(inks={"eye.catch": "#ffffff", "lash.base": "#ffffff"})
    black = ends[1].recolor(inks={"eye.catch": "#000000"})
    (middle,) = tiny.mix(white, black, steps=1)
    assert "#505050" < middle.palette["eye.catch"] < "#707070"
    assert middle.palette["lash.base"] > "#606060"


def test_a_loop_shows_the_first_head_once(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    frames = list(tiny.morph([*ends], frames=6, loop=True))
    assert np.array_equal(pixels(frames[0]), pixels(ends[0]))
    assert np.array_equal(pixels(frames[3]), pixels(ends[1]))
    assert not np.array_equal(pixels(frames[-1]), pixels(ends[0]))


def test_neighbouring_frames_differ_less_than_the_ends(
    tiny: Kashira, ends: tuple[Head, Head]
) -> None:
    frames = [frame.rgba for frame in tiny.morph([*ends], frames=9)]
    steps = [np.abs(a - b).mean() for a, b in itertools.pairwise(frames)]
    assert max(steps) < 0.5 * np.abs(frames[0] - frames[-1]).mean()


@pytest.mark.parametrize(
    "request_", [{"frames": 1}, {"frames": 10**9}, {"frames": 4, "easing": "bouncy"}]
)
def test_a_morph_that_cannot_be_is_refused_at_once(
    tiny: Kashira, ends: tuple[Head, Head], request_: dict
) -> None:
    with pytest.raises(BadValue):
        tiny.morph([*ends], **request_)


def test_one_head_is_no_morph(tiny: Kashira, ends: tuple[Head, Head]) -> None:
    with pytest.raises(BadValue, match="needs 2"):
        tiny.morph([ends[0]], frames=4)
