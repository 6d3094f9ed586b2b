"""What the panel asks for, and what stays when something is drawn anew."""

import pytest

from krita_plugin.kashira.description import read_description
from krita_plugin.kashira.panel_state import MAX_STEPS_BACK, PanelState

ANSWER = {
    "model": {"name": "small", "resolution": 64, "preview_size": 32},
    "attributes": [
        {"name": "hair_color", "kind": "color", "part": "hair", "in_palette": True,
         "colors": {"blue": "#4f7fdc", "red": "#d2434a"}},
        {"name": "hair_style", "kind": "choice", "part": "hair", "values": ["long", "short"]},
        {"name": "smile", "kind": "toggle", "part": "mouth"},
        {"name": "yaw", "kind": "slider", "part": "pose"},
    ],
    "parts": [{"name": "hair", "title": "Hair"}, {"name": "mouth", "title": "Mouth"}],
    "inks": [{"name": "hair.base", "attribute": "hair_color"}, {"name": "hair.line"}],
}  # fmt: skip


def recipe(seed=1, **attributes):
    values = {"hair_color": "blue", "hair_style": "long", "smile": 0.0, "yaw": 0.25, **attributes}
    return {"model": "small", "seed": seed, "latent": [0.5], "attributes": values, "inks": {}}


def answer(**parts):
    return {"recipe": recipe(**parts), "tag": "k3f9", "palette": {"hair.base": "#4f7fdc"}}


@pytest.fixture
def state():
    seeds = iter(range(100, 10_000))
    made = PanelState(read_description(ANSWER), lambda: next(seeds))
    made.accept(answer(seed=100), made.moment)
    return made


def test_a_fresh_head_follows_from_the_seed_and_what_is_locked(state):
    state.set_value("smile", 1.0)
    method, params = state.preview("low")
    assert method == "preview"
    assert params["seed"] == 100
    assert params["attributes"] == {"smile": 1.0}
    assert params["detail"] == "low"
    assert "recipe" not in params


def test_a_value_that_the_artist_chose_is_locked(state):
    state.set_value("hair_color", "#e8a0bf")
    assert state.locked == {"hair_color"}


def test_an_unlocked_value_is_given_back_to_the_seed(state):
    state.set_value("smile", 1.0)
    state.set_locked("smile", False)
    assert state.preview()[1]["attributes"] == {}


def test_locking_holds_the_value_that_is_seen(state):
    state.set_locked("hair_style", True)
    assert state.preview()[1]["attributes"] == {"hair_style": "long"}


def test_the_die_keeps_what_is_locked(state):
    state.set_value("smile", 1.0)
    state.roll()
    params = state.preview()[1]
    assert params["seed"] == 101
    assert params["attributes"] == {"smile": 1.0}


def test_the_die_keeps_pinned_parts_of_the_head_that_is_seen(state):
    state.set_kept("hair", True)
    state.roll()
    params = state.preview()[1]
    assert params["recipe"] == recipe(seed=100)
    assert params["keep"] == ["hair"]
    assert params["seed"] == 101


def test_pinning_alone_changes_nothing(state):
    before = state.preview()
    state.set_kept("hair", True)
    assert state.preview() == before


def test_a_slider_after_the_die_leaves_the_pinned_parts_alone(state):
    state.set_kept("hair", True)
    state.roll()
    state.accept(answer(seed=101), state.moment)
    state.set_value("yaw", -1.0)
    params = state.preview()[1]
    assert params["recipe"]["seed"] == 100
    assert params["attributes"] == {"yaw": -1.0}


def test_a_shown_head_is_drawn_as_it_is(state):
    state.show(recipe(seed=7, smile=1.0))
    method, params = state.preview()
    assert method == "preview"
    assert params["recipe"] == recipe(seed=7, smile=1.0)
    assert params["attributes"] == {}
    assert "seed" not in params


def test_locks_take_the_values_of_a_shown_head(state):
    state.set_value("smile", 1.0)
    state.show(recipe(seed=7, smile=0.0))
    assert state.locked == {"smile"}
    assert state.preview()[1]["attributes"] == {}
    assert state.generate(4)[1]["attributes"] == {"smile": 0.0}


def test_editing_a_shown_head_asks_for_the_change_alone(state):
    state.show(recipe(seed=7))
    state.set_value("yaw", 1.0)
    assert state.preview()[1]["attributes"] == {"yaw": 1.0}


def test_inks_of_a_shown_head_can_be_given_back(state):
    state.show({**recipe(seed=7), "inks": {"hair.line": "#000000", "wing.base": "#ffffff"}})
    assert state.inks == {"hair.line": "#000000"}
    state.set_ink("hair.line", None)
    params = state.preview()[1]
    assert params["inks"] == {}
    assert params["recipe"]["inks"] == {}


