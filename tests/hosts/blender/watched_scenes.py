"""Scenes of what the panel shows and keeps by itself: preview, presets, words."""

import importlib
import time
from types import SimpleNamespace
from typing import Any

import bpy  # isort: skip -- it makes the next one known
import addon_utils
from scene_tools import MODULE, empty_scene, ours, refusal


def presets() -> Any:
    """Presets are saved, used, listed and removed; those of another model leave out what is not."""
    scene = empty_scene()
    kashira, kept = bpy.ops.kashira, ours("presets")
    kashira.model_read()
    head = scene.kashira_head
    told = {
        "nothing": refusal(kashira.preset_save, name="Mine"),
        "missing": refusal(kashira.preset_apply, name="Nobody"),
    }
    head.value_hair_style, head.fixed_smile, head.value_smile = "drill", True, 0.25
    head.value_hair_color, head.color_hair_color = "=custom", (0.2, 0.4, 0.6)
    told["nameless"] = refusal(kashira.preset_save, name="  ")
    for name in ("Mine", "あおい"):
        kashira.preset_save(name=name)
    kept.save("Strange", {"smile": 0.5, "hair_style": "mohawk", "wings": 2, "blush": "much"})
    head.value_eye_color = "red"
    bpy.ops.wm.read_homefile(use_empty=True)
    head = bpy.context.scene.kashira_head
    kashira.preset_apply(name="Mine")
    told["used"] = ours("attributes").asked(head)
    kashira.preset_apply(name="Strange")
    asked = ours("attributes").asked(head)
    told["of_another_model"] = {name: asked[name] for name in asked if name != "blush"}
    told["listed"] = list(kept.load())
    kashira.preset_remove(name="Mine")
    told["left"] = list(kept.load())
    (ours("engine_places").own_folder() / "presets.json").write_text("[{")
    told["broken"] = list(kept.load())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    kept.write_own = full
    told["full"] = refusal(kashira.preset_save, name="Mine")
    return told


class Window:
    """Stands for Blender's timers, so that what happens in a window can be let happen here."""

    def __init__(self) -> None:
        self.ticks: list[Any] = []
        timers = SimpleNamespace(
            register=lambda tick, **_: self.ticks.append(tick),
            unregister=self.ticks.remove,
            is_registered=lambda tick: tick in self.ticks,
        )
        app = SimpleNamespace(background=False, timers=timers, handlers=bpy.app.handlers)
        for name in ("engine_connection", "live_preview"):
            ours(name).bpy = SimpleNamespace(
                app=app, context=bpy.context, data=bpy.data, types=bpy.types
            )

    def pass_time(self, seconds: float = 60.0, until: Any = None) -> None:
        end = time.monotonic() + seconds
        while self.ticks and time.monotonic() < end and not (until and until()):
            for tick in list(self.ticks):
                if tick() is None and tick in self.ticks:
                    self.ticks.remove(tick)
            time.sleep(0.005)


def previewed() -> Any:
    """Sliders move; pictures follow; also while heads are made, and without an engine."""
    scene = empty_scene()
    bpy.ops.kashira.model_read()
    preview, connection = ours("live_preview"), ours("engine_connection").connection
    head, results = scene.kashira_head, ours("results")
    head.value_smile = 0.1
    told: dict[str, Any] = {"in_background": len(preview._wanted_scene)}
    window, asked = Window(), []
    ask_aside = connection.ask_aside

    def counted(request: Any, *calls: Any, **named: Any) -> None:
        asked.append(request)
        ask_aside(request, *calls, **named)

    connection.ask_aside = counted
    head.value_hair_style, head.fixed_smile = "drill", True
    for step in range(30):
        head.value_smile = (step + 1) / 30
        if step == 15:
            window.pass_time(0.02)
    window.pass_time()
    told |= {"asked": len(asked), "shown": preview.head["recipe"]}
    bpy.ops.kashira.preview_keep()
    told["kept"] = [result.recipe for result in results.made]
    bpy.ops.kashira.generate(seed="1", count=4)
    head.value_smile = 0.5
    window.pass_time()
    told["during_a_job"] = [len(results.made), preview.head["recipe"]["attributes"]["smile"]]
    asked.clear()
    scene.kashira_card.live = False
    head.value_smile = 0.75
    window.pass_time()
    told["off"] = len(asked)
    scene.kashira_card.live = True
    connection.close()
    ours("engine_connection").find_engine = lambda: None
    head.value_smile = 1.0
    window.pass_time()
    told["no_engine"] = connection.fault
    addon_utils.disable(MODULE)
    told["left"] = [len(window.ticks)]
    return told


