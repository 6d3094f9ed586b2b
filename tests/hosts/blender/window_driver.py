"""Runs in a Blender with a window: sets up what is to be seen, and says when it is.

Each scene is a generator: it yields the seconds that Blender may take for itself, or, as text, the
name of a picture, which is taken by the program that started this one (`window_pictures.py`).
"""

import contextlib
import importlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bpy  # isort: skip -- it makes the next one known
import addon_utils

QUIET_SECONDS = 0.15  # of processor time in LISTENING_SECONDS: nothing is drawn or compiled
LISTENING_SECONDS = 3.0
MANY_ROWS = 200  # more than the sidebar has
MODULE = "bl_ext.user_default.kashira"

Scene = Iterator[float | str]


def ours(name: str) -> Any:
    return importlib.import_module(f"{MODULE}.{name}")


def area(kind: str = "VIEW_3D") -> bpy.types.Area:
    return next(a for a in bpy.context.window_manager.windows[0].screen.areas if a.type == kind)


def region(kind: str, of: str = "VIEW_3D") -> bpy.types.Region:
    return next(r for r in area(of).regions if r.type == kind)


def over(kind: str = "WINDOW", of: str = "VIEW_3D") -> Any:
    """A context in which the mouse would be over a region."""
    window = bpy.context.window_manager.windows[0]
    return bpy.context.temp_override(window=window, area=area(of), region=region(kind, of))


def ended() -> Scene:
    """Until the job and the preview are there."""
    connection = ours("engine_connection").connection
    while connection.is_busy or (connection._process and connection._process.client.open_calls):
        yield 0.1
    yield 0.5


def compiled() -> Scene:
    """Until EEVEE's shaders are there and drawn: without a graphics card, a minute or three."""
    quiet = 0
    while quiet < 3:
        used = time.process_time()
        yield LISTENING_SECONDS
        quiet = quiet + 1 if time.process_time() - used < QUIET_SECONDS else 0


def tab(of: str = "VIEW_3D") -> Scene:
    area(of).spaces.active.show_region_ui = True
    yield 1.0
    region("UI", of).active_panel_category = "Kashira"
    area(of).tag_redraw()
    yield 1.0


def scroll(down: bool) -> None:
    """Show the end of the sidebar, or its beginning."""
    with over("UI"):
        step = bpy.ops.view2d.scroll_down if down else bpy.ops.view2d.scroll_up
        for _ in range(MANY_ROWS):
            step()


def hide_engine() -> Callable[[], None]:
    """Let no engine be found; what lets it be found again."""
    places = [ours(name) for name in ("panels", "engine_connection", "head_jobs")]
    found = places[0].find_engine

    def seek(find: Callable[[], list[str] | None]) -> None:
        for place in places:
            place.find_engine = find

    seek(lambda: None)
    return lambda: seek(found)


def no_engine() -> Scene:
    yield "no-engine"


def idle() -> Scene:
    ours("head_jobs").read_unknown_model()
    yield from ended()
    yield 2.0
    yield "idle"


def preview() -> Scene:
    head = bpy.context.scene.kashira_head
    head.value_hair_style, head.value_hair_color, head.fixed_smile = "long", "aqua", True
    head.value_smile = 0.8
    while ours("live_preview").head is None:
        yield 0.1
    yield from ended()
    yield 2.0
    yield "preview"


def busy() -> Scene:
    bpy.ops.kashira.generate(seed="5", count=120)
    while ours("engine_connection").connection.fraction < 0.2:
        yield 0.05
    yield "busy"
    bpy.ops.kashira.cancel()
    yield from ended()


def error() -> Scene:
    preferences = bpy.context.preferences.addons[MODULE].preferences
    ours("engine_connection").connection.close()
    preferences.engine = "/opt/nowhere/kashira"
    with contextlib.suppress(RuntimeError):  # Blender raises what operators report
        bpy.ops.kashira.generate(seed="5", count=1)
    yield "error"
    preferences.engine = ""
    ours("engine_connection").connection.fault = ""


def card() -> Scene:
    bpy.ops.kashira.generate(seed="3", count=4, attributes='{"yaw": 0, "hat": 0, "glasses": 0}')
    yield from ended()
    bpy.ops.kashira.card_add()
    yield from ended()
    with over():
        bpy.ops.view3d.view_axis(type="FRONT")
        bpy.ops.view3d.view_selected()
    scroll(down=False)
    yield 1.0
    yield "grey"
    with over():
        bpy.ops.kashira.view_cards()
        bpy.ops.kashira.view_standard()
    overlay = area().spaces.active.overlay  # it would lie over the face
    overlay.show_ortho_grid = overlay.show_cursor = False
    yield from compiled()
    yield "results"
    scroll(down=True)
    yield 1.0
    yield "card"


def layers() -> Scene:
    bpy.ops.object.delete()
    bpy.ops.kashira.layered_card_add()
    yield from ended()
    bpy.context.object["parallax"] = 0.5
    bpy.context.object.update_tag()
    with over():
        bpy.ops.view3d.view_axis(type="FRONT")
        bpy.ops.view3d.view_orbit(angle=0.3, type="ORBITLEFT")
        bpy.ops.view3d.view_all()
    yield from compiled()
    yield "layers"


def editor() -> Scene:
    area().type = "IMAGE_EDITOR"
    yield from tab("IMAGE_EDITOR")
    space = area("IMAGE_EDITOR").spaces.active
    space.image = next(i for i in bpy.data.images if "kashira_recipe" in i)
    yield "image-editor"
    area("IMAGE_EDITOR").type = "VIEW_3D"
    yield 1.0


def words() -> Scene:
    scroll(down=False)
    view = bpy.context.preferences.view
    view.use_translate_interface = view.use_translate_tooltips = True
    for language in ("ja_JP", "zh_HANS"):
        try:
            view.language = language
        except TypeError:
            print(f"SKIPPED {language}: this Blender has no such language", flush=True)
            continue
        yield 2.0
        yield f"words-{language[:2]}"
    view.language = "en_US"


def film() -> Scene:
    bpy.context.preferences.view.show_splash = False
    yield 2.0
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    assert addon_utils.enable(MODULE, default_set=True)
    show_engine = hide_engine()
    yield from tab()
    for scene in (no_engine, idle, preview, busy, error, card, layers, editor, words):
        if scene is idle:
            show_engine()
        if not sys.argv[sys.argv.index("--") + 1 :] or scene.__name__ in sys.argv:
            yield from scene()


def ask_for(name: str) -> Path:
    """Have everything drawn anew and a picture taken; the file that is there once it is."""
    for part in bpy.context.window_manager.windows[0].screen.areas:
        part.tag_redraw()
    print(f"PICTURE {name}", flush=True)
    return Path(os.environ["BLENDER_USER_RESOURCES"], f"{name}.taken")


PLAYED = film()
AWAITED: list[Path] = []


def tick() -> float | None:
    """The next step, once the last picture is taken."""
    if AWAITED and not AWAITED[-1].exists():
        return 0.1
    try:
        step = next(PLAYED)
    except StopIteration:
        print("ENDED", flush=True)
        bpy.ops.wm.quit_blender()
    except BaseException:
        traceback.print_exc()
        bpy.ops.wm.quit_blender()
    else:
        if isinstance(step, float):
            return step
        AWAITED.append(ask_for(step))
        return 0.1
    return None


bpy.context.preferences.view.show_splash = False
bpy.app.timers.register(tick, first_interval=1.0)
