"""Scenes of the panel and its operators."""

import contextlib
import importlib.util
import json
import os
import time
from types import SimpleNamespace
from typing import Any

import bpy  # isort: skip -- it makes the next one known
import addon_utils
from scene_tools import MODULE, card_of, empty_scene, ours, refusal, render


def names_left() -> list[str]:
    """What the extension would leave behind if it forgot it."""
    found = [name for name in dir(bpy.types) if "kashira" in name.lower()]
    for owner in (bpy.types.Scene, bpy.types.WindowManager):
        found += [name for name in dir(owner) if "kashira" in name.lower()]
    drawn = getattr(bpy.types.VIEW3D_MT_mesh_add.draw, "_draw_funcs", [])
    found += [repr(draw) for draw in drawn if "kashira" in getattr(draw, "__module__", "")]
    handlers = [*bpy.app.handlers.load_pre, *bpy.app.handlers.load_post]
    found += [repr(call) for call in handlers if "kashira" in call.__module__]
    return found


def install(archive: str) -> None:
    bpy.ops.extensions.package_install_files(
        filepath=archive, repo="user_default", enable_on_install=True, overwrite=True
    )
    assert hasattr(bpy.types.Scene, "kashira_head")


def install_from_repository(address: str, folder: str) -> None:
    bpy.context.preferences.system.use_online_access = True
    repositories = bpy.context.preferences.extensions.repos
    made = repositories.new(
        name="Kashira", module="kashira_repository", custom_directory=folder, remote_url=address
    )
    made.use_remote_url = True
    number = list(repositories).index(made)
    bpy.ops.extensions.repo_sync(repo_index=number)
    bpy.ops.extensions.package_install(repo_index=number, pkg_id="kashira", enable_on_install=True)
    assert hasattr(bpy.types.Scene, "kashira_head")


def with_its_own_engine(picture: str) -> Any:
    """A head made where there is no Kashira but the one in the extension."""
    empty_scene()
    command = ours("engine_places").find_engine()
    head = card_of("7")
    render(picture, 256)
    return {
        "command": command,
        "known": importlib.util.find_spec("core") is not None,
        "recipe": json.loads(head["kashira_recipe"]),
    }


def switched_on_and_off() -> dict[str, Any]:
    empty_scene()
    card_of("1")
    pid = ours("engine_connection").connection.pid
    left = []
    for _ in range(5):
        addon_utils.disable(MODULE, default_set=True)
        left += names_left()
        assert addon_utils.enable(MODULE, default_set=True)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        left.append(f"process {pid}")
    bpy.ops.kashira.generate(seed="1", count=1)
    return {"left": left, "made": len(ours("results").made)}


def panel() -> Any:
    """What the panel's controls make, and how they are filled from a card."""
    scene = empty_scene()
    bpy.ops.kashira.model_read()
    head = scene.kashira_head
    head.fixed_blush = True
    ticked = ours("attributes").asked(head)
    head.fixed_blush = False
    head.seed, head.count, head.value_hair_style = "30", 2, "drill"
    head.value_hair_color, head.color_hair_color = "=custom", (0.2, 0.4, 0.6)
    head.value_eye_color, head.fixed_smile, head.value_smile = "red", True, 0.25
    bpy.ops.kashira.generate()
    made = [result.recipe for result in ours("results").made]
    bpy.ops.kashira.card_add(result=0)
    bpy.ops.kashira.attributes_free()
    free = ours("attributes").asked(head)
    bpy.ops.kashira.recipe_read()
    recipe = ours("card_properties").recipe_of(bpy.context.object)
    told = {
        "ticked": ticked,
        "made": made,
        "free": free,
        "read": ours("attributes").asked(head),
        "unchanged": ours("attributes").changed(head, recipe),
        "unchanged_edit": refusal(bpy.ops.kashira.edit),
    }
    head.value_smile = 0.75
    bpy.ops.kashira.edit()
    told["edited"] = json.loads(bpy.context.object["kashira_recipe"])
    head.value_hair_color = "aqua"
    bpy.ops.kashira.recolor()
    told["recolored"] = json.loads(bpy.context.object["kashira_recipe"])
    bpy.ops.kashira.seed_roll()
    told["rolled"] = head.seed
    return told


def another_model() -> Any:
    """The panel's values when the model changes to one with fewer attributes, and back."""
    scene = empty_scene()
    bpy.ops.kashira.model_read()
    scene.kashira_head.value_hair_style, scene.kashira_head.seed = "drill", "99999999999999"
    description, attributes = ours("description"), ours("attributes")
    whole = description.current()
    few = [a for a in whole.attributes if a.name in ("smile", "hair_style")]
    description._current = whole._replace(attributes=few[::-1])
    attributes.rebuild()
    fewer = [scene.kashira_head.value_hair_style, scene.kashira_head.seed]
    gone = hasattr(scene.kashira_head, "value_eye_color")
    description._current = whole
    attributes.rebuild()
    again = [scene.kashira_head.value_hair_style, scene.kashira_head.seed]
    addon_utils.disable(MODULE)
    addon_utils.enable(MODULE)
    known = ours("description").current().model.get("name")
    running = ours("engine_connection").connection.pid
    return {"fewer": fewer, "gone": gone, "again": again, "known": known, "running": running}


