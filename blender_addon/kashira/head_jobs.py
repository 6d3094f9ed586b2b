"""What the operators do with the engine, as jobs (see `engine_connection`).

A job keeps names, never pointers: undo, or another file, frees what they would point to.
"""

from __future__ import annotations

import json
from typing import Any

import bpy

from . import attributes, character_card, description, mesh_texture, results
from .character_card import Flattened, Look
from .engine_connection import Answer, Refusal, Request, Steps, connection


def read_model() -> Steps:
    """Learn what the model offers."""
    yield from description.ask()


def generate(params: dict[str, Any]) -> Steps:
    """Make heads; each comes to `results` as it is drawn."""
    yield from description.ask()
    yield _into_results("generate", params)


def vary(name: str, strength: float, count: int) -> Steps:
    """Make neighbours of a card's head."""
    yield from description.ask()
    recipe = character_card.recipe_of(_card(name))
    yield _into_results("vary", {"recipe": recipe, "strength": strength, "count": count})


def mix(names: tuple[str, str], steps: int) -> Steps:
    """Make heads on the way from one card's to another's."""
    yield from description.ask()
    recipes = [character_card.recipe_of(_card(name)) for name in names]
    yield _into_results("mix", {"recipes": recipes, "steps": steps})


def add_card(params: dict[str, Any], recipe: dict[str, Any] | None, look: Look) -> Steps:
    """Put a head into the scene that is open now: of a recipe, or a new one."""
    scene, layer = bpy.context.scene.name, bpy.context.view_layer.name
    yield from description.ask()
    if recipe is None:
        params = {**params, "count": 1}
        yield from generate(params)
        recipe = results.made[-1].recipe
    flattened = yield from _flatten(recipe)
    target = bpy.data.scenes.get(scene)
    if target is None:
        raise Refusal(f"The scene {scene} is gone: the card was not made")
    card = character_card.add(flattened, target, look)
    if layer in target.view_layers:
        character_card.select_alone(card, target.view_layers[layer])
    bpy.ops.ed.undo_push(message="Kashira: add card")


def bake_morph(names: list[str], params: dict[str, Any], look: Look) -> Steps:
    """Put a morph between cards' heads into the scene that is open now, as a card of its own."""
    scene, layer = bpy.context.scene.name, bpy.context.view_layer.name
    yield from description.ask()
    recipes = [character_card.recipe_of(_card(name)) for name in names]
    yield from _add_morph(recipes, params, look, scene, layer)


def bake_expression(
    name: str, changes: dict[str, Any], params: dict[str, Any], look: Look
) -> Steps:
    """The same for the way from a card's head to the same person with other attributes."""
    scene, layer = bpy.context.scene.name, bpy.context.view_layer.name
    yield from description.ask()
    recipe = character_card.recipe_of(_card(name))
    answer = yield Request("edit", {"recipe": recipe, "attributes": changes, "pictures": False})
    recipes = [recipe, answer.result["head"]["recipe"]]
    yield from _add_morph(recipes, params, look, scene, layer)


def _add_morph(
    recipes: list[dict[str, Any]], params: dict[str, Any], look: Look, scene: str, layer: str
) -> Steps:
    answer = yield Request("ink_frames", {**params, "recipes": recipes, "format": "png"})
    told, heads = answer.result, answer.result["heads"]
    whole = yield Request("preview", {"recipe": heads[0]["recipe"], "format": "png"})
    target = bpy.data.scenes.get(scene)
    if target is None:
        raise Refusal(f"The scene {scene} is gone: the morph was not made")
    flattened = Flattened(
        heads[0], told["inks"], told["alpha"], told["pictures"], answer.payload,
        whole.result["head"]["picture"], whole.payload, told["atlas"],
    )  # fmt: skip
    card = character_card.add_morph(flattened, heads, target, look)
    if layer in target.view_layers:
        character_card.select_alone(card, target.view_layers[layer])
    bpy.ops.ed.undo_push(message="Kashira: bake morph")


def edit(name: str, changes: dict[str, Any]) -> Steps:
    """Change a card's head in place: the same person, with other attributes."""
    yield from description.ask()
    recipe = character_card.recipe_of(_card(name))
    answer = yield Request("edit", {"recipe": recipe, "attributes": changes, "pictures": False})
    flattened = yield from _flatten(answer.result["head"]["recipe"])
    character_card.replace(_card(name), flattened)
    bpy.ops.ed.undo_push(message="Kashira: edit card")


