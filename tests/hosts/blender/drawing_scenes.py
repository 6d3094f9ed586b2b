"""Every panel drawn, without a window."""

from types import SimpleNamespace
from typing import Any

import bpy
from scene_tools import empty_scene, ours, refusal


def panels_drawn() -> Any:
    """Every panel is drawn in each of its states, on a layout that looks each name up."""
    scene = empty_scene()
    panels, drawn = ours("panels"), []

    def draw() -> None:
        for kind in panels.CLASSES:
            if not hasattr(kind, "poll") or kind.poll(bpy.context):
                kind.draw(SimpleNamespace(layout=Layout(drawn)), bpy.context)

    draw()
    panels.add_menu(SimpleNamespace(layout=Layout(drawn)), bpy.context)
    scene.view_settings.view_transform = "AgX"
    scene.kashira_card.billboard = True
    scene.camera = None
    bpy.ops.kashira.model_read()
    scene.kashira_head.value_hair_color = "=custom"
    bpy.ops.kashira.generate(seed="1", count=13)
    bpy.ops.kashira.card_add()
    draw()
    bpy.ops.object.duplicate()
    draw()
    bpy.ops.kashira.card_add(result=0)
    bpy.ops.object.select_all(action="SELECT")
    scene.kashira_card.frames = 2
    bpy.ops.kashira.morph_bake()
    refusal(bpy.ops.kashira.generate, attributes='{"hare_color": "red"}')
    draw()
    panels.find_engine = lambda: None
    ours("panel_parts").hides_cards = lambda context: True
    ours("live_preview").head = {}
    ours("presets").save("Mine", {"smile": 1.0})
    ours("engine_connection").connection._steps = iter(())
    draw()
    ours("engine_connection").connection._steps = None
    editors = {kind.bl_space_type for kind in panels.CLASSES}
    return {"drawn": sorted(set(drawn)), "editors": sorted(editors)}


class Layout:
    """A layout that takes only what is there."""

    def __init__(self, drawn: list[str]) -> None:
        self.drawn = drawn

    def operator(self, name: str, **_: Any) -> Any:
        getattr(bpy.ops.kashira, name.partition(".")[2]).get_rna_type()
        self.drawn.append(name)
        return SimpleNamespace()

    def prop(self, owner: Any, name: str, **_: Any) -> None:
        assert name.strip('["]') in owner or name in owner.bl_rna.properties, name

    def menu(self, name: str, **_: Any) -> None:
        getattr(bpy.types, name).draw(SimpleNamespace(layout=self), bpy.context)

    def label(self, text: str, **_: Any) -> None:
        self.drawn.append(text)

    def progress(self, factor: float, text: str) -> None:
        self.drawn.append(text)

    def template_icon(self, **_: Any) -> None:
        pass

    def separator(self) -> None:
        pass

    def _part(self, **_: Any) -> "Layout":
        return Layout(self.drawn)

    row = column = box = grid_flow = split = _part