def variants() -> Any:
    """Neighbours of a card, and heads between two."""
    scene = empty_scene()
    results = ours("results").made
    told = {"no_card": refusal(bpy.ops.kashira.vary), "one": refusal(bpy.ops.kashira.mix)}
    first = card_of("9", smile=0.0)
    scene.kashira_head.count, scene.kashira_head.strength = 3, 0.4
    bpy.ops.kashira.vary()
    told["varied"] = [result.recipe for result in results[1:]]
    bpy.ops.kashira.generate(seed="10", count=1)
    bpy.ops.kashira.card_add()
    second = bpy.context.object
    first.select_set(True)
    bpy.context.window_manager.kashira_page = 2
    bpy.ops.kashira.mix()
    told["page"] = bpy.context.window_manager.kashira_page
    told["mixed"] = [result.recipe for result in results[5:]]
    told["ends"] = [json.loads(card["kashira_recipe"]) for card in (first, second)]
    return told


def in_a_window() -> Any:
    """Jobs as in a window, where operators return at once and a timer brings what comes."""
    empty_scene()
    module, ticks = ours("engine_connection"), []
    timers = SimpleNamespace(
        register=lambda tick, **_: ticks.append(tick),
        unregister=ticks.remove,
        is_registered=lambda tick: tick in ticks,
    )
    app = SimpleNamespace(background=False, timers=timers)
    module.bpy = SimpleNamespace(app=app, context=bpy.context)

    def let_time_pass() -> None:
        while ticks and ticks[0]() is not None:
            time.sleep(0.01)
        ticks.clear()

    kashira, connection = bpy.ops.kashira, module.connection
    kashira.card_add()
    told = {"busy": connection.is_busy, "greyed": refusal(kashira.generate), "before": _cards()}
    let_time_pass()
    told |= {"after": _cards(), "active": bpy.context.object.name, "rests": connection.is_busy}
    kashira.generate(count=256)
    kashira.cancel()
    let_time_pass()
    told["cancelled"] = [connection.fault, connection.is_busy]
    kashira.edit(attributes='{"smile": 1.0}')
    bpy.data.objects.remove(bpy.context.object)
    let_time_pass()
    told["gone"] = connection.fault
    told["another_file"] = []
    for seconds in (0.0, 2.0):  # the engine's answer is waiting, too
        kashira.card_add(result=0)
        time.sleep(seconds)
        bpy.ops.wm.read_homefile(use_empty=True)
        let_time_pass()
        told["another_file"].append([connection.fault, connection.is_busy, len(_cards())])
    kashira.card_add(result=0)
    let_time_pass()
    told["next"] = [connection.fault, len(_cards())]
    bpy.ops.mesh.primitive_plane_add()
    kashira.card_add(result=0)
    bpy.ops.object.mode_set(mode="EDIT")
    let_time_pass()
    told["edit_mode"] = [bpy.context.mode, len(_cards())]
    bpy.ops.object.mode_set(mode="OBJECT")
    kashira.generate(count=256)
    addon_utils.disable(MODULE)
    told["left"] = [len(ticks), *names_left()]
    return told


def _cards() -> list[str]:
    return [thing.name for thing in bpy.data.objects if "kashira_recipe" in thing]


def in_the_way(folder: str) -> Any:
    """What operators say where they cannot work."""
    empty_scene()
    kashira = bpy.ops.kashira
    told = {
        "edit": refusal(kashira.edit),
        "recolor": refusal(kashira.recolor),
        "recipe_read": refusal(kashira.recipe_read),
        "cancel": refusal(kashira.cancel),
        "log": refusal(kashira.engine_log),
        "standard": refusal(kashira.view_standard),
        "free": refusal(kashira.attributes_free),
        "seed": refusal(kashira.generate, seed="many"),
        "json": refusal(kashira.generate, attributes="smile"),
        "no_object": refusal(kashira.generate, attributes="[1]"),
        "unknown": refusal(kashira.generate, attributes='{"hare_color": "red"}'),
        "result": refusal(kashira.card_add, result=3),
        "recipe": refusal(kashira.card_add, recipe="{}"),
    }
    card_of("7")
    told["nothing_fixed"] = refusal(kashira.recolor)
    told |= by_hand(bpy.context.object)
    bpy.ops.mesh.primitive_plane_add()
    bpy.ops.object.mode_set(mode="EDIT")
    told["edit_mode"] = refusal(kashira.card_add)
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.context.scene.view_settings.view_transform = "AgX"
    kashira.view_standard()
    told["transform"] = bpy.context.scene.view_settings.view_transform
    kashira.engine_log()
    told["texts"] = [text.name for text in bpy.data.texts]
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/library.blend")
    bpy.ops.wm.read_homefile(use_empty=True)
    with bpy.data.libraries.load(f"{folder}/library.blend", link=True) as (there, here):
        here.objects = [name for name in there.objects if name.startswith("Kashira")]
    linked = here.objects[0]
    bpy.context.scene.collection.objects.link(linked)
    bpy.context.view_layer.objects.active = linked
    told["linked"] = refusal(kashira.edit)
    told["linked_recipe"] = json.loads(linked["kashira_recipe"])["seed"]
    return told


def by_hand(card: bpy.types.Object) -> Any:
    """A card whose material and properties someone has taken away."""
    kashira, told = bpy.ops.kashira, {}
    card.data.materials.clear()
    told["no_material"] = refusal(kashira.bake_image)
    kashira.edit(attributes='{"smile": 1.0}')
    told["new_material"] = refusal(kashira.bake_image)
    del card["ink hair.base"]
    told["no_ink"] = refusal(kashira.edit, attributes='{"smile": 0.0}')
    recipe, card["kashira_recipe"] = card["kashira_recipe"], "[1"
    for name in ("recipe_read", "edit", "vary"):
        told[f"no_recipe_{name}"] = refusal(getattr(kashira, name))
    card["kashira_recipe"] = recipe
    return told
