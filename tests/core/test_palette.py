import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import attributes, color
from core import palette as palettes
from core.attributes import Attribute
from core.errors import BadValue, UnknownAttribute
from core.palette import Ink, palette, ramp
from training.drawing import vocabulary
from training.drawing.colors import EYE, HAIR

ALL = tuple(msgspec.convert(vocabulary.ATTRIBUTES, list[Attribute]))
INKS = tuple(msgspec.convert(vocabulary.INKS, list[Ink]))
HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def hexes(overrides: dict[str, str] | None = None, **asked: object) -> dict[str, str]:
    values = attributes.complete(ALL, asked, 7)
    return palettes.hexes(INKS, ALL, values, overrides)


def lightness(text: str) -> float:
    return float(color.to_oklab(color.parse_hex(text))[0])


def test_a_named_colour_keeps_its_hand_picked_roles() -> None:
    colors = hexes(hair_color="blue")
    assert {role: colors[f"hair.{role}"] for role in HAIR["blue"]} == HAIR["blue"]


@pytest.mark.parametrize("base", ["#000000", "#ffffff", "#0f0d15", "#808080", "#ffff00", "#0000ff"])
def test_any_colour_has_a_darker_shade_and_line_and_a_lighter_light_as_far_as_there_is_room(
    base: str,
) -> None:
    colors = hexes(hair_color=base)
    here = lightness(base)
    assert colors["hair.base"] == base
    if here > 0:
        assert lightness(colors["hair.line"]) < lightness(colors["hair.shade"]) < here
    if here < 0.99:
        assert lightness(colors["hair.light"]) > here + 0.01


def test_black_hair_still_has_a_visible_light_and_white_hair_a_visible_shade_and_line() -> None:
    black, white = hexes(hair_color="#000000"), hexes(hair_color="#ffffff")
    assert lightness(black["hair.light"]) > 0.2
    assert lightness(white["hair.shade"]) < 0.9
    assert lightness(white["hair.line"]) < 0.6


@pytest.mark.parametrize(
    ("table", "role", "most"),
    [
        (HAIR, "shade", 14),
        (HAIR, "light", 17),
        (HAIR, "line", 12),
        (EYE, "dark", 12),
        (EYE, "glow", 14),
    ],
)
def test_ramps_come_close_to_what_was_picked_by_hand(table: dict, role: str, most: float) -> None:
    for name, picked in table.items():
        followed = ramp(color.parse_hex(picked["base"]), role)
        apart = color.ciede2000(
            color.to_cielab(followed), color.to_cielab(color.parse_hex(picked[role]))
        )
        assert apart < most, name


def test_an_overruled_ink_wins_and_inks_mixed_of_it_follow() -> None:
    plain, changed = hexes(hair_color="blue"), hexes({"hair.line": "#FFF"}, hair_color="blue")
    assert changed["hair.line"] == "#ffffff"
    assert changed["lash.base"] != plain["lash.base"]
    assert changed["hair.base"] == plain["hair.base"]


def test_recolouring_hair_leaves_the_eyes_untouched() -> None:
    blue, green = hexes(hair_color="blue"), hexes(hair_color="#00ff00")
    changed = {name.split(".")[0] for name in blue if blue[name] != green[name]}
    assert changed == {"hair", "lash", "lid", "brow"}


def test_the_numbers_of_a_palette_are_its_text_and_cannot_be_written_over() -> None:
    values = attributes.complete(ALL, {"hair_color": "#123456"}, 7)
    numbers, text = palette(INKS, ALL, values), hexes(hair_color="#123456")
    assert {name: color.to_hex(rgb) for name, rgb in numbers.items()} == text
    with pytest.raises(ValueError, match="read-only"):
        numbers["hair.base"][0] = 1


def test_an_unknown_ink_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownAttribute, match=r"hair\.line"):
        hexes({"hair.lin": "#fff"})


def test_an_override_that_is_no_colour_is_refused() -> None:
    with pytest.raises(BadValue, match="#rrggbb"):
        hexes({"hair.line": "dark"})


@given(HEX, st.sampled_from(["shade", "deep", "light", "line", "dark", "glow"]))
def test_every_role_of_every_colour_is_a_colour(base: str, role: str) -> None:
    rgb = ramp(color.parse_hex(base), role)
    assert np.all(np.isfinite(rgb))
    assert np.all((rgb >= 0) & (rgb <= 1))
