"""What an artist does in the docker, with the real engine: see test_docker_outside_krita.py.

    python tests/krita_plugin/docker_scenarios.py --engine .venv/bin/kashira

Each scenario gets a docker of its own at rest, and a `FakeKrita`. One line of JSON comes out:
the scenarios by name, with what went wrong or null.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from docker_by_hand import BY_HAND
from outside_krita import DARK, FakeKrita, dress, make_panel, stage, wait_for


class Desk:
    """A docker, its Krita and the event loop."""

    def __init__(self, application, qt, engine: str, folder: Path) -> None:
        self.application, self.qt, self.engine, self.folder = application, qt, engine, folder
        self.krita = FakeKrita(str(folder))
        self.kashira = None

    def open(self, language: str = "en"):
        """A docker that has drawn its first head."""
        self.kashira = make_panel(self.application, self.qt, self.krita, self.engine, language)
        self.kashira.resize(300, 800)
        self.kashira.show()
        self.settle()
        return self.kashira

    def settle(self) -> None:
        self.until(lambda: self.kashira.is_settled, "rest")

    def until(self, condition, what: str) -> None:
        assert wait_for(self.application, condition, 60), f"{what} did not come"

    def generate(self, count: int):
        """That many heads in the grid, which is returned."""
        grid = self.kashira.panel.results.grid
        wanted = grid.count() + count
        self.kashira.results.generate(count)
        self.until(lambda: grid.count() >= wanted, f"{count} heads")
        self.settle()
        return grid

    def said(self) -> str:
        """The sentence in the docker's notice."""
        self.application.processEvents()
        error = self.kashira.panel.error
        return error._sentence if error.isVisible() else ""

    def close(self) -> None:
        if self.kashira is not None:
            self.kashira.close_engine()
            self.kashira.deleteLater()
            self.application.processEvents()


def the_panel_is_what_the_model_says(desk):
    kashira = desk.open()
    description = kashira.head.state.description
    rows = kashira.panel.attributes.rows
    assert rows
    assert set(rows) == {entry.name for entry in description.attributes}
    assert set(kashira.panel.attributes.groups) >= description.part_names
    assert kashira.head.state.palette.keys() == description.ink_names
    assert not desk.said()


def what_is_locked_and_kept_stays(desk):
    kashira = desk.open()
    state = kashira.head.state
    name = next(e.name for e in state.description.attributes if e.kind == "toggle")
    kashira.head.set_value(name, 1.0)
    desk.settle()
    before = state.recipe
    kashira.roll()
    desk.settle()
    assert state.recipe != before
    assert state.values[name] == 1.0
    kashira.head.go_back()
    desk.settle()
    assert state.recipe == before


def a_result_is_shown_edited_and_inserted(desk):
    kashira = desk.open()
    grid = desk.generate(3)
    head = grid.heads[2]
    kashira.results.show_head(head)
    desk.settle()
    assert kashira.head.state.recipe == head.recipe
    kashira.results.do("inks", [head])
    desk.until(lambda: desk.krita.inserted, "an insertion")
    kind, (come, _replace), _named = desk.krita.inserted[0]
    assert (kind, come.recipe, come.mode) == ("head", head.recipe, "inks")
    assert all(size == layer["bytes"] > 0 for layer, size in come.taken)
    assert len(come.taken) > 10


def what_is_inserted_is_what_the_controls_say(desk):
    kashira = desk.open()
    slider = next(e for e in kashira.head.state.description.attributes if e.kind == "slider")
    for step in range(10):
        kashira.head.set_value(slider.name, slider.low + (slider.high - slider.low) * step / 9)
    kashira.insert()
    desk.until(lambda: desk.krita.inserted, "an insertion")
    assert desk.krita.inserted[0][1][0].recipe["attributes"][slider.name] == slider.high


def the_way_of_inserting_is_remembered(desk):
    kashira = desk.open()
    action = next(a for a in kashira.panel.actions.insert.menu().actions() if "one" in a.text())
    action.trigger()
    desk.until(lambda: desk.krita.inserted, "an insertion")
    kashira.insert()
    desk.until(lambda: len(desk.krita.inserted) == 2, "another")
    assert [values[0].mode for _, values, _ in desk.krita.inserted] == ["flat", "flat"]


