"""Cards in other files, very many of them, and none any more, in real Blender."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira
from core.recipe import from_json
from tests.hosts.blender.conftest import Blender
from tests.hosts.blender.test_cards import check_same, decoded, encoded, premultiplied

pytestmark = pytest.mark.host


def test_a_card_is_appended_and_linked_as_it_is(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    blend = str(tmp_path / "library.blend")
    kept = blender("library", blend=blend)
    told = blender("from_library", blend=blend, folder=str(tmp_path))
    head = tiny.redraw(from_json(json.dumps(kept)))
    assert told["appended"] == told["linked"] == kept
    check_same(tmp_path / "appended.png", head)
    check_same(tmp_path / "linked.png", head)
    check_same(tmp_path / "recolored.png", head.recolor(eye_color="#20c060"))
    assert all("linked from another file" in sentence for sentence in told["refused"])
    assert told["read"] == ""
    assert told["neighbours"] > 0


def test_an_override_of_a_linked_card_keeps_its_own_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    blend = str(tmp_path / "library.blend")
    blender("library", blend=blend)
    told = blender("overridden", blend=blend, folder=str(tmp_path))
    assert "make it local first" in told["edit"]
    assert told["recipe"]["attributes"]["eye_color"] == "#20c060"
    assert told["recipe"]["inks"] == {"accent.base": "#ff8040"}
    assert told["reopened"] == told["recipe"]
    check_same(tmp_path / "overridden.png", tiny.redraw(from_json(json.dumps(told["recipe"]))))


def test_three_hundred_cards_live_in_one_file(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("crowd", heads=60, copies=5, picture=str(tmp_path / "crowd.png"))
    assert told["cards"] == 300
    assert told["groups"] <= 20  # heads with the same inks share the group that mixes them
    check_same(tmp_path / "crowd.png", tiny.redraw(from_json(json.dumps(told["recipe"]))))


def test_cards_in_front_of_each_other_render_without_noise(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    recipes = blender("overlapping", folder=str(tmp_path))
    total = np.zeros((64, 64, 4))
    for number, recipe in reversed([*enumerate(recipes)]):
        head = np.asarray(tiny.redraw(from_json(json.dumps(recipe))).image, np.float64) / 255
        moved = np.zeros_like(head)
        shift = 16 * (number - 1)
        moved[:, max(shift, 0) : 64 + min(shift, 0)] = head[:, max(-shift, 0) : 64 - max(shift, 0)]
        color, alpha = decoded(moved[..., :3]) * moved[..., 3:], moved[..., 3:]
        total = np.concatenate([color, alpha], axis=-1) + total * (1 - alpha)
    alpha = np.maximum(total[..., 3:], 1e-6)
    wanted = 255 * np.concatenate([encoded(total[..., :3] / alpha), total[..., 3:]], axis=-1)
    seen = np.asarray(Image.open(tmp_path / "overlapping.png"), np.float64)
    assert np.abs(premultiplied(seen) - premultiplied(wanted)).max() <= 4
