"""Morphs, and heads that blink and talk, in real Blender."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira
from core.recipe import from_json
from tests.hosts.blender.conftest import Blender
from tests.hosts.blender.test_cards import check_same

pytestmark = pytest.mark.host


def test_every_frame_of_a_morph_is_a_head_of_its_own(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("morph", folder=str(tmp_path))
    assert "Select two or more" in told["alone"]
    assert "This card is a morph" in told["edit"]
    assert told["shown"] == [0, 1, 2, 3, 4]
    recipes = [from_json(json.dumps(recipe)) for recipe in told["recipes"]]
    ends = [tiny.redraw(from_json(json.dumps(recipe))) for recipe in told["ends"]]
    wanted = [*tiny.morph(ends, 5, easing="ease-in")]
    assert recipes == [head.recipe for head in wanted]
    for frame, head in zip(range(10, 15), wanted, strict=True):
        check_same(tmp_path / f"{frame}.png", head)
    assert "fixes nothing" in told["nothing"]
    opened = told["ends"][0]["attributes"]["eyes_open"]
    eyes = [recipe["attributes"]["eyes_open"] for recipe in told["blink"]]
    assert eyes == pytest.approx([opened, opened / 2, 0, opened / 2], abs=1e-5)
    assert told["curves"] == 1  # its colours never change: only the frame is keyed


def test_a_morph_follows_a_property_or_fades_where_asked(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("in_motion", folder=str(tmp_path))
    assert not told["keyed"]
    assert told["shown"] == [0, 0, 1, 2]
    heads = [tiny.redraw(from_json(json.dumps(recipe))) for recipe in told["recipes"]]
    for percent, head in ((0, 0), (20, 0), (50, 1), (100, 2)):
        check_same(tmp_path / f"progress-{percent}.png", heads[head])
    for number, head in ((0, 0), (2, 2)):
        check_same(tmp_path / f"fade-{number}.png", heads[head])
    between = np.asarray(Image.open(tmp_path / "fade-1.png"), float)
    ends = [np.asarray(head.image, float)[..., 3] for head in heads[:2]]
    assert np.abs(between[..., 3] - sum(ends) / 2).max() <= 1


def test_a_head_blinks_or_talks_again_and_again(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("cycles", folder=str(tmp_path))
    for cycle, name, moved in (("BLINK", "eyes_open", [1, 0.5, 0, 0.5]),
                               ("TALK", "open_mouth", [0, 0.5, 1, 0.5])):  # fmt: skip
        recipes = told["recipes"][cycle]
        assert [recipe["attributes"][name] for recipe in recipes] == pytest.approx(moved)
        assert all(recipe["latent"] == recipes[0]["latent"] for recipe in recipes)
    blink = [0, 1, 2, 3] + 6 * [0]  # three seconds with open eyes, at two frames a second
    assert told["shown"]["BLINK"] == [0, *blink, *blink[:8]]
    talk = [0, 1, 2, 3]
    assert told["shown"]["TALK"] == [0, *talk, *talk, *talk, *talk, 0, 1]
    closed = tiny.redraw(from_json(json.dumps(told["recipes"]["BLINK"][2])))
    check_same(tmp_path / "closed.png", closed)
    assert "has no eyes_open" in told["no_eyes"]


def test_a_duplicate_of_a_morph_has_its_own_frame_and_where_asked_its_own_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("morph_duplicated", folder=str(tmp_path))
    assert told["same_material"]
    first, last = (tiny.redraw(from_json(json.dumps(told["recipes"][i]))) for i in (0, -1))
    check_same(tmp_path / "card.png", first)
    check_same(tmp_path / "copy.png", last)
    assert told["own"] == ""
    green = np.asarray(Image.open(tmp_path / "green.png")).astype(int)
    assert np.abs(green[green[..., 3] == 255] - [0, 255, 0, 255]).max() <= 1
