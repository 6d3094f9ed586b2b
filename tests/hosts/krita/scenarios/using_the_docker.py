"""The docker with the real engine, from its first opening to Krita's quit."""

import os
import shlex
import signal
import time

from kashira_driver import desk, docker_hand

TURNS = 5
WRONG_ENGINES = {
    "missing": None,
    "ends at once": "exit 3",
    "junk": "head -c 3000000 /dev/urandom",
    "no description": 'echo \'{"jsonrpc":"2.0","id":1,"result":[1,"x",null]}\'; cat',
    "strange": 'echo \'{"jsonrpc":"2.0","id":1,"result":{"attributes":[{"name":3},7],'
    '"layers":null,"model":"x","inks":{}}}\'; cat > /dev/null',
    "huge payload": 'echo \'{"jsonrpc":"2.0","id":1,"payload":99999999999}\'; cat',
}


def the_docker_opens_and_shows_a_head(run):
    kashira = docker_hand.show()
    assert type(kashira).__name__ == "KashiraPanel", kashira
    began = time.monotonic()
    yield from docker_hand.settled(kashira)
    run.facts["seconds to the first head"] = round(time.monotonic() - began, 2)
    assert kashira.panel.picture.image is not None
    assert not kashira.panel.error.isVisible()


def generating_fills_the_grid_and_leaves_krita_free(run):
    kashira = docker_hand.panel()
    grid = kashira.panel.results.grid
    before = grid.count()
    yield from docker_hand.settled(kashira)
    gaps, began = docker_hand.Gaps(), time.monotonic()
    kashira.results.generate(8)
    yield from docker_hand.until(lambda: grid.count() >= before + 8, 120, "eight heads")
    yield from docker_hand.settled(kashira)
    run.facts["seconds for 8 heads"] = round(time.monotonic() - began, 2)
    run.facts["longest gap, 99 % (ms)"] = gaps.stop()


