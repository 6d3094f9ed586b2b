"""The picture in the panel that follows its controls, one on the way at a time.

What a control moves to while a picture is on the way is asked for when that has come: the newest
values alone. Nothing waits for it, and a job that runs meanwhile goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy

from . import attributes, panel_request, results
from .engine_connection import Answer, Refusal, Request, connection

_KEY = "live preview"

head: dict[str, Any] | None = None
"""The head that is shown; None before there is one."""
icon = 0
"""Its picture's number among Blender's icons."""

_payload = b""
_seed = attributes.random_seed()  # shown where the panel says none: always the same person
_wanted_scene = ""
_on_the_way = False


def register() -> None:
    """Follow the panel's controls."""
    attributes.watch(wish)
    bpy.app.handlers.load_post.append(_forget)


def unregister() -> None:
    """Follow them no more."""
    attributes.watch(None)
    bpy.app.handlers.load_post.remove(_forget)
    if bpy.app.timers.is_registered(_ask):
        bpy.app.timers.unregister(_ask)
    _forget()


def wish(scene: bpy.types.Scene) -> None:
    """A control of a scene's panel has moved: show what it says soon, if that is wanted."""
    global _wanted_scene
    if bpy.app.background or not scene.kashira_card.live:
        return
    _wanted_scene = scene.name
    if not bpy.app.timers.is_registered(_ask):
        bpy.app.timers.register(_ask, first_interval=0.0)


def keep() -> None:
    """Put the head that is shown among the results."""
    assert head is not None
    results.add(head, _payload)


def _ask() -> None:
    """Send the newest values, unless an answer is on its way: it will lead here again."""
    global _wanted_scene
    scene = bpy.data.scenes.get(_wanted_scene)
    if _on_the_way or scene is None:
        return
    _wanted_scene = ""
    try:
        params = panel_request.new_heads(scene.kashira_head, "", 1, "")
        del params["count"]
        _send({"seed": int(_seed), **params, "detail": "low"}, _show_quick)
    except Refusal as refusal:
        connection.tell(str(refusal))


def _send(params: dict[str, Any], done: Callable[[Answer], object]) -> None:
    global _on_the_way
    pictured = {"size": results.THUMBNAIL_PIXELS, "format": "rgba-f32"}
    _on_the_way = True
    try:
        connection.ask_aside(Request("preview", {**params, **pictured}), done, failed=_give_way)
    except Refusal:
        _on_the_way = False
        raise


def _show_quick(answer: Answer) -> None:
    """Show what the small network drew, and let the large one draw it too once all is at rest."""
    _show(answer)
    if not _on_the_way:
        _send({"recipe": answer.result["head"]["recipe"]}, _show)


def _show(answer: Answer) -> None:
    global head, icon, _payload
    head, _payload = answer.result["head"], answer.payload
    icon = results.picture(_KEY, head["picture"], _payload)
    _give_way()


def _give_way() -> None:
    global _on_the_way
    _on_the_way = False
    _ask()


@bpy.app.handlers.persistent
def _forget(*_: object) -> None:
    """Another file is open: what was shown of the one before goes."""
    global head, icon, _wanted_scene
    head, icon, _wanted_scene = None, 0, ""
