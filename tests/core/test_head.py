import numpy as np
import pytest

from core import Kashira
from core.errors import BadValue, UnknownAttribute
from core.head import Head
from tests.core.formats.painted import as_painted


@pytest.fixture(scope="module")
def head(tiny: Kashira) -> Head:
    return tiny.generate(seed=7, hair_color="blue")[0]


def test_a_head_is_a_picture_with_alpha_and_named_layers(head: Head, tiny: Kashira) -> None:
    assert head.image.mode == "RGBA"
    assert head.image.size == head.size == (64, 64)
    assert list(head.layers) == [layer.name for layer in tiny.manifest.layers]
    assert head.layers["iris"].clip == "eye_white"
    assert head.layers["iris"].title == "Irises"


def test_layers_laid_over_each_other_are_the_picture(head: Head) -> None:
    assert np.abs(as_painted(head) - head.rgba).max() < 1e-5


def test_recolouring_changes_not_one_weight(head: Head) -> None:
    green = head.recolor(hair_color="#88c0a0", inks={"hair.line": "#203020"})
    assert green.weights is head.weights
    assert green.palette["hair.base"] == "#88c0a0"
    assert green.palette["hair.line"] == "#203020"
    assert np.array_equal(np.asarray(green.image)[..., 3], np.asarray(head.image)[..., 3])
    assert not np.array_equal(np.asarray(green.image), np.asarray(head.image))


def test_recolouring_and_back_gives_the_same_picture(head: Head) -> None:
    back = head.recolor(hair_color="red").recolor(hair_color="blue")
    assert np.array_equal(np.asarray(back.image), np.asarray(head.image))
    assert back.recipe == head.recipe


def test_a_new_hair_colour_takes_back_an_overruled_ink_of_the_hair(head: Head) -> None:
    overruled = head.recolor(inks={"hair.line": "#ffffff", "skin.line": "#ffffff"})
    red = overruled.recolor(hair_color="red")
    assert red.palette["hair.line"] == "#470f25"
    assert red.palette["skin.line"] == "#ffffff"


def test_recolouring_refuses_what_would_change_the_shape(head: Head) -> None:
    with pytest.raises(BadValue, match="use edit"):
        head.recolor(smile=True)
    with pytest.raises(UnknownAttribute, match="hair_color"):
        head.recolor(hair_colour="red")


def test_an_ink_alone_has_its_colour_everywhere_and_its_weight_as_alpha(head: Head) -> None:
    layer = head.layers["hair_front"]
    pixels = np.asarray(layer.inks["hair.base"])
    assert np.unique(pixels[..., :3].reshape(-1, 3), axis=0).tolist() == [[0x4F, 0x7F, 0xDC]]
    assert np.abs(pixels[..., 3] / 255 - layer.weights[0]).max() <= 0.5 / 255 + 1e-6