def a_moving_slider_is_followed(run):
    """By turns with the engine alone, so that both meet the same machine; no head comes twice."""
    kashira = docker_hand.panel()
    preview = kashira.sessions.preview
    rates = {"smile": [], "hair_color": [], "the engine alone": []}
    gaps = {"smile": [], "hair_color": []}
    for turn in range(TURNS):
        for name, found in gaps.items():
            yield from docker_hand.settled(kashira)
            drawn, watch, began = preview.pictures_drawn, docker_hand.Gaps(), time.monotonic()
            for i in range(100):
                color = f"#{40 + i:02x}80{200 - turn:02x}"
                kashira.head.set_value(
                    name, color if name == "hair_color" else (i + turn / 10) / 100
                )
                yield 16
            seconds = time.monotonic() - began
            rates[name].append(round((preview.pictures_drawn - drawn) / seconds, 1))
            found.append([*watch.stop(), watch.own])
            assert preview.pictures_drawn > drawn
        yield from docker_hand.settled(kashira)
        rates["the engine alone"].append((yield from _previews_a_second(kashira, 30, turn)))
    for name, found in gaps.items():
        run.facts[f"{name}: longest gap, 99 %, most that Krita worked in one (ms)"] = found
    run.facts["pictures a second"] = rates
    shares = [a / b for a, b in zip(rates["smile"], rates["the engine alone"])]  # noqa: B905
    run.facts["smile / the engine alone, median"] = round(sorted(shares)[TURNS // 2], 2)


def a_head_is_inserted_in_each_mode_as_one_step(run):
    kashira = docker_hand.panel()
    document = desk.new_document(600, 800)
    yield 800
    for mode in ("parts", "inks", "flat"):
        entries = len(desk.history())
        kashira.settings.mode = mode
        gaps, began = docker_hand.Gaps(), time.monotonic()
        yield from docker_hand.inserted(kashira, kashira.insert)
        run.facts[mode] = {"seconds": round(time.monotonic() - began, 2)}
        run.facts[mode]["longest gap, 99 % (ms)"] = gaps.stop()
        yield 400
        assert len(desk.history()) == entries + 1, desk.history()
        top = document.rootNode().childNodes()[-1]
        assert top.name().startswith("Head ["), top.name()
        assert (top.type() == "paintlayer") == (mode == "flat")
    assert not kashira.panel.error.isVisible(), _said(kashira)
    desk.close(document)
    yield 300


def a_head_of_2400_pixels_arrives(run):
    kashira = docker_hand.panel()
    document = desk.new_document(2400, 2400)
    yield 1500
    desk.KRITA.action("select_all").trigger()
    yield 300
    kashira.settings.mode = "parts"
    gaps, began = docker_hand.Gaps(), time.monotonic()
    yield from docker_hand.inserted(kashira, kashira.insert, 200)
    run.facts["seconds"] = round(time.monotonic() - began, 1)
    run.facts["longest gap, 99 % (ms)"] = gaps.stop()
    assert not kashira.panel.error.isVisible(), _said(kashira)
    bounds = desk.plugin("insertion_point").painted_bounds(_heads_in(document)[0])
    run.facts["x, y, width, height"] = bounds
    assert bounds[3] > 1600
    desk.close(document)
    yield 300


def a_head_goes_into_the_document_it_was_asked_for(run):
    kashira = docker_hand.panel()
    first = desk.new_document(700, 700)
    yield 800
    kashira.settings.mode = "inks"
    yield from docker_hand.settled(kashira)
    opened = []

    def insert_and_open_another():
        kashira.insert()  # the engine is at work
        desk.QtCore.QTimer.singleShot(1, lambda: opened.append(desk.new_document(300, 300)))

    yield from docker_hand.inserted(kashira, insert_and_open_another)
    yield 300
    [second] = opened
    assert len(first.rootNode().childNodes()) == 2
    assert len(second.rootNode().childNodes()) == 1
    run.facts["active"] = desk.KRITA.activeDocument() == second
    desk.close(second)
    desk.close(first)
    yield 300


def a_document_that_is_closed_meanwhile_is_missed_in_a_sentence(run):
    kashira = docker_hand.panel()
    document = desk.new_document(700, 700)
    yield 800
    kashira.insert()
    yield 1
    desk.close(document)
    yield from docker_hand.until(lambda: kashira.panel.error.isVisible(), 60, "a sentence")
    run.facts["said"] = _said(kashira)
    kashira.panel.error.hide()
    kashira.settings.mode = "parts"


def the_shortcuts_are_there(run):
    names = ("kashira_generate", "kashira_roll", "kashira_insert")
    run.facts["texts"] = [desk.KRITA.action(name).text() for name in names]
    kashira = docker_hand.panel()
    seed = kashira.head.state.seed
    desk.KRITA.action("kashira_roll").trigger()
    yield from docker_hand.settled(kashira)
    assert kashira.head.state.seed != seed


def a_selected_head_can_be_edited_and_replaced(run):
    kashira = docker_hand.panel()
    document = desk.new_document(512, 512)
    yield 800
    kashira.settings.mode = "parts"
    yield from docker_hand.inserted(kashira, kashira.insert)
    first = kashira.head.state.recipe
    kashira.roll()
    yield from docker_hand.settled(kashira)
    assert kashira.head.state.recipe != first
    yield from docker_hand.until(lambda: kashira.panel.offer.isVisible(), 10, "the offer to edit")
    run.facts["offer"] = True
    old = document.rootNode().childNodes()[-1].uniqueId()
    yield from docker_hand.inserted(kashira, kashira.results.replace_selected)
    yield 400
    assert document.rootNode().childNodes()[-1].uniqueId() != old
    assert len(document.rootNode().childNodes()) == 2
    assert desk.history()[-2:] == ["Add Layer", "Remove Layer"], desk.history()
    desk.close(document)
    yield 300


def marked_heads_become_variants_and_a_morph(run):
    kashira = docker_hand.panel()
    grid = kashira.panel.results.grid
    grid.clearSelection()
    for row in range(3):
        grid.item(row).setSelected(True)
    assert len(grid.marked) == 3
    document = desk.new_document(256, 256)
    yield 800
    yield from docker_hand.inserted(kashira, kashira.results.insert_variants)
    around = document.rootNode().childNodes()[-1]
    assert [child.visible() for child in around.childNodes()] == [False, False, True]
    gaps = docker_hand.Gaps()
    yield from docker_hand.inserted(kashira, lambda: kashira.results.insert_morph(8, False))
    yield 300
    run.facts["morph: longest gap, 99 % (ms)"] = gaps.stop()
    layer = document.rootNode().childNodes()[-1].childNodes()[0]
    assert layer.animated()
    assert len([t for t in range(60) if layer.hasKeyframeAtTime(t)]) >= 8
    desk.close(document)
    yield 300


def the_documents_colours_are_matched(run):
    kashira = docker_hand.panel()
    document = desk.new_document(256, 256)
    yield 800
    layer = document.rootNode().childNodes()[0]
    green = bytes([80, 200, 60, 255]) * (128 * 256)
    layer.setPixelData(desk.QtCore.QByteArray(green), 0, 0, 128, 256)
    document.refreshProjection()
    kashira.head.match_document()
    yield 300
    yield from docker_hand.settled(kashira)
    run.facts["colours"] = {
        name: value for name, value in kashira.head.state.values.items() if "color" in name
    }
    assert not kashira.panel.error.isVisible()
    desk.close(document)
    yield 300


def without_a_document_insert_says_what_to_do(run):
    kashira = docker_hand.panel()
    yield 500
    kashira.insert()
    yield from docker_hand.until(lambda: kashira.panel.error.isVisible(), 10, "a sentence")
    run.facts["said"] = _said(kashira)
    kashira.panel.error.hide()


def a_killed_engine_comes_back(run):
    kashira = docker_hand.panel()
    yield from docker_hand.settled(kashira)
    first = docker_hand.pid(kashira)
    kashira.results.generate(8)
    yield 150
    os.kill(first, signal.SIGKILL)
    yield 500
    yield from docker_hand.until(
        lambda: kashira.sessions.connection.is_ready, 60, "an engine in its place"
    )
    assert docker_hand.pid(kashira) != first
    yield from docker_hand.settled(kashira)
    run.facts["said"] = _said(kashira)
    os.kill(docker_hand.pid(kashira), signal.SIGKILL)
    yield from docker_hand.until(lambda: kashira.panel.error.isVisible(), 30, "a sentence")
    run.facts["said the second time"] = _said(kashira)
    kashira.panel.error.hide()
    kashira.start_engine()
    yield from docker_hand.until(lambda: kashira.sessions.connection.is_ready, 60, "an engine")
    yield from docker_hand.settled(kashira)


def a_wrong_engine_is_told_and_krita_goes_on(run):
    kashira = docker_hand.panel()
    said = {}
    for name, script in WRONG_ENGINES.items():
        path = run.path("engine " + name)
        if script is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"#!/bin/sh\n{script}\n")
            os.chmod(path, 0o755)
        kashira.panel.error.hide()
        kashira.settings.engine = path
        gaps = docker_hand.Gaps()
        kashira.start_engine()
        yield 2500
        said[name] = {"said": _said(kashira), "longest gap (ms)": gaps.stop()[0]}
    run.facts["said"] = said
    assert all(one["said"] for one in said.values()), said
    kashira.settings.engine = ""
    kashira.panel.error.hide()
    kashira.start_engine()
    yield from docker_hand.until(lambda: kashira.sessions.connection.is_ready, 60, "an engine")
    yield from docker_hand.settled(kashira)
    kashira.roll()
    yield from docker_hand.settled(kashira)
    assert not kashira.panel.error.isVisible()


def krita_quits_and_takes_the_engine_along(run):
    kashira = docker_hand.panel()
    path = run.path("the engine's last word")
    with open(path + ".sh", "w", encoding="utf-8") as file:
        command = " ".join(map(shlex.quote, kashira._find_engine(kashira.settings)))
        file.write(f'#!/bin/sh\n{command}\necho $? > "$0.status"\n')
    os.chmod(path + ".sh", 0o755)
    kashira.settings.engine = path + ".sh"
    kashira.start_engine()
    yield from docker_hand.until(lambda: kashira.sessions.connection.is_ready, 60, "an engine")
    yield from docker_hand.settled(kashira)
    kashira.results.generate(16)
    yield 200
    run.facts["pid"] = docker_hand.pid(kashira)
    assert run.facts["pid"]
    docker_hand.let_go()
    run.quit_afterwards = True
    yield 10


def _heads_in(document):
    return [node for node in document.rootNode().childNodes() if node.name().startswith("Head [")]


def _previews_a_second(kashira, count, turn):
    """How quickly the engine answers what the preview asks, with nothing shown of it."""
    connection, state, answered = kashira.sessions.connection, kashira.head.state, []

    def ask(*_answer):
        answered.append(time.monotonic())
        state.set_value("smile", (len(answered) + (turn + 1) / 10) / (count + 1))
        method, params = state.preview("low")
        params["size"] = state.description.preview_size
        if len(answered) <= count:
            connection.call(method, params, done=ask)

    ask()
    yield from docker_hand.until(lambda: len(answered) > count, 60, "previews")
    return round(count / (answered[-1] - answered[0]), 1)


def _said(kashira):
    """The sentence in the docker's notice, if one is seen."""
    error = kashira.panel.error
    return error.text.text() if error.isVisible() else None