def a_selected_head_is_edited_and_replaced(desk):
    kashira = desk.open()
    first = kashira.head.state.recipe
    kashira.roll()
    desk.settle()
    desk.krita.selected = first
    kashira.sessions.watch.look()
    assert kashira.panel.offer.isVisible()
    kashira.panel.offer.button.click()
    desk.settle()
    assert kashira.head.state.recipe == first
    assert not kashira.panel.offer.isVisible()
    kashira.results.replace_selected()
    desk.until(lambda: desk.krita.inserted, "an insertion")
    assert desk.krita.inserted[0][1][1] == "{group}"
    assert not desk.said()


def marked_heads_become_variants_and_a_morph(desk):
    kashira = desk.open()
    grid = desk.generate(3)
    grid.item(0).setSelected(True)
    grid.item(2).setSelected(True)
    assert kashira.panel.results.marked_line.isVisible()
    kashira.results.insert_variants()
    desk.until(lambda: len(desk.krita.inserted) == 1, "variants")
    kashira.results.insert_morph(5, True)
    desk.until(lambda: len(desk.krita.inserted) == 2, "a morph")
    assert [len(values[0]) for _, values, _ in desk.krita.inserted] == [2, 5]


def heads_are_mixed_and_varied(desk):
    kashira = desk.open()
    grid = desk.generate(2)
    kashira.results.do("mix", [grid.heads[0]])
    assert kashira.panel.offer.isVisible()
    kashira.results.show_head(grid.heads[1])
    desk.settle()
    mixed = grid.count()
    assert mixed > 2
    kashira.results.do("vary", [grid.heads[0]])
    desk.settle()
    assert grid.count() > mixed


def results_and_presets_survive_a_restart(desk):
    kashira = desk.open()
    grid = desk.generate(2)
    kashira.results.do("favorite", [grid.heads[0]])
    kashira.head.set_value("hair_color", "#88c0a0")
    kashira.head.keep_preset("青")
    kept = {(head.tag, head.favorite) for head in grid.heads}
    desk.close()
    kashira = desk.open("ja")
    desk.until(lambda: kashira.panel.results.grid.count() == len(kept), "the past heads")
    assert {(head.tag, head.favorite) for head in kashira.panel.results.grid.heads} == kept
    kashira.head.take_preset("青")
    assert kashira.head.state.values["hair_color"] == "#88c0a0"


def colours_are_matched_and_inks_changed(desk):
    kashira = desk.open()
    desk.krita.colors = (bytes([80, 200, 60, 255]) * 4096, 64, 64)
    kashira.head.match_document()
    desk.settle()
    assert kashira.head.state.locked
    ink = kashira.head.state.description.inks[0].name
    kashira.head.set_ink(ink, "#123456")
    desk.settle()
    assert kashira.head.state.palette[ink] == "#123456"
    kashira.head.reset_ink("")
    desk.settle()
    assert kashira.head.state.palette[ink] != "#123456"
    desk.krita.colors = None
    kashira.head.match_document()
    assert desk.said()


def a_head_is_inserted_while_others_are_made(desk):
    kashira = desk.open()
    grid = kashira.panel.results.grid
    kashira.results.generate(40)
    desk.until(lambda: grid.count() >= 2, "two heads")
    for _ in range(2):
        kashira.insert()
    desk.until(lambda: len(desk.krita.inserted) == 2, "two insertions")
    assert kashira.sessions.making.is_busy
    assert not kashira.panel.actions.generate.isEnabled()
    kashira.panel.progress.cancel.click()
    desk.settle()
    assert kashira.panel.actions.generate.isEnabled()
    assert not kashira.panel.progress.isVisible()


def a_cancelled_request_keeps_what_is_finished(desk):
    kashira = desk.open()
    grid = kashira.panel.results.grid
    kashira.results.generate(40)
    desk.until(lambda: grid.count() >= 2, "two heads")
    kashira.panel.progress.cancel.click()
    desk.settle()
    assert 2 <= grid.count() < 40
    assert not desk.said()


