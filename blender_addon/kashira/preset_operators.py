"""Operators for presets, and the menu that lists them."""

import bpy
from bpy.props import StringProperty

from . import attributes, description, presets
from .engine_connection import Refusal
from .head_operators import NOT_READ, refuse


class KashiraPresetSave(bpy.types.Operator):
    """Keep what the panel fixes under a name, for every file; one of the same name is replaced."""

    bl_idname = "kashira.preset_save"
    bl_label = "Save Preset"
    bl_options = set()  # noqa: RUF012

    name: StringProperty(name="Name", default="My preset", maxlen=presets.NAME_LENGTH)

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey before a model is known."""
        if not description.current().attributes:
            cls.poll_message_set(NOT_READ)
        return bool(description.current().attributes)

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """Ask for the name."""
        return context.window_manager.invoke_props_dialog(self)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Write it down."""
        name, values = self.name.strip(), attributes.asked(context.scene.kashira_head)
        if not name:
            return refuse(self, Refusal("A preset needs a name"))
        if not values:
            return refuse(self, Refusal("The panel fixes nothing: there is nothing to keep"))
        try:
            presets.save(name, values)
        except OSError as error:
            return refuse(self, Refusal(f"The preset cannot be kept: {error.strerror or error}"))
        return {"FINISHED"}


class _Named:
    """Of an operator that takes a preset by its name."""

    name: StringProperty(name="Name")

    def _missing(self) -> Refusal | None:
        return None if self.name in presets.load() else Refusal(f"There is no preset {self.name}")


class KashiraPresetApply(_Named, bpy.types.Operator):
    """Fix what a preset says, and leave all else to the seed."""

    bl_idname = "kashira.preset_apply"
    bl_label = "Use Preset"
    bl_options = {"UNDO"}  # noqa: RUF012

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Set the panel's controls."""
        if missing := self._missing():
            return refuse(self, missing)
        head = context.scene.kashira_head
        attributes.free(head)
        attributes.fix(head, presets.load()[self.name])
        return {"FINISHED"}


class KashiraPresetRemove(_Named, bpy.types.Operator):
    """Forget a preset."""

    bl_idname = "kashira.preset_remove"
    bl_label = "Remove Preset"
    bl_options = set()  # noqa: RUF012

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """Write down the others."""
        if missing := self._missing():
            return refuse(self, missing)
        try:
            presets.remove(self.name)
        except OSError as error:
            return refuse(self, Refusal(f"The preset cannot be removed: {error.strerror or error}"))
        return {"FINISHED"}


class KASHIRA_MT_presets(bpy.types.Menu):  # noqa: N801 -- Blender's own naming
    """Presets by name: to use, and, below, to save and to remove."""

    bl_label = "Presets"

    def draw(self, _context: bpy.types.Context) -> None:
        """List them."""
        names = list(presets.load())
        for name in names:
            self.layout.operator("kashira.preset_apply", text=name, translate=False).name = name
        if names:
            self.layout.separator()
            self.layout.menu("KASHIRA_MT_presets_remove", icon="REMOVE")
        self.layout.operator_context = "INVOKE_DEFAULT"
        self.layout.operator("kashira.preset_save", icon="ADD")


class KASHIRA_MT_presets_remove(bpy.types.Menu):  # noqa: N801
    """Presets by name, to remove."""

    bl_label = "Remove Preset"

    def draw(self, _context: bpy.types.Context) -> None:
        """List them."""
        for name in presets.load():
            self.layout.operator("kashira.preset_remove", text=name, translate=False).name = name


CLASSES = (
    KashiraPresetSave,
    KashiraPresetApply,
    KashiraPresetRemove,
    KASHIRA_MT_presets,
    KASHIRA_MT_presets_remove,
)
