"""Scenes that run inside Blender: `python inside_blender.py SCENE ARGUMENTS`; told as JSON."""

import contextlib
import importlib
import json
import math
import os
import signal
import sys
from types import SimpleNamespace
from typing import Any

import bpy  # isort: skip -- it makes the next one known
import addon_utils

MODULE = "bl_ext.user_default.kashira"


def ours(name: str) -> Any:
    """A module of the extension."""
    return importlib.import_module(f"{MODULE}.{name}")


def empty_scene(extension: bool = True) -> bpy.types.Scene:
    """An empty file whose camera sees one square metre, rendered without a filter."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    if extension:
        assert addon_utils.enable(MODULE, default_set=True)
    scene = bpy.context.scene
    scene.view_settings.view_transform = "Standard"
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    camera.data.type, camera.data.ortho_scale = "ORTHO", 1.0
    camera.location, camera.rotation_euler = (0, -5, 0), (math.pi / 2, 0, 0)
    scene.collection.objects.link(camera)
    scene.camera = camera
    return scene


def render(path: str, side: int = 64) -> None:
    """One sample of Cycles for each pixel, into an 8 bit PNG."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising = 1, False
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BOX", 0.01
    scene.render.film_transparent, scene.render.dither_intensity = True, 0
    scene.render.resolution_x = scene.render.resolution_y = side
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)


def refusal(operator: Any, **arguments: Any) -> str:
    """What an operator says that cannot be done; empty where it can."""
    try:
        operator(**arguments)
    except RuntimeError as error:
        return str(error)
    return ""


def card_of(seed: str, **asked: Any) -> bpy.types.Object:
    bpy.ops.kashira.generate(seed=seed, count=1, attributes=json.dumps(asked))
    bpy.ops.kashira.card_add()
    return bpy.context.object


def names_left() -> list[str]:
    """What the extension would leave behind if it forgot it."""
    found = [name for name in dir(bpy.types) if "kashira" in name.lower()]
    for owner in (bpy.types.Scene, bpy.types.WindowManager):
        found += [name for name in dir(owner) if "kashira" in name.lower()]
    drawn = getattr(bpy.types.VIEW3D_MT_mesh_add.draw, "_draw_funcs", [])
    found += [repr(draw) for draw in drawn if "kashira" in getattr(draw, "__module__", "")]
    found += [repr(call) for call in bpy.app.handlers.load_pre if "kashira" in call.__module__]
    return found


def install(archive: str) -> None:
    bpy.ops.extensions.package_install_files(
        filepath=archive, repo="user_default", enable_on_install=True, overwrite=True
    )
    assert hasattr(bpy.types.Scene, "kashira_head")


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


def card(folder: str, seed: str, asked: dict[str, Any], ink: str, color: list[float]) -> Any:
    """A card is made, rendered, recoloured by its property, and by the engine; then saved."""
    empty_scene()
    head = card_of(seed, **asked)
    recipe = head["kashira_recipe"]
    render(f"{folder}/made.png")
    connection = ours("engine_connection").connection
    connection.close()
    started = connection.generation
    head[f"ink {ink}"] = color
    head.update_tag()
    render(f"{folder}/property.png")
    by_hand = ours("character_card").recipe_of(head)
    assert connection.generation == started, "recolouring started an engine"
    bpy.ops.kashira.recolor(attributes='{"eye_color": "#20c060"}')
    render(f"{folder}/recolored.png")
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/card.blend")
    return {
        "recipe": json.loads(recipe),
        "by_hand": by_hand,
        "recolored": json.loads(head["kashira_recipe"]),
        "picture_recipe": [i["kashira_recipe"] for i in bpy.data.images if "kashira_recipe" in i],
        "packed": all(i.packed_file for i in bpy.data.images if i.source == "FILE"),
        "objects": [o.name for o in bpy.context.selected_objects],
        "keyed": keyed(head, ink, folder),
    }


def keyed(head: bpy.types.Object, ink: str, folder: str) -> list[str]:
    """Keys on an ink's property; the frames that are rendered between them."""
    path = f'["ink {ink}"]'
    for frame, color in ((1, [1.0, 0.0, 0.0]), (3, [0.0, 0.0, 1.0])):
        head[f"ink {ink}"] = color
        head.keyframe_insert(path, frame=frame)
    files = []
    for frame in (1, 2, 3):
        bpy.context.scene.frame_set(frame)
        files.append(f"{folder}/frame-{frame}.png")
        render(files[-1])
    return files


def reopened(blend: str, picture: str) -> Any:
    """A saved file in a Blender that neither has the extension nor runs scripts of files."""
    bpy.ops.wm.open_mainfile(filepath=blend, use_scripts=False)
    assert not hasattr(bpy.types.Scene, "kashira_head")
    render(picture)
    head = next(o for o in bpy.data.objects if "kashira_recipe" in o)
    return {"recipe": json.loads(head["kashira_recipe"]), "name": head.name}


