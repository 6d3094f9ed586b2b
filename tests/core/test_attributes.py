import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import attributes
from core.attributes import Attribute, Slider
from core.errors import BadValue, UnknownAttribute
from training.drawing import vocabulary

ALL = tuple(msgspec.convert(vocabulary.ATTRIBUTES, list[Attribute]))
SEEDS = st.integers(0, 2**32)


def parse(name: str, text: str) -> object:
    return attributes.parse(attributes.find(ALL, name), text)


@given(SEEDS)
def test_naming_one_attribute_moves_no_other(seed: int) -> None:
    free = attributes.complete(ALL, {}, seed)
    named = attributes.complete(
        ALL, {"hair_style": "drill", "smile": 0.3, "eye_color": "#123456"}, seed
    )
    changed = {name for name in free if free[name] != named[name]}
    assert changed <= {"hair_style", "smile", "eye_color"}
    assert named["hair_style"] == "drill"


def test_what_is_not_named_differs_from_seed_to_seed() -> None:
    styles = [attributes.complete(ALL, {}, seed)["hair_style"] for seed in range(60)]
    assert all(style in styles for style in vocabulary.HAIR_STYLES)


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    drawn = attributes.complete(ALL, {}, 7)
    assert (drawn["hair_style"], drawn["bangs"], drawn["yaw"]) == ("buns", "swept", -0.1761)


def test_dark_skin_sets_the_skin_unless_a_skin_is_named() -> None:
    assert attributes.complete(ALL, {"dark_skin": True}, 1)["skin_color"] == "dark"
    assert attributes.complete(ALL, {"dark_skin": False}, 1)["skin_color"] == "fair"
    named = attributes.complete(ALL, {"dark_skin": True, "skin_color": "#112233"}, 1)
    assert named["skin_color"] == "#112233"


def test_a_named_skin_decides_whether_it_counts_as_dark() -> None:
    for seed in range(5):
        assert attributes.complete(ALL, {"skin_color": "deep"}, seed)["dark_skin"] == 1
        assert attributes.complete(ALL, {"skin_color": "pale"}, seed)["dark_skin"] == 0


def test_editing_dark_skin_carries_the_skin_along() -> None:
    before = attributes.complete(ALL, {"dark_skin": False}, 1)
    after = attributes.edit(ALL, before, {"dark_skin": True})
    assert {n for n in before if before[n] != after[n]} == {"dark_skin", "skin_color"}


def test_the_vector_holds_each_attribute_at_its_place() -> None:
    values = attributes.complete(ALL, {"hair_style": "short", "smile": 0.7, "yaw": -1.5}, 1)
    vector = attributes.encode(ALL, values)
    places = {a["name"]: a["index"] for a in vocabulary.ATTRIBUTES if "index" in a}
    assert vector.shape == (vocabulary.ATTRIBUTE_SIZE,)
    assert list(vector[:5]) == [0, 1, 0, 0, 0]
    assert vector[places["smile"]] == np.float32(0.7)
    assert vector[places["yaw"]] == -1.5


def test_colours_never_enter_the_network() -> None:
    blue, green = (
        attributes.encode(ALL, attributes.complete(ALL, {"hair_color": c, "skin_color": "fair"}, 3))
        for c in ("blue", "#00ff00")
    )
    assert np.array_equal(blue, green)


def test_what_people_type_is_understood() -> None:
    assert parse("hair_color", "Blue") == "blue"
    assert parse("hair_color", "#8CA") == "#88ccaa"
    assert parse("hair_style", "long=1, short=3") == {"long": 0.25, "short": 0.75}
    assert parse("smile", "yes") == 1.0
    assert parse("smile", "0.7") == 0.7
    assert parse("yaw", "-1") == -1.0


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("hair_color", "bleu", "did you mean blue"),
        ("hair_style", "twintail", "did you mean twintails or ponytail"),
        ("side", "middle", "choose from left, right"),
        ("hair_style", "long=1,shrt=1", "has no 'shrt'"),
        ("hair_style", "long=,short=1", "write weights as long=0.5,short=0.5"),
        ("hair_style", "long=0", "sum above 0"),
        ("smile", "much", "a number from 0 to 1"),
        ("smile", "1.6", "0 to 1"),
        ("yaw", "2.1", "-1 to 1"),
        ("yaw", "nan", "-1 to 1"),
        ("eyes_open", "inf", "0 to 1"),
    ],
)
def test_a_wrong_value_is_answered_with_what_would_do(name: str, text: str, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        parse(name, text)


def test_an_unknown_attribute_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownAttribute, match="did you mean hair_color"):
        attributes.complete(ALL, {"hair_colour": "blue"}, 1)


@pytest.mark.parametrize("value", [object(), [1], b"x", {"long": "much"}, {}, 3])
def test_values_of_the_wrong_kind_are_refused(value: object) -> None:
    with pytest.raises(BadValue):
        attributes.check(attributes.find(ALL, "hair_style"), value)


@given(st.floats(allow_nan=True), st.floats(-10, 10), st.floats(0.1, 10))
def test_numbers_pass_half_a_width_beyond_the_range_and_no_further(
    number: float, low: float, width: float
) -> None:
    slider = Slider(name="s", index=0, range=(low, low + width))
    inside = low - width / 2 < number < low + 1.5 * width
    try:
        assert attributes.check(slider, number) == number
    except BadValue:
        assert not inside
    else:
        assert low - width * 0.51 <= number <= low + 1.51 * width