def test_generating_asks_for_new_seeds_each_time(state):
    first, second = state.generate(8)[1], state.generate(8)[1]
    assert first["count"] == 8
    assert first["seed"] != second["seed"]


def test_generating_keeps_pinned_parts(state):
    state.set_kept("mouth", True)
    params = state.generate(3)[1]
    assert params["keep"] == ["mouth"]
    assert params["recipe"] == recipe(seed=100)


def test_variations_keep_pinned_parts(state):
    state.set_kept("mouth", True)
    assert state.vary(recipe(), 6, 0.3)[1]["keep"] == ["mouth"]


def test_the_answer_shows_what_the_seed_drew(state):
    state.accept(answer(seed=100, hair_style="short"), state.moment)
    assert state.values["hair_style"] == "short"
    assert state.palette == {"hair.base": "#4f7fdc"}
    assert state.tag == "k3f9"


def test_a_late_answer_does_not_move_a_slider_back(state):
    state.set_value("yaw", 0.5)
    asked = state.moment
    state.set_value("yaw", 0.9)
    assert state.accept(answer(yaw=0.5), asked)
    assert state.values["yaw"] == 0.9


def test_an_answer_for_the_head_before_is_not_taken(state):
    asked = state.moment
    state.show(recipe(seed=7))
    assert not state.accept(answer(seed=100), asked)
    assert state.recipe == recipe(seed=7)


def test_going_back_shows_the_head_before(state):
    state.roll()
    state.accept(answer(seed=101), state.moment)
    assert state.can_go_back
    state.go_back()
    assert state.preview()[1]["recipe"] == recipe(seed=100)
    assert not state.can_go_back


def test_going_back_is_bounded(state):
    for seed in range(MAX_STEPS_BACK + 20):
        state.show(recipe(seed=seed))
    steps = 0
    while state.can_go_back:
        state.go_back()
        steps += 1
    assert steps == MAX_STEPS_BACK


def test_reset_unlocks_everything(state):
    state.set_value("smile", 1.0)
    state.set_kept("hair", True)
    state.set_ink("hair.line", "#000000")
    state.reset()
    assert state.locked == state.kept == set()
    assert state.inks == {}
    assert state.preview()[1]["attributes"] == {}


def test_a_preset_locks_what_it_says_and_nothing_else(state):
    state.set_value("yaw", 1.0)
    state.take_preset({"smile": 1.0, "wings": 2.0}, {"hair.line": "#000000", "x.y": "#fff"}, 0.5)
    assert state.locked == {"smile"}
    assert state.inks == {"hair.line": "#000000"}
    assert state.variety == 0.5


def test_matched_colours_are_locked(state):
    state.take_colors({"hair_color": "#112233", "wing_color": "#445566"})
    assert state.locked == {"hair_color"}
    assert state.values["hair_color"] == "#112233"


def test_what_the_model_does_not_have_is_not_asked_for(state):
    state.set_value("wings", 1.0)
    state.set_ink("wing.base", "#ffffff")
    state.set_kept("wings", True)
    state.roll()
    params = state.preview()[1]
    assert params["attributes"] == {}
    assert params["inks"] == {}
    assert "keep" not in params


@pytest.mark.parametrize("head", [{}, {"recipe": 7, "palette": []}, {"recipe": {"attributes": 3}}])
def test_a_strange_answer_does_no_harm(state, head):
    state.accept(head, state.moment)
    assert state.preview()[0] == "preview"


def test_a_model_without_attributes_still_has_a_seed():
    state = PanelState(read_description({"model": {}}), lambda: 5)
    assert state.preview()[1]["seed"] == 5
    assert state.preview()[1]["attributes"] == {}


@pytest.mark.parametrize(
    "attributes",
    [
        {"hair_color": ["blue"], "hair_style": {"long": "much"}, "smile": "yes", "yaw": None},
        {"hair_color": 7, "hair_style": {}, "smile": float("nan"), "yaw": [0.5]},
    ],
)
def test_values_that_cannot_be_shown_are_left_out(state, attributes):
    state.show({"model": "small", "seed": -4, "attributes": attributes, "inks": {"hair.line": 3}})
    assert state.values == {}
    assert state.inks == {}


def test_a_mixture_of_another_head_can_be_shown(state):
    state.show(recipe(hair_style={"long": 0.5, "short": 0.5}))
    assert state.values["hair_style"] == {"long": 0.5, "short": 0.5}