def recolor(name: str, changes: dict[str, Any], inks: dict[str, str]) -> Steps:
    """Give a card's head other colours: the engine works out shade, light and line."""
    yield from description.ask()
    params = {"recipe": character_card.recipe_of(_card(name)), "pictures": False}
    answer = yield Request("recolor", {**params, "attributes": changes, "inks": inks})
    character_card.recolor(_card(name), answer.result["head"])
    bpy.ops.ed.undo_push(message="Kashira: recolour card")


def bake_picture(name: str) -> Steps:
    """Draw a card's picture anew, in the colours it has now."""
    yield from description.ask()
    recipe = character_card.recipe_of(_card(name))
    answer = yield Request("preview", {"recipe": recipe, "format": "png"})
    head = answer.result["head"]
    character_card.set_picture(_card(name), head, answer.payload)
    bpy.ops.ed.undo_push(message="Kashira: bake picture")


def apply_texture(name: str, recipe: dict[str, Any]) -> Steps:
    """Put a head's picture on a mesh."""
    yield from description.ask()
    answer = yield Request("preview", {"recipe": recipe, "format": "png"})
    target = bpy.data.objects.get(name)
    if target is None:
        raise Refusal(f"The object {name} is gone")
    mesh_texture.apply(target, answer.result["head"], answer.payload)
    bpy.ops.ed.undo_push(message="Kashira: apply texture")


def panel_request(
    head: bpy.types.PropertyGroup, seed: str, count: int, asked: str
) -> dict[str, Any]:
    """What to generate: as the panel says, but for what an operator was given.

    Args:
        head: the panel's settings.
        seed: text of a whole number; the panel's, if empty.
        count: the panel's, if 0.
        asked: JSON of attributes; the panel's, if empty.
    """
    params: dict[str, Any] = {
        "count": count or head.count,
        "variety": round(head.variety, 6),
        "attributes": json_object(asked) if asked else attributes.asked(head),
    }
    text = (seed or head.seed).strip()
    if text:
        try:
            params["seed"] = int(text)
        except ValueError:
            raise Refusal(f"The seed is a whole number, not {text[:40]}") from None
    return params


def panel_changes(
    head: bpy.types.PropertyGroup, recipe: dict[str, Any], asked: str
) -> dict[str, Any]:
    """What of a head is to be otherwise: `asked`, JSON of attributes; if empty, as the panel says.

    A Refusal where that is nothing.
    """
    changes = json_object(asked) if asked else attributes.changed(head, recipe)
    if not changes:
        raise Refusal("The panel fixes nothing that the card does not have")
    return changes


def json_object(text: str) -> dict[str, Any]:
    """A JSON object that a script gave; a Refusal where it is none."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refusal(f"This is no JSON: {text[:60]}") from error
    if not isinstance(found, dict):
        raise Refusal(f"This is no JSON object: {text[:60]}")
    return found


def _into_results(method: str, params: dict[str, Any]) -> Request:
    """A request for several heads, each of which comes to `results` as it is drawn."""

    def progress(told: dict[str, Any], payload: bytes) -> None:
        results.add(told["head"], payload)

    pictured = {"size": results.THUMBNAIL_PIXELS, "format": "rgba-f32"}
    return Request(method, {**params, **pictured}, progress)


def _flatten(recipe: dict[str, Any]) -> Any:
    """The weight maps of a head, and its picture for solid mode and exporters."""
    inks: Answer = yield Request("inks", {"recipe": recipe, "format": "png"})
    told = inks.result
    whole: Answer = yield Request("preview", {"recipe": told["head"]["recipe"], "format": "png"})
    return Flattened(
        told["head"], told["inks"], told["alpha"], told["pictures"], inks.payload,
        whole.result["head"]["picture"], whole.payload,
    )  # fmt: skip


def _card(name: str) -> bpy.types.Object:
    card = bpy.data.objects.get(name)
    if not character_card.is_card(card):
        raise Refusal(f"The card {name} is gone")
    return card


@bpy.app.handlers.persistent
def stop_at_load(*_: object) -> None:
    """A file is opened: what was asked for in the one before ends."""
    connection.cancel()
