"""Scenes of cards in other files: appended, linked; and of very many cards."""

from typing import Any

import bpy
from scene_tools import card_of, empty_scene, ours, refusal, render


def library(blend: str) -> Any:
    """A file with a card in it, recoloured by hand."""
    empty_scene()
    card = card_of("7")
    card["ink accent.base"] = [0.2, 0.6, 1.0]
    bpy.ops.wm.save_as_mainfile(filepath=blend)
    return ours("card_properties").recipe_of(card)


def bring(blend: str, link: bool) -> bpy.types.Object:
    with bpy.data.libraries.load(blend, link=link) as (there, here):
        here.objects = [name for name in there.objects if name.startswith("Kashira")]
    [card] = here.objects
    bpy.context.scene.collection.objects.link(card)
    bpy.context.view_layer.objects.active = card
    card.select_set(True)
    return card


def from_library(blend: str, folder: str) -> Any:
    """The card is appended and recoloured; linked, and refused."""
    empty_scene()
    card = bring(blend, link=False)
    told = {"appended": ours("card_properties").recipe_of(card)}
    render(f"{folder}/appended.png")
    bpy.ops.kashira.recolor(attributes='{"eye_color": "#20c060"}')
    render(f"{folder}/recolored.png")
    told["recolored"] = ours("card_properties").recipe_of(card)
    empty_scene()
    card = bring(blend, link=True)
    told["linked"] = ours("card_properties").recipe_of(card)
    render(f"{folder}/linked.png")
    told["refused"] = [refusal(op) for op in (bpy.ops.kashira.edit, bpy.ops.kashira.recolor)]
    told["read"] = refusal(bpy.ops.kashira.vary)
    told["neighbours"] = len(ours("results").made)
    return told


def overridden(blend: str, folder: str) -> Any:
    """An override of the linked card is recoloured, by hand and by the engine; then saved."""
    empty_scene()
    card = bring(blend, link=True).override_create(remap_local_usages=True)
    bpy.context.view_layer.objects.active = card
    told = {"edit": refusal(bpy.ops.kashira.edit)}
    bpy.ops.kashira.recolor(attributes='{"eye_color": "#20c060"}')
    card["ink accent.base"] = [1.0, 0.5, 0.25]
    told["recipe"] = ours("card_properties").recipe_of(card)
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/overridden.blend")
    bpy.ops.wm.open_mainfile(filepath=f"{folder}/overridden.blend")
    [card] = [o for o in bpy.data.objects if "kashira_recipe" in o and o.override_library]
    render(f"{folder}/overridden.png")
    return told | {"reopened": ours("card_properties").recipe_of(card)}


def crowd(heads: int, copies: int, picture: str) -> Any:
    """Very many cards in one file: heads, and duplicates of each; one of the last is recoloured."""
    scene = empty_scene()
    bpy.ops.kashira.generate(seed="1", count=heads)
    for number in range(heads):
        scene.cursor.location = (2 * number, 0, 0)
        bpy.ops.kashira.card_add(result=number)
    for row in range(1, copies):
        bpy.ops.object.select_all(action="SELECT")
        scene.camera.select_set(False)
        if row > 1:
            for card in bpy.context.selected_objects:
                card.select_set(card.location.z == 0)
        bpy.ops.object.duplicate()
        for card in bpy.context.selected_objects:
            card.location.z = 2 * row
    cards = [thing for thing in bpy.data.objects if "kashira_recipe" in thing]
    card = bpy.context.view_layer.objects.active = bpy.context.selected_objects[-1]
    scene.camera.location = (card.location.x, -5, card.location.z)
    bpy.ops.kashira.recolor(attributes='{"hair_color": "#20c060"}')
    render(picture)
    groups = [g.name for g in bpy.data.node_groups if g.name.startswith("Kashira inks")]
    recipe = ours("card_properties").recipe_of(card)
    return {"cards": len(cards), "groups": len(groups), "recipe": recipe}


def overlapping(folder: str) -> Any:
    """Three cards, each half in front of the next, rendered with one sample."""
    scene, cards = empty_scene(), []
    for number in range(3):
        scene.cursor.location = ((number - 1) / 4, number / 10, 0)
        cards.append(card_of(str(7 + number)))
    render(f"{folder}/overlapping.png")
    return [ours("card_properties").recipe_of(card) for card in cards]


def data_blocks() -> list[str]:
    """Everything that cards are made of."""
    kinds = ("images", "materials", "meshes", "node_groups", "actions")
    found = [f"{kind} {data.name}" for kind in kinds for data in getattr(bpy.data, kind)]
    return found + [thing.name for thing in bpy.data.objects if thing.type != "CAMERA"]
