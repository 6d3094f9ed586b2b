"""Scenes of layered cards."""

import json
from typing import Any

import bpy
from scene_tools import card_of, empty_scene, ours, refusal, render


def layered_of(seed: str, **asked: Any) -> bpy.types.Object:
    bpy.ops.kashira.generate(seed=seed, count=1, attributes=json.dumps(asked))
    bpy.ops.kashira.layered_card_add()
    return bpy.context.object


def planes_of(card: bpy.types.Object) -> dict[str, bpy.types.Object]:
    return {thing["kashira_layer"]: thing for thing in card.children_recursive if thing.data}


def depths(card: bpy.types.Object) -> list[tuple[float, str]]:
    """How far each layer lies behind the card, the farthest first."""
    bpy.context.view_layer.update()
    planes = planes_of(card).items()
    return sorted(((round(p.matrix_world.translation.y, 5), name) for name, p in planes))[::-1]


def layered(folder: str, seed: str, ink: str, color: list[float]) -> Any:
    """A layered card is made, rendered, recoloured both ways, spread, edited and saved."""
    scene = empty_scene()
    card = layered_of(seed)
    told = {
        "recipe": json.loads(card["kashira_recipe"]),
        "parts": sorted(t["kashira_part"] for t in card.children if "kashira_part" in t),
        "bounces": [scene.cycles.transparent_max_bounces, scene.cycles.min_transparent_bounces],
        "packed": all(i.packed_file for i in bpy.data.images if i.source == "FILE"),
        "refused": [refusal(bpy.ops.kashira.bake_image), refusal(bpy.ops.kashira.asset_mark)],
    }
    render(f"{folder}/made.png")
    for parallax in (0.0, 1.0):
        card["parallax"] = parallax
        card.update_tag()
        told[f"depths {parallax:g}"] = depths(card)
    render(f"{folder}/deep.png")
    card[f"ink {ink}"] = color
    card.update_tag()
    render(f"{folder}/property.png")
    bpy.context.view_layer.objects.active = planes_of(card)["hair_back"]
    bpy.ops.kashira.recolor(attributes='{"eye_color": "#20c060"}')
    render(f"{folder}/recolored.png")
    told["recolored"] = json.loads(card["kashira_recipe"])
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/layered.blend")
    return told


def layered_edited(folder: str) -> Any:
    """What was keyed on the planes stays when the head is edited; nothing piles up."""
    empty_scene()
    card = layered_of("3")
    mouth = next(t for t in card.children if t.get("kashira_part") == "mouth")
    mouth.location.x += 0.1
    mouth.keyframe_insert("location", frame=1)
    kinds = ("images", "materials", "meshes", "objects", "actions")
    before = {kind: len(getattr(bpy.data, kind)) for kind in kinds}
    there = mouth.location.x
    bpy.ops.kashira.edit(attributes='{"smile": 1.0}')
    after = {kind: len(getattr(bpy.data, kind)) for kind in kinds}
    told = {
        "recipe": json.loads(card["kashira_recipe"]),
        "kept": [mouth.location.x == there, mouth.animation_data.action is not None],
        "numbers": [before, after],
    }
    mouth.animation_data_clear()
    mouth.location.x -= 0.1
    render(f"{folder}/edited.png")
    return told


def layered_moved(folder: str) -> Any:
    """Irises that are moved stay inside the eye whites; a duplicate shows what its original does.

    The mask is the lowest picture of the eye whites, on all planes alike.
    """
    empty_scene()
    card = layered_of("5")
    planes = planes_of(card)
    for name, plane in planes.items():
        plane.hide_render = name != "iris"
    planes["iris"].location.x = 4 / 64
    render(f"{folder}/moved.png")
    planes["iris"].location.x = 0
    planes["iris"].hide_render = True
    for thing in [card, *card.children_recursive]:
        thing.select_set(True)
    bpy.ops.object.duplicate()
    copy = ours("card_properties").card_of(bpy.context.object)
    for name, plane in planes_of(copy).items():
        plane.hide_render = name != "iris"
    shared = not ours("card_properties").has_own_colors(copy)
    bpy.context.view_layer.objects.active = copy
    bpy.ops.kashira.colors_own()
    for ink in ours("card_properties").inks_of(copy):
        copy[f"ink {ink['name']}"] = [0.0, 1.0, 0.0]
    copy.update_tag()
    render(f"{folder}/copy.png")
    return {"shared": shared, "of": copy != card}


def origins() -> Any:
    """Where the middle of the picture is above the origin, by kind of card and choice."""
    scene = empty_scene()
    scene.kashira_card.height = 2.0
    told = []
    for origin in ("MIDDLE", "CHIN"):
        scene.kashira_card.origin = origin
        flat = card_of("1")
        corners = [corner[2] for corner in flat.bound_box]
        told.append([min(corners), max(corners)])
        card = layered_of("1")
        told.append(json.loads(card["kashira_look"])["from_chin"])
    return told
