"""What the engine says of a model becomes a panel; what does not fit is left out."""

import pytest

from krita_plugin.kashira.description import is_description, prettified, read_description


def attribute(**entry):
    answer = {"attributes": [{"name": "hair_color", "kind": "slider", **entry}]}
    return read_description(answer).attributes[0]


def test_attributes_stand_under_their_parts_in_the_models_order():
    answer = {
        "parts": [{"name": "face", "title": "Face"}, {"name": "hair", "title": "Hair"}],
        "attributes": [
            {"name": "style", "kind": "choice", "part": "hair", "values": ["a"]},
            {"name": "smile", "kind": "toggle", "part": "mouth"},
            {"name": "curl", "kind": "slider", "part": "hair"},
        ],
    }
    groups = read_description(answer).groups()
    assert [(part.title, [a.name for a in entries]) for part, entries in groups] == [
        ("Hair", ["style", "curl"]),
        ("Mouth", ["smile"]),
        ("Face", []),
    ]


def test_colours_may_be_plain_or_ramps():
    colors = {"blue": "#4f7fdc", "red": {"base": "#d2434a", "line": "#470f25"}, "odd": "reddish"}
    found = attribute(kind="color", colors=colors)
    assert found.colors == {"blue": "#4f7fdc", "red": "#d2434a"}
    assert found.color_of("blue") == "#4f7fdc"
    assert found.color_of("#ABCDEF") == "#abcdef"
    assert found.color_of("odd") is None


def test_a_slider_goes_from_minus_one_to_one_unless_told():
    assert (attribute().low, attribute().high, attribute().center) == (-1.0, 1.0, 0.0)
    told = attribute(range=[0.0, 1.0], center=1.0)
    assert (told.low, told.high, told.center) == (0.0, 1.0, 1.0)


def test_a_toggle_goes_from_zero_to_one():
    assert (attribute(kind="toggle").low, attribute(kind="toggle").high) == (0.0, 1.0)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {"attributes": "many", "parts": 3, "inks": [7], "model": []},
        {"attributes": [{"kind": "slider"}, {"name": "x", "kind": "hologram"}, None]},
        {"attributes": [{"name": "x", "kind": "slider", "range": ["a", None], "values": None}]},
    ],
)
def test_a_strange_description_gives_a_panel_all_the_same(answer):
    description = read_description(answer)
    assert description.resolution == 256
    assert all(entry.high > entry.low for entry in description.attributes)


def test_the_preview_is_never_larger_than_the_head():
    model = {"resolution": 64, "preview_size": 128}
    assert read_description({"model": model}).preview_size == 64


def test_names_read_well_where_there_is_no_title():
    assert prettified("hair_style") == "Hair style"
    assert prettified("hair.base") == "Hair base"
    assert prettified("") == ""


def test_what_a_model_seldom_obeys_is_known():
    found = attribute(kind="choice", figures={"": {"precision": 0.1}, "long": {"precision": 0.9}})
    assert found.is_weak()
    assert not found.is_weak("long")
    assert not found.is_weak("never measured")
    assert not attribute(figures={"": 7}).is_weak()


DESCRIBED = {"model": {"name": "m"}, "attributes": [{"name": "smile"}], "parts": [], "layers": [],
             "inks": []}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": "x"}, {"model": {}}, {"attributes": [{"name": 3}, 7]}, {"layers": None},
        {"inks": {}}, {"parts": ["face"]},
    ],
    ids=str,
)  # fmt: skip
def test_another_programs_answer_is_not_taken_for_a_description(wrong):
    assert is_description(DESCRIBED)
    assert not is_description({**DESCRIBED, **wrong})
    assert not is_description([])
