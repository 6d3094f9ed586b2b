"""What the operators do with the engine, as jobs (see `engine_connection`).

A job keeps names, never pointers: undo, or another file, frees what they would point to.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import bpy

from . import (
    card_properties,
    character_card,
    description,
    layered_card,
    live_preview,
    mesh_texture,
    results,
)
from .character_card import Flattened
from .engine_connection import Answer, Refusal, Request, Steps, connection
from .engine_places import find_engine
from .frame_atlas import Atlas, Motion
from .layered_card import Layered
from .look import Look, select_alone

Changes = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes a recipe; which of its attributes are to be otherwise, once a model is known."""


class _Place(NamedTuple):
    """The scene and the view layer that a card is made for, by name."""

    scene_name: str
    layer_name: str

    @classmethod
    def here(cls) -> _Place:
        """What is open now."""
        return cls(bpy.context.scene.name, bpy.context.view_layer.name)

    def scene(self) -> bpy.types.Scene:
        """The scene, if it is still there."""
        found = bpy.data.scenes.get(self.scene_name)
        if found is None:
            raise Refusal(f"The scene {self.scene_name} is gone: the card was not made")
        return found

    def finish(self, card: bpy.types.Object, step: str) -> None:
        """Select a new card, and make it a step of undo."""
        layers = self.scene().view_layers
        if self.layer_name in layers:
            select_alone(card, layers[self.layer_name])
        bpy.ops.ed.undo_push(message=f"Kashira: {step}")


def read_model() -> Steps:
    """Learn what the model offers, and show one of its heads."""
    yield from description.ask()
    live_preview.wish(bpy.context.scene)


def read_unknown_model() -> None:
    """Where no model was ever described, so that the panel is whole when it is first seen."""
    unknown = not description.current().attributes
    if unknown and not connection.is_busy and find_engine() is not None:
        connection.run("Reading the model", read_model())


def generate(params: dict[str, Any]) -> Steps:
    """Make heads; each comes to `results` as it is drawn."""
    yield from description.ask()
    yield _into_results("generate", params)


def vary(name: str, strength: float, count: int) -> Steps:
    """Make neighbours of a card's head."""
    yield from description.ask()
    recipe = card_properties.recipe_of(_card(name))
    yield _into_results("vary", {"recipe": recipe, "strength": strength, "count": count})


def mix(names: tuple[str, str], steps: int) -> Steps:
    """Make heads on the way from one card's to another's."""
    yield from description.ask()
    recipes = [card_properties.recipe_of(_card(name)) for name in names]
    yield _into_results("mix", {"recipes": recipes, "steps": steps})


def add_card(
    params: dict[str, Any], recipe: dict[str, Any] | None, look: Look, layered: bool
) -> Steps:
    """Put a head into the scene that is open now: of a recipe, or a new one."""
    place = _Place.here()
    yield from description.ask()
    if recipe is None:
        yield from generate({**params, "count": 1})
        recipe = results.made[-1].recipe
    if layered:
        card = layered_card.add((yield from _take_apart(recipe)), place.scene(), look)
    else:
        card = character_card.add((yield from _flatten(recipe)), place.scene(), look)
    place.finish(card, "add card")


def bake_morph(names: list[str], params: dict[str, Any], look: Look, motion: Motion) -> Steps:
    """Put a morph between cards' heads into the scene that is open now, as a card of its own."""
    place = _Place.here()
    yield from description.ask()
    recipes = [card_properties.recipe_of(_card(name)) for name in names]
    yield from _add_morph(recipes, params, look, motion, place)


def bake_expression(
    name: str, changes: Changes, params: dict[str, Any], look: Look, motion: Motion
) -> Steps:
    """The same for the way from a card's head to the same person with other attributes."""
    place = _Place.here()
    yield from description.ask()
    recipe = card_properties.recipe_of(_card(name))
    asked = {"recipe": recipe, "attributes": changes(recipe), "pictures": False}
    answer = yield Request("edit", asked)
    recipes = [recipe, answer.result["head"]["recipe"]]
    yield from _add_morph(recipes, params, look, motion, place)


def other_end(moved: str) -> Changes:
    """One attribute at the end that is farther from where a head has it."""

    def changes(recipe: dict[str, Any]) -> dict[str, Any]:
        found = [entry for entry in description.current().attributes if entry.name == moved]
        if not found:
            raise Refusal(f"The model cannot do that: it has no {moved}")
        low, high = found[0].low, found[0].high
        here = recipe.get("attributes", {}).get(moved, high)
        return {moved: low if here > (low + high) / 2 else high}

    return changes


