"""Scenes that are compared pixel by pixel: heads of the default model, one to one."""

import json
import time
from typing import Any

import bpy
from layered_scenes import layered_of
from scene_tools import card_of, empty_scene, ours, render, render_eevee

SIDE = 256
COLORS = '{"hair_color": "#c02f4a", "eye_color": "#3fae7c", "clothes_color": "#f0b43c"}'


def measured_cards(folder: str, seeds: list[str], eevee: bool) -> Any:
    """Each head as a card, as made and recoloured: pictures, their recipes, and seconds."""
    rendered = render_eevee if eevee else render
    told = []
    for seed in seeds:
        empty_scene()
        begun = time.monotonic()
        head = card_of(seed)
        seconds = time.monotonic() - begun
        for state in ("made", "recolored"):
            if state == "recolored":
                bpy.ops.kashira.recolor(attributes=COLORS)
            picture = f"{folder}/{seed}-{state}.png"
            rendered(picture, SIDE)
            told.append([picture, ours("card_properties").recipe_of(head), seconds])
    return told


def measured_layers(folder: str, seeds: list[str]) -> Any:
    """Each head as a layered card."""
    told = []
    for seed in seeds:
        empty_scene()
        head = layered_of(seed)
        picture = f"{folder}/{seed}-layers.png"
        render(picture, SIDE)
        told.append([picture, ours("card_properties").recipe_of(head)])
    return told


def measured_morph(folder: str, frames: int) -> Any:
    """Frames of a morph between two heads."""
    scene = empty_scene()
    cards = [card_of(seed) for seed in ("3", "12")]
    for card in cards:
        card.select_set(True)
    scene.kashira_card.frames, scene.kashira_card.frame_pixels = frames, SIDE
    scene.frame_set(1)
    begun = time.monotonic()
    bpy.ops.kashira.morph_bake()
    seconds, morph, told = time.monotonic() - begun, bpy.context.object, []
    for card in cards:
        card.hide_render = True
    recipes = json.loads(morph["kashira_frames"])
    for index in (0, frames // 4, frames // 2, frames - 1):
        scene.frame_set(1 + index)
        picture = f"{folder}/morph-{index}.png"
        render(picture, SIDE)
        told.append([picture, recipes[index], seconds])
    return told