def a_killed_engine_comes_back_once_and_then_is_told(desk):
    kashira = desk.open()
    recipe = kashira.head.state.recipe
    connection = kashira.sessions.connection
    first = connection.process.processId()
    os.kill(first, signal.SIGKILL)
    desk.until(lambda: connection.is_ready and connection.process.processId() != first, "another")
    desk.settle()
    assert kashira.head.state.recipe == recipe
    assert not desk.said()
    os.kill(connection.process.processId(), signal.SIGKILL)
    desk.until(lambda: not connection.is_running, "the end")
    assert "stopped" in desk.said()
    assert not kashira.panel.actions.insert.isEnabled()
    kashira.panel.error.button.click()
    desk.settle()
    assert kashira.panel.actions.insert.isEnabled()


def a_wrong_engine_is_told(desk):
    kashira = desk.open()
    for command in (
        ["/nowhere/kashira"],
        ["/bin/sh", "-c", "exit 3"],
        ["/bin/sh", "-c", "head -c 300000 /dev/urandom"],
        ["/bin/sh", "-c", 'echo \'{"jsonrpc":"2.0","id":1,"result":[1]}\'; cat >/dev/null'],
    ):
        kashira.panel.error.hide()
        kashira._find_engine = lambda _settings, command=command: command
        kashira.start_engine()
        desk.until(lambda: kashira.panel.error.isVisible(), f"a sentence about {command}")


def any_model_gives_a_panel(desk):
    kashira = desk.open()
    from kashira.description import read_description

    kinds = ("slider", "toggle", "choice", "color")
    odd = {"values": ["?any"], "colors": {"any": "#ff0000"}, "figures": {"": {"precision": 0.1}}}
    many = {
        "attributes": [
            {"name": f"a{i}", "title": f"<b>{i} & more</b>", "kind": kinds[i % 4], **odd}
            for i in range(90)
        ],
        "parts": [{"name": "p1", "title": "<i>p & q</i>"}],
        "inks": [{"name": f"x{i // 4}.y{i}"} for i in range(90)],
    }
    kashira.sessions.connection.stop()
    for answer in ({}, many, {"attributes": [{"name": "only", "kind": "color"}]}):
        kashira.head.use_description(read_description(answer))
        for tab in range(kashira.panel.tabs.count()):
            kashira.panel.tabs.setCurrentIndex(tab)
            desk.application.processEvents()
        assert not desk.said(), kashira.panel.error._details


def an_exception_in_a_slot_is_shown_and_goes_no_further(desk):
    kashira = desk.open()
    kashira.head.set_value("no such attribute", 1.0)
    assert "wrong" in desk.said()
    assert "Traceback" in kashira.panel.error._details


SCENARIOS = [
    the_panel_is_what_the_model_says,
    what_is_locked_and_kept_stays,
    a_result_is_shown_edited_and_inserted,
    what_is_inserted_is_what_the_controls_say,
    the_way_of_inserting_is_remembered,
    a_selected_head_is_edited_and_replaced,
    marked_heads_become_variants_and_a_morph,
    heads_are_mixed_and_varied,
    results_and_presets_survive_a_restart,
    colours_are_matched_and_inks_changed,
    a_head_is_inserted_while_others_are_made,
    a_cancelled_request_keeps_what_is_finished,
    a_killed_engine_comes_back_once_and_then_is_told,
    a_wrong_engine_is_told,
    any_model_gives_a_panel,
    an_exception_in_a_slot_is_shown_and_goes_no_further,
    *BY_HAND,
]


def play(application, qt, engine: str, folder: Path, only: str) -> dict[str, str | None]:
    """What went wrong, by scenario."""
    outcomes: dict[str, str | None] = {}
    for scenario in SCENARIOS:
        if only in scenario.__name__:
            desk = Desk(application, qt, engine, folder / scenario.__name__)
            try:
                scenario(desk)
                outcomes[scenario.__name__] = None
            except Exception:
                details = desk.kashira.panel.error._details if desk.kashira else ""
                outcomes[scenario.__name__] = traceback.format_exc() + details
            desk.close()
    return outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(folder)
        sys.path.insert(0, name)
        from kashira import qt

        application = qt.QtWidgets.QApplication(sys.argv[:1])
        dress(application, qt, DARK)
        with contextlib.redirect_stdout(sys.stderr):
            outcomes = play(application, qt, options.engine, folder, options.only)
    print(json.dumps(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
