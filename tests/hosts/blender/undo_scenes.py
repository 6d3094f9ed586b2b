"""Scenes of undo, and of what stays of cards that are no more."""

from collections.abc import Callable
from typing import Any

import bpy
from library_scenes import data_blocks
from scene_tools import card_of, empty_scene, ours, refusal


def steps_of_undo() -> Any:
    """Every operator that makes or changes something with the engine, undone and done again."""
    empty_scene()
    kashira, told = bpy.ops.kashira, {}

    def do(name: str, operator: Callable[..., Any], **arguments: Any) -> None:
        bpy.ops.ed.undo_push(message=f"before {name}")
        before = file_state()
        assert not refusal(operator, **arguments), name
        states = [file_state()]
        for step in (bpy.ops.ed.undo, bpy.ops.ed.redo):
            step()
            states.append(file_state())
        told[name] = [states[0] != before, states[1] == before, states[2] == states[0]]

    kashira.generate(seed="5", count=1)
    do("card_add", kashira.card_add)
    do("edit", kashira.edit, attributes='{"smile": 1.0}')
    do("recolor", kashira.recolor, attributes='{"hair_color": "red"}')
    bpy.context.object["ink hair.base"] = [0.0, 0.0, 1.0]
    do("bake_image", kashira.bake_image)
    bpy.context.scene.kashira_card.frames = 2
    do("expression_bake", kashira.expression_bake, attributes='{"eyes_open": 0.0}')
    do("layered_card_add", kashira.layered_card_add)
    do("edit of layers", kashira.edit, attributes='{"smile": 0.0}')
    do("recolor of layers", kashira.recolor, attributes='{"hair_color": "blue"}')
    bpy.ops.mesh.primitive_plane_add()
    do("texture_apply", kashira.texture_apply)
    return told


def file_state() -> Any:
    """All data of ours by name, and of each object what operators change."""
    told: dict[str, Any] = {"data": sorted(data_blocks())}
    for thing in bpy.data.objects:
        material = thing.active_material if thing.type == "MESH" else None
        nodes = material.node_tree.nodes if material and material.node_tree else ()
        own = {name: str(value) for name, value in thing.items() if name.startswith("kashira")}
        inks = {name: list(value) for name, value in thing.items() if name.startswith("ink ")}
        images = sorted(node.image.name for node in nodes if node.type == "TEX_IMAGE")
        told[thing.name] = [own, inks, material and material.name, images]
    return told


def left_behind(folder: str) -> Any:
    """What stays of cards that were undone, and of deleted ones in a file that was saved."""
    empty_scene()
    bpy.ops.ed.undo_push(message="start")
    card_of("5")
    bpy.ops.kashira.layered_card_add()
    told = {"made": len(data_blocks())}
    bpy.ops.ed.undo()
    bpy.ops.ed.undo()
    told["undone"] = data_blocks()
    card_of("5")
    bpy.ops.kashira.layered_card_add()
    kept = bpy.data.materials.new("Kashira of my own")
    kept.use_fake_user = True
    bpy.ops.ed.undo_push(message="made")
    made = sorted(data_blocks())
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.ed.undo_push(message="deleted")
    bpy.ops.wm.save_as_mainfile(filepath=f"{folder}/deleted.blend")
    told["deleted"] = data_blocks()
    bpy.ops.ed.undo()
    told["undone_after_saving"] = sorted(data_blocks()) == made
    told["works"] = refusal(bpy.ops.kashira.recolor, attributes='{"hair_color": "red"}')
    bpy.ops.wm.open_mainfile(filepath=f"{folder}/deleted.blend")
    return told | {"reopened": data_blocks(), "running": ours("results").made != []}
