"""Scenes of morphs, and of heads that blink and talk."""

import json
from typing import Any

import bpy
from scene_tools import card_of, empty_scene, ours, refusal, render


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
    bpy.context.view_layer.objects.active = first
    told["nothing"] = refusal(bpy.ops.kashira.expression_bake)
    settings.frames, settings.loop, settings.easing = 4, True, "linear"
    bpy.ops.kashira.expression_bake(attributes='{"eyes_open": 0.0}')
    told["blink"] = json.loads(bpy.context.object["kashira_frames"])
    told["curves"] = len(ours("frame_atlas")._curves(bpy.context.object))
    return told


def in_motion(folder: str) -> Any:
    """A morph that follows a property, and one that is cross-faded between its frames."""
    scene = empty_scene()
    first, last = card_of("11", hair_color="red"), card_of("12", hair_color="blue")
    first.select_set(True)
    settings = scene.kashira_card
    settings.frames, settings.frame_pixels, settings.follow = 3, 64, "PROGRESS"
    bpy.ops.kashira.morph_bake()
    first.hide_render = last.hide_render = True
    card = bpy.context.object
    told = {"keyed": card.animation_data.action is not None, "shown": []}
    for percent in (0, 20, 50, 100):
        card["kashira_progress"] = percent / 100
        card.update_tag()
        render(f"{folder}/progress-{percent}.png")
        shown = card.evaluated_get(bpy.context.evaluated_depsgraph_get())
        told["shown"].append(shown["kashira_frame"])
    card.hide_render = True
    for end in (first, last):
        end.select_set(True)
    card.select_set(False)
    bpy.context.view_layer.objects.active = last
    settings.follow, settings.cross_fade = "FRAMES", True
    scene.frame_set(1)
    bpy.ops.kashira.morph_bake()
    for number, (frame, part) in enumerate(((1, 0.0), (1, 0.5), (3, 0.0))):
        scene.frame_set(frame, subframe=part)
        render(f"{folder}/fade-{number}.png")
    told["recipes"] = json.loads(bpy.context.object["kashira_frames"])
    return told


def cycles(folder: str) -> Any:
    """A head that blinks, one that talks, and what is shown after the last frame."""
    scene = empty_scene()
    head = card_of("11", eyes_open=1.0, open_mouth=0.0)
    settings = scene.kashira_card
    settings.frame_pixels, scene.render.fps = 64, 2
    scene.frame_set(10)
    told = {"no_card": [], "shown": {}, "recipes": {}}
    for cycle in ("BLINK", "TALK"):
        bpy.context.view_layer.objects.active = head
        bpy.ops.kashira.cycle_bake(cycle=cycle, frames=4)
        card = bpy.context.object
        told["recipes"][cycle] = json.loads(card["kashira_frames"])
        told["shown"][cycle] = []
        for frame in range(9, 28):
            scene.frame_set(frame)
            told["shown"][cycle].append(card["kashira_frame"])
        scene.frame_set(10)
    scene.frame_set(12)
    head.hide_render = True
    bpy.data.objects.remove(card)
    render(f"{folder}/closed.png")
    bpy.context.view_layer.objects.active = head
    description = ours("description")
    known = description.current()
    few = [entry for entry in known.attributes if entry.name != "eyes_open"]
    description._current = known._replace(attributes=few)
    told["no_eyes"] = refusal(bpy.ops.kashira.cycle_bake, cycle="BLINK")
    return told


def morph_duplicated(folder: str) -> Any:
    """A duplicate of a morph shows another frame, and then other colours, than its original."""
    scene = empty_scene()
    first = card_of("11", hair_color="red")
    scene.kashira_card.frames, scene.kashira_card.frame_pixels = 5, 64
    scene.kashira_card.follow = "PROGRESS"
    bpy.ops.kashira.expression_bake(attributes='{"open_mouth": 1.0}')
    card = bpy.context.object
    first.hide_render = True
    bpy.ops.object.duplicate()
    copy = bpy.context.object
    told = {"same_material": copy.active_material == card.active_material}
    copy["kashira_progress"] = 1.0
    for shown, hidden in ((card, copy), (copy, card)):
        shown.hide_render, hidden.hide_render = False, True
        shown.update_tag()
        render(f"{folder}/{'card' if shown == card else 'copy'}.png")
    told["own"] = refusal(bpy.ops.kashira.colors_own)
    for ink in ours("card_properties").inks_of(copy):
        copy[f"ink {ink['name']}"] = [0.0, 1.0, 0.0]
    copy.update_tag()
    render(f"{folder}/green.png")
    return told | {"recipes": json.loads(card["kashira_frames"])}
