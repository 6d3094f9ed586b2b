"""The films of docs/blender: a morph, a card whose colours are keyed, a layered card."""

import json
import math

import bpy
from card_scenes import lit_softly, pixel_for_pixel
from layered_scenes import layered_of
from scene_tools import card_of, empty_scene, ours

FRAMES = 48
FRAMES_PER_SECOND = 12
SIDE = 256  # a pixel of the film for each of the head's
MORPH_SIDE = 160  # the file holds every frame in some forty inks: 3 MB


def rendered(folder: str, name: str, blend: str, side: int = SIDE, flat: bool = True) -> list[str]:
    """Every frame of the scene as a PNG; the scene is saved, with nothing else in the file.

    Args:
        folder: gets the PNGs, called by name and frame.
        name: of the film.
        blend: the file that is saved.
        side: of the film in pixels.
        flat: one card fills the picture, a pixel for a pixel: one sample in each will do.
    """
    scene = bpy.context.scene
    lit_softly(scene)
    if flat:
        pixel_for_pixel(scene)
    scene.render.resolution_x = scene.render.resolution_y = side
    scene.frame_start, scene.frame_end, scene.render.fps = 1, FRAMES, FRAMES_PER_SECOND
    scene.render.use_persistent_data = True
    scene.render.filepath = f"//{name}-##.png"
    scene.frame_set(1)
    bpy.data.orphans_purge(do_recursive=True)
    bpy.context.preferences.filepaths.save_version = 0  # no .blend1 beside it
    bpy.ops.wm.save_as_mainfile(filepath=blend, compress=True, copy=True)
    scene.render.filepath = f"{folder}/{name}-##.png"
    bpy.ops.render.render(animation=True)
    return [f"{folder}/{name}-{frame:02}.png" for frame in range(1, FRAMES + 1)]


def film_of_morph(folder: str, blend: str) -> list[str]:
    """From head to head to head, and back to the first: every frame is a head of its own."""
    scene = empty_scene()
    looks = (
        {"hair_color": "aqua", "hair_style": "long", "smile": 1},
        {"hair_color": "#c02f4a", "hair_style": "long", "open_mouth": 1},
        {"hair_color": "#f0b43c", "hair_style": "long", "bangs": "hime", "blush": 1},
    )
    heads = [
        card_of(str(seed), hat=0, glasses=0, ribbon=0, yaw=yaw, **look)
        for seed, yaw, look in zip((3, 12, 21), (-0.6, 0.6, 0), looks, strict=True)
    ]
    for head in heads:
        head.select_set(True)
    settings = scene.kashira_card
    settings.frames, settings.frame_pixels = FRAMES, MORPH_SIDE
    settings.loop, settings.easing = True, "ease-in-out"
    scene.frame_set(1)
    bpy.ops.kashira.morph_bake()
    for head in heads:
        bpy.data.objects.remove(head)
    return rendered(folder, "morph", blend, MORPH_SIDE)


def film_of_colors(folder: str, blend: str) -> list[str]:
    """One card whose inks are keyed: no engine is needed for any frame."""
    empty_scene()
    card = card_of("3", hair_style="long", yaw=0, hat=0, glasses=0, ribbon=0)
    colors = ("#c02f4a", "#3fae7c", "#8d7fe0", "#f0b43c", "#c02f4a")
    for number, color in enumerate(colors):
        bpy.ops.kashira.recolor(attributes=json.dumps({"hair_color": color, "eye_color": color}))
        for ink in ours("card_properties").inks_of(card):
            name = ours("card_properties").ink_property(ink["name"])
            card.keyframe_insert(f'["{name}"]', frame=1 + number * FRAMES / 4)
    return rendered(folder, "colors", blend)


def film_of_layers(folder: str, blend: str) -> list[str]:
    """A layered card from a camera that sways; the irises look where it goes, eyes blink."""
    scene = empty_scene()
    card = layered_of("3", hair_style="twintails", yaw=0, hat=0, glasses=0, mature=0)
    card["parallax"] = 0.6
    planes = {thing["kashira_layer"]: thing for thing in card.children_recursive if thing.data}
    camera, target = scene.camera, bpy.data.objects.new("target", None)
    scene.collection.objects.link(target)
    target.location = (0, -0.1, 0.04)
    camera.data.type, camera.data.lens = "PERSP", 150
    track = camera.constraints.new("TRACK_TO")
    track.target, track.track_axis, track.up_axis = target, "TRACK_NEGATIVE_Z", "UP_Y"
    for frame in range(1, FRAMES + 1):
        turn = math.sin(2 * math.pi * frame / FRAMES)
        camera.location = (4.2 * math.sin(0.4 * turn), -4.2 * math.cos(0.4 * turn), 0.1)
        camera.keyframe_insert("location", frame=frame)
        for name in ("iris", "eye_light"):
            if name in planes:
                planes[name].location.x = 0.012 * turn
                planes[name].keyframe_insert("location", frame=frame)
    eyes = next(thing for thing in card.children if thing.get("kashira_part") == "eyes")
    for frame, height in ((1, 1), (20, 1), (22, 0.2), (23, 0.2), (25, 1)):
        eyes.scale.z = height
        eyes.keyframe_insert("scale", frame=frame)
    return rendered(folder, "layers", blend, flat=False)
