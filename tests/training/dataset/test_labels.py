import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadFile
from training.dataset import inputs
from training.dataset.labels import Evidence, label, normal, read_mapping
from training.drawing.vocabulary import HAIR_STYLES

pytestmark = pytest.mark.training

MAPPING = read_mapping()
ALL_TAGS = sorted(
    {t for values in MAPPING.meanings.values() for tags in values.values() for t in tags}
)
scores = st.dictionaries(st.sampled_from(ALL_TAGS), st.floats(0, 1), max_size=40)


def known(*witnesses, measured=None):
    """The known inputs by name, and the colours."""
    found = label(MAPPING, witnesses, measured)
    values = zip(inputs.input_names(), found.attributes, strict=True)
    return {name: value for name, value in values if value is not None}, found.colors


def hand(*tags, complete=False):
    return Evidence(dict.fromkeys(tags, 1.0), complete)


def test_a_tag_tells_its_attribute_and_leaves_the_others_unknown():
    assert known(hand("smile")) == ({"smile": 1.0}, {})
    assert known(hand("closed mouth")) == ({"open_mouth": 0.0}, {})
    assert known(hand("closed eyes")) == ({"eyes_open": 0.0}, {})


def test_a_style_rules_out_the_others_and_two_share():
    found, _ = known(hand("ponytail"))
    assert found == {f"hair_style={style}": float(style == "ponytail") for style in HAIR_STYLES}
    found, _ = known(hand("long hair", "twintails"))
    assert found["hair_style=long"] == found["hair_style=twintails"] == 0.5


def test_no_tags_tell_nothing():
    assert known(hand()) == ({}, {})
    assert known(hand("solo", "looking at viewer")) == ({}, {})


def test_complete_tags_say_what_is_not_there():
    found, colors = known(hand("smile", complete=True))
    assert found == {"blush": 0, "smile": 1, "open_mouth": 0, "hat": 0, "ribbon": 0, "glasses": 0}
    assert colors == {}


def test_of_a_taggers_colours_the_highest_counts_however_low():
    says = Evidence({"blue hair": 0.11, "aqua hair": 0.12}, True, frozenset(ALL_TAGS))
    assert known(says)[1] == {"hair_color": "aqua"}


def test_of_a_taggers_other_tags_those_from_a_quarter_on_count():
    says = Evidence({"smile": 0.25, "blush": 0.24, "glasses": 0.9}, True, frozenset(ALL_TAGS))
    found, _ = known(says)
    assert (found["smile"], found["blush"], found["glasses"]) == (1, 0, 1)


def test_what_a_tagger_has_no_tag_for_stays_unknown():
    found, _ = known(Evidence({"smile": 0.9}, True, frozenset({"smile", "blush"})))
    assert found == {"smile": 1.0, "blush": 0.0}


def test_a_person_is_believed_before_a_tagger_and_a_tagger_before_a_measurement():
    tagger = Evidence({"red hair": 0.9, "green eyes": 0.8}, True, frozenset(ALL_TAGS))
    measured = {"hair_color": "aqua", "eye_color": "aqua"}
    assert known(hand("blue hair"), tagger, measured=measured)[1] == {
        "hair_color": "blue", "eye_color": "green",
    }  # fmt: skip
    assert known(hand(), measured=measured)[1] == measured


@settings(deadline=None, max_examples=50)
@given(scores, st.booleans())
def test_styles_always_add_up_to_one_and_numbers_stay_in_their_range(made, complete):
    found, _ = known(Evidence(made, complete))
    for attribute in ("hair_style", "bangs", "hat_kind", "clothes"):
        values = [v for name, v in found.items() if name.startswith(f"{attribute}=")]
        assert not values or sum(values) == pytest.approx(1)
    assert all(-1 <= value <= 1 for value in found.values())
    assert all(value >= 0 for name, value in found.items() if name != "mouth_curl")


def test_tags_are_the_same_however_they_are_written():
    assert normal("Long_Hair") == normal(" long  hair ") == "long hair"
    assert normal(r"ribbon_\(hair\)") == "ribbon (hair)"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[hair_colour]\nred = ['x']", "did you mean hair_color"),
        ("[hair_color]\nrde = ['x']", "did you mean red"),
        ("[smile]\nyes = 'x'", "yes must be a list of tags"),
        ("[smile]\nmaybe = ['x']", "choose from yes, no"),
        ("[eyes_open]\n'1.5' = ['x']", "not between"),
        ("[eyes_open]\nshut = ['x']", "could not convert"),
        ("smile = 1", "must be a table"),
        ("threshold = 2", "threshold"),
        ("[", "cannot be read as TOML"),
    ],
)
def test_a_wrong_mapping_says_where(tmp_path, text, fault):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(BadFile, match=fault):
        read_mapping(path)
