"""Scenes of cards: `python inside_blender.py SCENE ARGUMENTS`."""

import json
from typing import Any

import bpy
from scene_tools import card_of, empty_scene, ours, refusal, render, render_eevee


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
    by_hand = ours("card_properties").recipe_of(head)
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


def in_eevee(folder: str, seed: str, asked: dict[str, Any], ink: str) -> None:
    """A card in EEVEE, after recolouring too."""
    empty_scene()
    head = card_of(seed, **asked)
    render_eevee(f"{folder}/made.png")
    bpy.ops.kashira.recolor(attributes='{"eye_color": "#20c060"}')
    head[f"ink {ink}"] = [0.2, 0.6, 1.0]
    head.update_tag()
    render_eevee(f"{folder}/recolored.png")


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


def in_agx(folder: str) -> Any:
    """A scene that stays AgX: written with a colour management of its own, and as linear light."""
    scene = empty_scene()
    head = card_of("7")
    scene.view_settings.view_transform = "AgX"
    render(f"{folder}/agx.png")
    settings = scene.render.image_settings
    settings.color_management = "OVERRIDE"
    settings.view_settings.view_transform = "Standard"
    render(f"{folder}/override.png")
    settings.color_management = "FOLLOW_SCENE"
    settings.file_format, settings.color_depth = "OPEN_EXR", "32"
    scene.render.filepath = f"{folder}/linear.exr"
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(scene.render.filepath)
    return {"recipe": json.loads(head["kashira_recipe"]), "linear": image.pixels[:]}


def duplicated(folder: str) -> Any:
    """A duplicate shows its original's colours until it is given its own."""
    empty_scene()
    original = card_of("6")
    refused = refusal(bpy.ops.kashira.colors_own)
    bpy.ops.object.duplicate()
    copy = bpy.context.object
    assert copy["kashira_recipe"] == original["kashira_recipe"]
    shared = not ours("card_properties").has_own_colors(copy)
    bpy.ops.kashira.colors_own()
    original.hide_render = True
    render(f"{folder}/before.png")
    for ink in ours("card_properties").inks_of(copy):
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
    head["ink accent.base"] = [0.0, 0.0, 1.0]
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
    corners = [tuple(loop.uv) for loop in plane.data.uv_layers.active.data]
    bpy.ops.kashira.texture_apply()
    bpy.ops.kashira.texture_apply()
    told["uv_kept"] = corners == [tuple(loop.uv) for loop in plane.data.uv_layers.active.data]
    nodes = plane.active_material.node_tree.nodes
    told["nodes"] = [node.name for node in nodes if node.type == "TEX_IMAGE"]
    told["linked_to"] = nodes["Kashira texture"].outputs["Color"].links[0].to_socket.name
    told["texture_recipe"] = json.loads(nodes["Kashira texture"].image["kashira_recipe"])["seed"]
    while plane.data.uv_layers:
        plane.data.uv_layers.remove(plane.data.uv_layers[0])
    told["no_uv"] = refusal(bpy.ops.kashira.texture_apply)
    bpy.ops.ed.undo_push(message="x")
    return told


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
        bpy.context.object.location = (0.8125 * place - 1.21875, 0.002 * place, 0)
        colors = json.dumps({"hair_color": color, "eye_color": color})
        bpy.ops.kashira.recolor(attributes=colors)
    scene.camera.data.ortho_scale = 3.5
    lit_softly(scene)
    pixel_for_pixel(scene)
    scene.render.resolution_x, scene.render.resolution_y = 896, 256  # 256 for a metre
    scene.render.filepath = picture
    bpy.ops.render.render(write_still=True)


def lit_softly(scene: bpy.types.Scene) -> None:
    """A light grey background, rendered smoothly."""
    scene.world = bpy.data.worlds.new("world")
    if bpy.app.version < (5, 0, 0):
        scene.world.use_nodes = True
    scene.world.node_tree.nodes["Background"].inputs[0].default_value = (0.86, 0.86, 0.88, 1)
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising = 16, False
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"


def pixel_for_pixel(scene: bpy.types.Scene) -> None:
    """One sample in the middle of each pixel: where a card's own pixel is."""
    scene.cycles.samples = 1
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BOX", 0.01