def first_opened() -> Any:
    """A Blender with a window in which no model was ever described; then the same once more."""
    scene = empty_scene()
    ours("results").made.clear()
    told: dict[str, Any] = {"before": len(ours("description").current().attributes)}
    window, jobs = Window(), ours("head_jobs")
    connection, preview = ours("engine_connection").connection, ours("live_preview")
    found, jobs.find_engine = jobs.find_engine, lambda: None
    jobs.read_unknown_model()
    told["no_engine"] = [connection.fault, connection.generation]
    jobs.find_engine = found
    jobs.read_unknown_model()
    window.pass_time()
    told["known"] = len(ours("description").current().attributes)
    told["controls"] = hasattr(scene.kashira_head, "value_hair_style")
    told["shown"] = preview.head is not None
    connection.close()
    jobs.read_unknown_model()
    told["again"] = connection.pid
    return told


def translated() -> Any:
    """Every name and every tooltip that the panel shows has words in both languages."""
    empty_scene()
    told: dict[str, Any] = {"before": missing_words()}  # no model is known yet
    bpy.ops.kashira.model_read()
    bpy.ops.kashira.layered_card_add()
    described, words = ours("description"), ours("translations")
    model = described.current()
    measured = [a._replace(obeyed={"Drill": 0.9, "On": 0.25}) for a in model.attributes]
    described._current = model._replace(attributes=measured)
    ours("attributes").rebuild()
    words.rebuild()
    told["missing"] = missing_words()
    tooltip = bpy.context.scene.kashira_head.bl_rna.properties["value_hair_style"].description
    told["measured"] = [known["*", tooltip] for known in words.table().values()]
    return told | {"locales": sorted(words.table())}


def missing_words() -> list[tuple[str, str]]:
    """Locale and what is not translated; tooltips are as Blender wants them."""
    names, tooltips = shown_words()
    for text in tooltips:
        assert text == " ".join(text.split()).rstrip("."), text  # Blender adds the full stop
    return [
        (locale, word)
        for locale, words in ours("translations").table().items()
        for word in sorted(names | tooltips)
        if not words.get(("*", word), "").strip()
    ]


def shown_words() -> tuple[set[str], set[str]]:
    """Names and tooltips of every button, control, menu entry, and property of a card."""
    names, tooltips = set(), set()
    for kind in importlib.import_module(MODULE).CLASSES:
        if issubclass(kind, bpy.types.Panel | bpy.types.Menu | bpy.types.Operator):
            names.add(kind.bl_label)
        if issubclass(kind, bpy.types.Operator):
            told = getattr(bpy.ops.kashira, kind.bl_idname.partition(".")[2]).get_rna_type()
            assert told.description, kind
            tooltips |= {told.description, *(p.description for p in own_properties(told))}
    scene, manager = bpy.context.scene, bpy.context.window_manager
    for group in (scene.kashira_head, scene.kashira_card):
        for prop in own_properties(group.bl_rna):
            tooltips.add(prop.description)
            names |= {prop.name} if not prop.name.startswith("Fix ") else set()
            for item in prop.enum_items if prop.type == "ENUM" else ():
                names.add(item.name)
                tooltips.add(item.description)
    preferences = bpy.context.preferences.addons[MODULE].preferences
    for owner, name in ((manager, "kashira_command"), (manager, "kashira_page"),
                        (preferences, "engine")):  # fmt: skip
        tooltips.add(owner.bl_rna.properties[name].description)
    for thing in bpy.data.objects:
        for name in thing.keys():
            if name == "parallax" or name.startswith("ink "):
                tooltips.add(thing.id_properties_ui(name).as_dict()["description"])
    return names, tooltips - {""}


def own_properties(kind: Any) -> list[Any]:
    """The properties that Blender did not add."""
    return [p for p in kind.properties if p.identifier not in ("rna_type", "name")]