def looks(folder: str) -> Any:
    """Every setting of new cards, and what becomes of a card that is edited."""
    scene = empty_scene()
    settings = scene.kashira_card
    settings.height, settings.shading, settings.blending = 2.0, "LIT", "DITHERED"
    settings.billboard = True
    head = card_of("4")
    before = {kind: len(getattr(bpy.data, kind)) for kind in ("images", "materials", "objects")}
    told = {
        "height": round(head.dimensions.z, 4),
        "lit": any(n.type == "BSDF_DIFFUSE" for n in head.active_material.node_tree.nodes),
        "method": head.active_material.surface_render_method,
        "faces": [constraint.type for constraint in head.constraints],
        "recipe": json.loads(head["kashira_recipe"]),
    }
    bpy.ops.kashira.edit(attributes='{"smile": 1.0}')
    after = {kind: len(getattr(bpy.data, kind)) for kind in ("images", "materials", "objects")}
    told["edited"] = json.loads(head["kashira_recipe"])
    told["still_lit"] = any(n.type == "BSDF_DIFFUSE" for n in head.active_material.node_tree.nodes)
    return told | {"same_number_of_data": before == after, "numbers": [before, after]}


def panel() -> Any:
    """What the panel's controls make, and how they are filled from a card."""
    scene = empty_scene()
    bpy.ops.kashira.model_read()
    head = scene.kashira_head
    head.seed, head.count, head.value_hair_style = "30", 2, "drill"
    head.value_hair_color, head.color_hair_color = "=custom", (0.2, 0.4, 0.6)
    head.value_eye_color, head.fixed_smile, head.value_smile = "red", True, 0.25
    bpy.ops.kashira.generate()
    made = [result.recipe for result in ours("results").made]
    bpy.ops.kashira.card_add(result=0)
    bpy.ops.kashira.attributes_free()
    free = ours("attributes").asked(head)
    bpy.ops.kashira.recipe_read()
    recipe = ours("character_card").recipe_of(bpy.context.object)
    told = {
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


def undone() -> Any:
    """A card is one step of undo."""
    empty_scene()
    bpy.ops.ed.undo_push(message="start")
    card_of("5")
    counts = [len([o for o in bpy.data.objects if "kashira_recipe" in o])]
    for step in (bpy.ops.ed.undo, bpy.ops.ed.redo):
        step()
        counts.append(len([o for o in bpy.data.objects if "kashira_recipe" in o]))
    return counts


def duplicated(folder: str) -> Any:
    """A duplicate shows its original's colours until it is given its own."""
    empty_scene()
    original = card_of("6")
    refused = refusal(bpy.ops.kashira.colors_own)
    bpy.ops.object.duplicate()
    copy = bpy.context.object
    shared = not ours("character_card").has_own_colors(copy)
    bpy.ops.kashira.colors_own()
    original.hide_render = True
    render(f"{folder}/before.png")
    for ink in ours("character_card").inks_of(copy):
        copy[f"ink {ink['name']}"] = [0.0, 1.0, 0.0]
    copy.update_tag()
    render(f"{folder}/after.png")
    return {"refused": refused, "shared": shared}


def pixels_of(image: bpy.types.Image) -> list[int]:
    """An image's pixels as bytes, bottom row first."""
    return [round(255 * value) for value in image.pixels[:]]


def pictures(folder: str) -> Any:
    """The flat picture of a card, as an asset's preview, and on another mesh, twice."""
    empty_scene()
    told = {"no_mesh": refusal(bpy.ops.kashira.texture_apply)}
    head = card_of("8")
    told["card"] = refusal(bpy.ops.kashira.texture_apply)
    head["ink skin.base"] = [0.0, 0.0, 1.0]
    before = len(bpy.data.images)
    bpy.ops.kashira.bake_image()
    picture = ours("character_card").picture_of(head)
    told["images"] = len(bpy.data.images) - before
    told["baked"], told["baked_recipe"] = pixels_of(picture), json.loads(picture["kashira_recipe"])
    bpy.ops.kashira.asset_mark()
    told["asset"] = [tag.name for tag in head.asset_data.tags]
    told["again"] = refusal(bpy.ops.kashira.asset_mark)
    told["preview"] = [*head.preview.image_size, max(head.preview.image_pixels_float[:])]
    bpy.ops.mesh.primitive_plane_add()
    plane = bpy.context.object
    bpy.ops.kashira.texture_apply()
    bpy.ops.kashira.texture_apply()
    nodes = plane.active_material.node_tree.nodes
    told["nodes"] = [node.name for node in nodes if node.type == "TEX_IMAGE"]
    told["linked_to"] = nodes["Kashira texture"].outputs["Color"].links[0].to_socket.name
    told["texture_recipe"] = json.loads(nodes["Kashira texture"].image["kashira_recipe"])["seed"]
    while plane.data.uv_layers:
        plane.data.uv_layers.remove(plane.data.uv_layers[0])
    told["no_uv"] = refusal(bpy.ops.kashira.texture_apply)
    bpy.ops.ed.undo_push(message="x")
    return told


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
    bpy.ops.kashira.mix()
    told["mixed"] = [result.recipe for result in results[5:]]
    told["ends"] = [json.loads(card["kashira_recipe"]) for card in (first, second)]
    return told


def morph(folder: str) -> Any:
    """A morph of two cards, each frame rendered."""
    scene = empty_scene()
    told = {"alone": refusal(bpy.ops.kashira.morph_bake)}
    first, last = card_of("11", hair_color="red"), card_of("12", hair_color="blue")
    first.select_set(True)
    settings = scene.kashira_card
    settings.frames, settings.frame_pixels, settings.easing = 5, 64, "ease-in"
    scene.frame_set(10)
    bpy.ops.kashira.morph_bake()
    card = bpy.context.object
    first.hide_render = last.hide_render = True
    told["edit"] = refusal(bpy.ops.kashira.edit)
    told["recipes"] = json.loads(card["kashira_frames"])
    told["ends"] = [json.loads(end["kashira_recipe"]) for end in (first, last)]
    told["shown"] = []
    for frame in range(10, 15):
        scene.frame_set(frame)
        told["shown"].append(card["kashira_frame"])
        render(f"{folder}/{frame}.png")
    return told


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


def panels_drawn() -> Any:
    """Every panel is drawn in each of its states, on a layout that looks each name up."""
    scene = empty_scene()
    panels, drawn = ours("panels"), []

    def draw() -> None:
        for kind in panels.CLASSES:
            if not hasattr(kind, "poll") or kind.poll(bpy.context):
                kind.draw(SimpleNamespace(layout=Layout(drawn)), bpy.context)

    draw()
    scene.view_settings.view_transform = "AgX"
    scene.kashira_card.billboard = True
    scene.camera = None
    bpy.ops.kashira.model_read()
    scene.kashira_head.value_hair_color = "=custom"
    bpy.ops.kashira.generate(seed="1", count=13)
    bpy.ops.kashira.card_add()
    draw()
    bpy.ops.object.duplicate()
    draw()
    bpy.ops.kashira.card_add(result=0)
    bpy.ops.object.select_all(action="SELECT")
    scene.kashira_card.frames = 2
    bpy.ops.kashira.morph_bake()
    refusal(bpy.ops.kashira.generate, attributes='{"hare_color": "red"}')
    draw()
    panels.find_engine = lambda: None
    ours("engine_connection").connection._steps = iter(())
    draw()
    ours("engine_connection").connection._steps = None
    Layout(drawn).operator("kashira.card_add")
    return sorted(set(drawn))


def four_cards(picture: str) -> None:
    """The picture of docs/blender: one card and three duplicates, each in its own colours."""
    scene = empty_scene()
    first = card_of("3", hair_style="long", yaw=0)
    for place, color in enumerate(("#c02f4a", "#3fae7c", "#8d7fe0", "#f0b43c")):
        if place:
            bpy.ops.object.select_all(action="DESELECT")
            first.select_set(True)
            bpy.context.view_layer.objects.active = first
            bpy.ops.object.duplicate()
        bpy.context.object.location = (0.8 * place - 1.2, 0.002 * place, 0)
        colors = json.dumps({"hair_color": color, "eye_color": color})
        bpy.ops.kashira.recolor(attributes=colors)
    scene.camera.data.ortho_scale = 3.4
    scene.world = bpy.data.worlds.new("world")
    scene.world.color = (0.86, 0.86, 0.88)
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising = 16, False
    scene.render.resolution_x, scene.render.resolution_y = 1020, 300
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"
    scene.render.filepath = picture
    bpy.ops.render.render(write_still=True)


class Layout:
    """A layout that takes only what is there."""

    def __init__(self, drawn: list[str]) -> None:
        self.drawn = drawn

    def operator(self, name: str, **_: Any) -> Any:
        getattr(bpy.ops.kashira, name.partition(".")[2]).get_rna_type()
        self.drawn.append(name)
        return SimpleNamespace()

    def prop(self, owner: Any, name: str, **_: Any) -> None:
        assert name.strip('["]') in owner or name in owner.bl_rna.properties, name

    def label(self, text: str, **_: Any) -> None:
        self.drawn.append(text)

    def progress(self, factor: float, text: str) -> None:
        self.drawn.append(text)

    def template_icon(self, **_: Any) -> None:
        pass

    def separator(self) -> None:
        pass

    def _part(self, **_: Any) -> "Layout":
        return Layout(self.drawn)

    row = column = box = grid_flow = _part


if __name__ == "__main__":
    told = globals()[sys.argv[1]](**json.loads(sys.argv[2]))
    print("RESULT " + json.dumps(told), flush=True)