def _add_morph(
    recipes: list[dict[str, Any]], params: dict[str, Any], look: Look, motion: Motion,
    place: _Place,
) -> Steps:  # fmt: skip
    answer = yield Request("ink_frames", {**params, "recipes": recipes, "format": "png"})
    told, heads = answer.result, answer.result["heads"]
    whole = yield Request("preview", {"recipe": heads[0]["recipe"], "format": "png"})
    flattened = Flattened(
        heads[0], told["inks"], told["alpha"], told["pictures"], answer.payload,
        whole.result["head"]["picture"], whole.payload,
        Atlas(**told["atlas"], cross_fade=motion.cross_fade),
    )  # fmt: skip
    card = character_card.add_morph(flattened, heads, place.scene(), look, motion)
    place.finish(card, "bake morph")


def edit(name: str, changes: dict[str, Any]) -> Steps:
    """Change a card's head in place: the same person, with other attributes."""
    yield from description.ask()
    recipe = card_properties.recipe_of(_card(name))
    answer = yield Request("edit", {"recipe": recipe, "attributes": changes, "pictures": False})
    changed = answer.result["head"]["recipe"]
    if card_properties.is_layered(_card(name)):
        layered = yield from _take_apart(changed)
        layered_card.replace(_card(name), layered)
    else:
        flattened = yield from _flatten(changed)
        character_card.replace(_card(name), flattened)
    bpy.ops.ed.undo_push(message="Kashira: edit card")


def recolor(name: str, changes: dict[str, Any], inks: dict[str, str]) -> Steps:
    """Give a card's head other colours: the engine works out shade, light and line."""
    yield from description.ask()
    params = {"recipe": card_properties.recipe_of(_card(name)), "pictures": False}
    answer = yield Request("recolor", {**params, "attributes": changes, "inks": inks})
    card_properties.recolor(_card(name), answer.result["head"])
    bpy.ops.ed.undo_push(message="Kashira: recolour card")


def bake_picture(name: str) -> Steps:
    """Draw a card's picture anew, in the colours it has now."""
    yield from description.ask()
    recipe = card_properties.recipe_of(_card(name))
    answer = yield Request("preview", {"recipe": recipe, "format": "png"})
    if character_card.picture_node(_card(name)) is None:
        raise Refusal("The card has lost its material: edit it, and it gets a new one")
    character_card.set_picture(_card(name), answer.result["head"], answer.payload)
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


def _into_results(method: str, params: dict[str, Any]) -> Request:
    """A request for several heads, each of which comes to `results` as it is drawn."""

    def progress(told: dict[str, Any], payload: bytes) -> None:
        results.add(told["head"], payload)

    bpy.context.window_manager.kashira_page = 1  # where they come
    pictured = {"size": results.THUMBNAIL_PIXELS, "format": "rgba-f32"}
    return Request(method, {**params, **pictured}, progress)


def _flatten(recipe: dict[str, Any]) -> Generator[Request, Answer, Flattened]:
    """The weight maps of a head, and its picture for solid mode and exporters."""
    inks = yield Request("inks", {"recipe": recipe, "format": "png"})
    told = inks.result
    whole = yield Request("preview", {"recipe": told["head"]["recipe"], "format": "png"})
    return Flattened(
        told["head"], told["inks"], told["alpha"], told["pictures"], inks.payload,
        whole.result["head"]["picture"], whole.payload,
    )  # fmt: skip


def _take_apart(recipe: dict[str, Any]) -> Generator[Request, Answer, Layered]:
    """The layers of a head, each in its inks."""
    whole = yield Request("preview", {"recipe": recipe, "format": "png"})
    head = whole.result["head"]
    params = {"recipe": head["recipe"], "split": "inks", "format": "png"}
    layers = yield Request("layers", params)
    return layered_card.read(head, layers.result, layers.payload)


def _card(name: str) -> bpy.types.Object:
    card = bpy.data.objects.get(name)
    if card is None or not card_properties.is_card(card):
        raise Refusal(f"The card {name} is gone")
    return card


@bpy.app.handlers.persistent
def stop_at_load(*_: object) -> None:
    """A file is opened: what was asked for in the one before ends, and nothing comes into it."""
    connection.stop("Another file was opened: what Kashira was making is stopped")
