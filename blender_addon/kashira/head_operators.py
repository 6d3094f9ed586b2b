"""Operators that make heads, and what the panel needs for it."""

import bpy
from bpy.props import IntProperty, StringProperty

from . import attributes, description, head_jobs, live_preview, panel_request
from .engine_connection import Refusal, Steps, connection

AT_WORK = "Kashira is at work: wait for it, or cancel it"
NOT_READ = "The model is not known yet: press Read Model"
LOG_TEXT = "Kashira engine log"


def is_free(operator: type[bpy.types.Operator]) -> bool:
    """Whether no job runs; says so where one does."""
    if connection.is_busy:
        operator.poll_message_set(AT_WORK)
    return not connection.is_busy


def start(operator: bpy.types.Operator, title: str, steps: Steps) -> set[str]:
    """Begin a job for an operator; in background mode it has ended when this returns."""
    if connection.run(title, steps):
        return {"FINISHED"}
    operator.report({"ERROR"}, connection.fault)
    return {"CANCELLED"}


def refuse(operator: bpy.types.Operator, refusal: Refusal) -> set[str]:
    """Tell why nothing was begun."""
    operator.report({"ERROR"}, str(refusal))
    return {"CANCELLED"}


class KashiraGenerate(bpy.types.Operator):
    """Make new heads with the attributes that are fixed; the seed draws the others."""

    bl_idname = "kashira.generate"
    bl_label = "Generate"
    bl_options = set()  # noqa: RUF012 -- Blender wants a set; no redo, no undo step: nothing changes

    seed: StringProperty(description="Whole number; empty: as the panel says")
    count: IntProperty(min=0, max=256, description="How many; 0: as the panel says")
    attributes: StringProperty(description="JSON of attributes; empty: as the panel says")

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey while a job runs."""
        return is_free(cls)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Ask the engine."""
        head = context.scene.kashira_head
        try:
            params = panel_request.new_heads(head, self.seed, self.count, self.attributes)
        except Refusal as refusal:
            return refuse(self, refusal)
        return start(self, "Drawing heads", head_jobs.generate(params))


class KashiraModelRead(bpy.types.Operator):
    """Start the engine and build the panel from what its model offers."""

    bl_idname = "kashira.model_read"
    bl_label = "Read Model"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey while a job runs."""
        return is_free(cls)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """Ask the engine."""
        return start(self, "Reading the model", head_jobs.read_model())


class KashiraCancel(bpy.types.Operator):
    """Stop what Kashira is doing; heads that are done stay."""

    bl_idname = "kashira.cancel"
    bl_label = "Cancel"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey where there is nothing to stop."""
        if not connection.is_busy:
            cls.poll_message_set("Kashira is not at work")
        return connection.is_busy

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """Tell the engine."""
        connection.cancel()
        return {"FINISHED"}


class KashiraEngineLog(bpy.types.Operator):
    """Write what the engine said into a text of this file, to read or to send."""

    bl_idname = "kashira.engine_log"
    bl_label = "Show Log"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey before the first engine has started."""
        if not connection.generation:
            cls.poll_message_set("No engine has run yet")
        return bool(connection.generation)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """Fill the text."""
        text = bpy.data.texts.get(LOG_TEXT) or bpy.data.texts.new(LOG_TEXT)
        text.clear()
        text.write(f"{connection.fault}\n\n{connection.log}".lstrip() or "The engine said nothing.")
        self.report({"INFO"}, f'In the Text Editor: "{LOG_TEXT}"')
        return {"FINISHED"}


class KashiraSeedRoll(bpy.types.Operator):
    """Throw a seed: the same seed makes the same heads."""

    bl_idname = "kashira.seed_roll"
    bl_label = "Throw Seed"
    bl_options = {"UNDO"}  # noqa: RUF012

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Write it into the panel."""
        context.scene.kashira_head.seed = attributes.random_seed()
        return {"FINISHED"}


class KashiraAttributesFree(bpy.types.Operator):
    """Leave every attribute to the seed."""

    bl_idname = "kashira.attributes_free"
    bl_label = "Free All"
    bl_options = {"UNDO"}  # noqa: RUF012

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey before a model is known."""
        if not description.current().attributes:
            cls.poll_message_set(NOT_READ)
        return bool(description.current().attributes)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Set every control to 'any'."""
        attributes.free(context.scene.kashira_head)
        return {"FINISHED"}


class KashiraPreviewKeep(bpy.types.Operator):
    """Put the head that is shown among the results."""

    bl_idname = "kashira.preview_keep"
    bl_label = "Keep"
    bl_options = set()  # noqa: RUF012

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        """Grey before a head is shown."""
        if live_preview.head is None:
            cls.poll_message_set("Move a control first: then there is a preview")
        return live_preview.head is not None

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """Its recipe is kept, in the small picture that is there."""
        live_preview.keep()
        return {"FINISHED"}


CLASSES = (
    KashiraPreviewKeep,
    KashiraGenerate,
    KashiraModelRead,
    KashiraCancel,
    KashiraEngineLog,
    KashiraSeedRoll,
    KashiraAttributesFree,
)
