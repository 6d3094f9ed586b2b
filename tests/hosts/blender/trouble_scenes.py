"""Scenes of the engine in trouble, and what is left of what it was doing."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import bpy
from library_scenes import data_blocks
from scene_tools import card_of, empty_scene, ours, refusal


def engine_trouble(silent: list[str], junk: list[str]) -> Any:
    """The engine is missing, no engine at all, printing junk, killed, cancelled; then it works."""
    empty_scene()
    places, kashira = ours("engine_places"), bpy.ops.kashira
    connection, results = ours("engine_connection").connection, ours("results")
    found = ours("engine_connection").find_engine
    told = {}
    for name, command in {
        "none": None,
        "missing": ["/nowhere/kashira", "engine"],
        "ending": silent,
        "junk": junk,
    }.items():
        ours("engine_connection").find_engine = lambda command=command: command
        told[name] = refusal(kashira.generate, seed="1", count=1)
        connection.close()
    ours("engine_connection").find_engine = found
    add = results.add

    def kill(head: Any, payload: bytes) -> None:
        add(head, payload)
        os.kill(connection.pid, signal.SIGKILL)

    def cancel(head: Any, payload: bytes) -> None:
        add(head, payload)
        kashira.cancel()

    results.add = kill
    told["killed"] = refusal(kashira.generate, seed="1", count=200)
    results.add = cancel
    told["cancelled"] = refusal(kashira.generate, seed="1", count=200)
    told["kept"] = len(results.made)
    results.add = add
    told["afterwards"] = refusal(kashira.generate, seed="1", count=1)
    told["how_to"] = places.HOW_TO
    return told


def half_made(step: int) -> Any:
    """The engine is killed, or the job cancelled, after so many answers; what the file then has."""
    empty_scene()
    first, last = card_of("1", smile=0.0), card_of("2")
    first.select_set(True)
    bpy.context.scene.kashira_card.frames = 2
    connection, kashira = ours("engine_connection").connection, bpy.ops.kashira
    plane, told = last.name, {}
    operators = {
        "card_add": kashira.card_add,
        "layered_card_add": kashira.layered_card_add,
        "edit": kashira.edit,
        "morph_bake": kashira.morph_bake,
        "bake_image": kashira.bake_image,
        "recolor": kashira.recolor,
    }
    asked = {"edit": '{"smile": 1.0}', "recolor": '{"hair_color": "red"}'}
    before = [data_blocks(), bpy.data.objects[plane]["kashira_recipe"]]
    for trouble in (_kill, connection.cancel):
        for name, operator in operators.items():
            arguments = {"attributes": asked[name]} if name in asked else {}
            with _interrupted(step, trouble):
                said = refusal(operator, **arguments)
            after = [data_blocks(), bpy.data.objects[plane]["kashira_recipe"]]
            told[f"{name} {trouble.__name__}"] = [said, after == before, connection.is_busy]
    told["afterwards"] = [refusal(kashira.card_add), len(data_blocks()) > len(before[0])]
    return told


def _kill() -> None:
    os.kill(ours("engine_connection").connection.pid, signal.SIGKILL)


@contextlib.contextmanager
def _interrupted(step: int, trouble: Callable[[], object]) -> Iterator[None]:
    """Let a job have so many answers, and then trouble."""
    connection = ours("engine_connection").connection
    connection._running()
    client, count = connection._process.client, 0
    call = client.call

    def counted(method: str, *arguments: Any, **calls: Any) -> Any:
        nonlocal count
        count += method != "cancel"
        if count != step + 1 or method == "cancel":
            return call(method, *arguments, **calls)
        os.kill(connection.pid, signal.SIGSTOP)  # so that it hears of the trouble at once
        connection._call_id = call(method, *arguments, **calls)
        trouble()
        os.kill(connection.pid, signal.SIGCONT)
        return connection._call_id

    client.call = counted
    yield
    del client.call
