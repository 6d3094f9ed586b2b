"""The films of docs/blender: a morph, a card whose colours are keyed, a layered card."""

import json
import math

import bpy
from card_scenes import lit_softly
from layered_scenes import layered_of
from scene_tools import card_of, empty_scene, ours

FRAMES = 48
SIDE = 240


def rendered(folder: str, name: str) -> list[str]:
    """Every frame of the scene as a PNG."""
    scene = bpy.context.scene
    lit_softly(scene)
    scene.cycles.samples = 4
    scene.render.resolution_x = scene.render.resolution_y = SIDE
    files = []
    for frame in range(1, FRAMES + 1):
        scene.frame_set(frame)
        files.append(f"{folder}/{name}-{frame:02}.png")
        scene.render.filepath = files[-1]
        bpy.ops.render.render(write_still=True)
    return files


def film_of_morph(folder: str) -> list[str]:
    """From head to head to head, and back to the first: every frame is a head of its own."""
    scene = empty_scene()
    looks = ({"hair_color": "aqua", "hair_style": "long", "smile": 1},
             {"hair_color": "#c02f4a", "hair_style": "short", "open_mouth": 1},
             {"hair_color": "#f0b43c", "hair_style": "twintails", "blush": 1})  # fmt: skip
    heads = [
        card_of(str(seed), hat=0, glasses=0, yaw=yaw, **look)
        for seed, yaw, look in zip((3, 12, 21), (-0.6, 0.6, 0), looks, strict=True)
    ]
    for head in heads:
        head.select_set(True)
        head.hide_render = True
    settings = scene.kashira_card
    settings.frames, settings.frame_pixels = FRAMES, 224
    settings.loop, settings.easing = True, "ease-in-out"
    scene.frame_set(1)
    bpy.ops.kashira.morph_bake()
    return rendered(folder, "morph")


def film_of_colors(folder: str) -> list[str]:
    """One card whose inks are keyed: no engine is needed for any frame."""
    empty_scene()
    card = card_of("3", hair_style="long", yaw=0, hat=0, glasses=0)
    colors = ("#c02f4a", "#3fae7c", "#8d7fe0", "#f0b43c", "#c02f4a")
    for number, color in enumerate(colors):
        bpy.ops.kashira.recolor(attributes=json.dumps({"hair_color": color, "eye_color": color}))
        for ink in ours("card_properties").inks_of(card):
            name = ours("card_properties").ink_property(ink["name"])
            card.keyframe_insert(f'["{name}"]', frame=1 + number * FRAMES / 4)
    return rendered(folder, "colors")


def film_of_layers(folder: str) -> list[str]:
    """A layered card from a camera that sways; the irises look where it goes, eyes blink."""
    scene = empty_scene()
    card = layered_of("3", hair_style="twintails", yaw=0, hat=0, glasses=0, mature=0)
    card["parallax"] = 0.6
    planes = {thing["kashira_layer"]: thing for thing in card.children_recursive if thing.data}
    camera, target = scene.camera, bpy.data.objects.new("target", None)
    scene.collection.objects.link(target)
    target.location = (0, -0.1, 0)
    camera.data.type, camera.data.lens = "PERSP", 130
    track = camera.constraints.new("TRACK_TO")
    track.target, track.track_axis, track.up_axis = target, "TRACK_NEGATIVE_Z", "UP_Y"
    for frame in range(1, FRAMES + 1):
        turn = math.sin(2 * math.pi * frame / FRAMES)
        camera.location = (2.2 * turn, -4.2, 0.3)
        camera.keyframe_insert("location", frame=frame)
        for name in ("iris", "eye_light"):
            if name in planes:
                planes[name].location.x = 0.012 * turn
                planes[name].keyframe_insert("location", frame=frame)
    return rendered(folder, "layers")
