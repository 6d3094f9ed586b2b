"""The extension in real Blender: switched on and off, its panel, and its engine in trouble."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from core import Kashira
from core.recipe import from_json
from tests.hosts.blender.conftest import Blender

pytestmark = pytest.mark.host

OPERATORS = {
    "asset_mark", "attributes_free", "bake_image", "cancel", "card_add", "colors_own",
    "cycle_bake", "edit",
    "engine_log", "expression_bake", "generate", "layered_card_add", "mix", "model_read",
    "morph_bake", "preset_apply", "preset_remove", "preset_save", "preview_keep", "recipe_read",
    "recolor", "seed_roll", "texture_apply", "vary", "view_cards", "view_standard",
}  # fmt: skip


def test_switching_off_leaves_nothing_behind(blender: Blender) -> None:
    assert blender("switched_on_and_off") == {"left": [], "made": 1}


def test_the_panel_makes_what_it_fixes_and_is_filled_from_a_card(blender: Blender) -> None:
    told = blender("panel")
    assert told["ticked"] == {"blush": 1.0}
    fixed = {"hair_style": "drill", "hair_color": "#336699", "eye_color": "red", "smile": 0.25}
    assert [recipe["seed"] for recipe in told["made"]] == [30, 31]
    for recipe in told["made"]:
        assert fixed.items() <= recipe["attributes"].items()
    assert told["free"] == {}
    assert told["read"] == pytest.approx(told["made"][0]["attributes"], abs=1e-5)
    assert told["unchanged"] == {}
    assert "fixes nothing" in told["unchanged_edit"]
    assert told["edited"]["attributes"] == {**told["made"][0]["attributes"], "smile": 0.75}
    recolored = {**told["edited"]["attributes"], "hair_color": "aqua"}
    assert told["recolored"]["attributes"] == recolored
    assert told["rolled"].isdigit()


def test_variants_and_mixtures_come_to_the_results(blender: Blender, tiny: Kashira) -> None:
    told = blender("variants")
    assert "Select a Kashira card" in told["no_card"]
    assert "Select two Kashira cards" in told["one"]
    first, last = told["ends"]
    assert len(told["varied"]) == 3
    for recipe in told["varied"]:
        assert recipe["attributes"] == first["attributes"]
        assert recipe["latent"] != first["latent"]
    assert len(told["mixed"]) == 3
    assert told["page"] == 1  # where the newest are
    for mixed, end in ((told["mixed"][0], first), (told["mixed"][-1], last)):
        heads = [tiny.redraw(from_json(json.dumps(recipe))) for recipe in (mixed, end)]
        assert np.array_equal(np.asarray(heads[0].image), np.asarray(heads[1].image))


def test_the_panels_values_stay_when_the_model_changes(blender: Blender) -> None:
    told = blender("another_model")
    assert told["fewer"] == told["again"] == ["drill", "99999999999999"]
    assert not told["gone"]
    assert told["known"] == "tiny"
    assert told["running"] is None  # what is known was kept on disk: no engine is started for it


def test_every_panel_can_be_drawn_and_every_button_is_there(blender: Blender) -> None:
    told = blender("panels_drawn")
    drawn = told["drawn"]
    assert {name.removeprefix("kashira.") for name in drawn if name.startswith("kashira.")} == (
        OPERATORS
    )
    assert "The view transform alters colours" in drawn
    assert "Cards are grey in this view" in drawn
    assert "There is no engine. Type in a" in drawn
    assert any("hare_color" in line for line in drawn)
    assert told["editors"] == ["IMAGE_EDITOR", "VIEW_3D"]


def test_presets_are_kept_by_name_for_every_file(blender: Blender) -> None:
    told = blender("presets")
    assert "nothing to keep" in told["nothing"]
    assert "needs a name" in told["nameless"]
    assert "no preset Nobody" in told["missing"]
    assert told["used"] == {"hair_style": "drill", "hair_color": "#336699", "smile": 0.25}
    assert told["of_another_model"] == {"smile": 0.5}
    assert told["listed"] == ["あおい", "Mine", "Strange"] or told["listed"] == [
        "Mine", "Strange", "あおい"
    ]  # fmt: skip
    assert told["left"] == ["Strange", "あおい"]
    assert told["broken"] == []
    assert "cannot be kept" in told["full"]


def test_the_preview_follows_the_newest_values_and_waits_for_nobody(
    blender: Blender, tiny: Kashira
) -> None:
    told = blender("previewed")
    assert told["asked"] <= 4  # for thirty moves of a slider, the last by both networks
    assert told["shown"]["attributes"]["smile"] == pytest.approx(1.0)
    assert told["shown"]["attributes"]["hair_style"] == "drill"
    assert told["kept"] == [told["shown"]]
    assert told["during_a_job"] == [5, 0.5]
    assert told["off"] == told["in_background"] == 0
    assert "There is no engine" in told["no_engine"]
    assert told["left"] == [0]


def test_the_panel_is_whole_when_it_is_first_seen(blender: Blender) -> None:
    told = blender("first_opened")
    assert told["before"] == 0
    assert told["no_engine"] == ["", 0]
    assert told["known"] > 20
    assert told["controls"]
    assert told["shown"]
    assert told["again"] is None


def test_every_word_and_tooltip_of_the_panel_is_translated(blender: Blender) -> None:
    told = blender("translated")
    assert told["before"] == []
    assert told["missing"] == []
    assert told["locales"] == ["ja_JP", "zh_HANS"]
    japanese, chinese = told["measured"]
    assert "縦ロール 90%, オン 25%" in japanese
    assert "钻头卷 90%, 开 25%" in chinese


def test_in_a_window_operators_return_at_once_and_jobs_end_whatever_happens(
    blender: Blender,
) -> None:
    told = blender("in_a_window")
    assert told["busy"]
    assert "Kashira is at work" in told["greyed"]
    assert told["before"] == []
    assert told["after"] == [told["active"]]
    assert not told["rests"]
    assert told["cancelled"] == ["", False]
    assert "is gone" in told["gone"]
    assert len(told["another_file"]) == 2
    for fault, busy, cards in told["another_file"]:
        assert "Another file was opened" in fault
        assert [busy, cards] == [False, 0]
    assert told["next"] == ["", 1]
    assert told["edit_mode"] == ["EDIT_MESH", 2]
    assert told["left"] == [0]


def test_operators_say_what_is_in_the_way(blender: Blender, tmp_path: Path) -> None:
    told = blender("in_the_way", folder=str(tmp_path))
    wanted = {
        "edit": "Select a Kashira card first",
        "recolor": "Select a Kashira card first",
        "recipe_read": "Select a Kashira card first",
        "cancel": "Kashira is not at work",
        "log": "No engine has run yet",
        "standard": "Standard already",
        "free": "press Read Model",
        "seed": "whole number, not many",
        "json": "This is no JSON: smile",
        "no_object": "This is no JSON object: [1]",
        "unknown": "did you mean hair_color",
        "result": "There are 0 results",
        "recipe": "is missing",
        "nothing_fixed": "Fix a colour in the panel first",
        "no_material": "has lost its material: edit it",
        "no_recipe_recipe_read": "cannot be read",
        "no_recipe_edit": "cannot be read",
        "no_recipe_vary": "cannot be read",
        "edit_mode": "Go to Object Mode first",
        "linked": "linked from another file",
    }
    for name, part in wanted.items():
        assert part in told[name], f"{name}: {told[name]}"
    assert told["new_material"] == told["no_ink"] == ""
    assert told["transform"] == "Standard"
    assert told["texts"] == ["Kashira engine log"]
    assert told["linked_recipe"] == 7


def test_after_any_trouble_with_the_engine_the_next_job_works(
    blender: Blender, tmp_path: Path
) -> None:
    junk = tmp_path / "junk.py"
    junk.write_text("print('hello\\n' * 9, flush=True); print('{', flush=True)")
    told = blender("engine_trouble", silent=[sys.executable, "-c", ""],
                   junk=[sys.executable, str(junk)])  # fmt: skip
    assert "kashira install blender" in told["none"]
    assert "/nowhere/kashira cannot be started" in told["missing"]
    assert "ngine" in told["ending"]
    assert "ngine" in told["junk"]
    assert "ngine" in told["killed"]
    assert told["cancelled"] == ""
    assert 2 <= told["kept"] < 100
    assert told["afterwards"] == ""


@pytest.mark.parametrize("step", [0, 1])
def test_what_is_interrupted_leaves_nothing_half_made(blender: Blender, step: int) -> None:
    told = blender("half_made", step=step)
    assert told.pop("afterwards") == ["", True]
    short = {"bake_image", "recolor"} if step else set()  # they ask the engine but once
    for name, (said, unchanged, busy) in told.items():
        if name.split()[0] not in short:
            assert unchanged, name
            assert ("ngine" in said) == name.endswith("kill"), f"{name}: {said}"
        assert not busy
