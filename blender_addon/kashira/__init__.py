"""Kashira in Blender: anime heads on demand, as cards whose colours stay live."""

import bpy

from . import (
    adding_operators,
    attributes,
    card_operators,
    description,
    head_jobs,
    head_operators,
    live_preview,
    morph_operators,
    panels,
    picture_operators,
    preset_operators,
    results,
    settings,
    translations,
    unused_data,
)
from .engine_connection import connection

_SETTLED_SECONDS = 1.0
"""Until Blender has a window and its preferences."""

CLASSES = (
    *settings.CLASSES,
    *head_operators.CLASSES,
    *adding_operators.CLASSES,
    *card_operators.CLASSES,
    *picture_operators.CLASSES,
    *morph_operators.CLASSES,
    *preset_operators.CLASSES,
    *panels.CLASSES,
)


def register() -> None:
    """Switch the extension on; the engine starts when it is first needed, or to be known."""
    for kind in CLASSES:
        if issubclass(kind, bpy.types.Operator):  # Blender itself adds the full stop
            kind.bl_description = (kind.__doc__ or "").rstrip(".")
        bpy.utils.register_class(kind)
    settings.register()
    results.register()
    description.load()
    attributes.register()
    live_preview.register()
    translations.register()
    bpy.types.VIEW3D_MT_mesh_add.append(panels.add_menu)
    bpy.app.handlers.load_pre.append(head_jobs.stop_at_load)
    bpy.app.handlers.save_pre.append(unused_data.remove)
    if not bpy.app.background:
        bpy.app.timers.register(
            head_jobs.read_unknown_model, first_interval=_SETTLED_SECONDS, persistent=True
        )


def unregister() -> None:
    """Switch it off, and the engine with it."""
    if bpy.app.timers.is_registered(head_jobs.read_unknown_model):
        bpy.app.timers.unregister(head_jobs.read_unknown_model)
    bpy.app.handlers.save_pre.remove(unused_data.remove)
    bpy.app.handlers.load_pre.remove(head_jobs.stop_at_load)
    bpy.types.VIEW3D_MT_mesh_add.remove(panels.add_menu)
    connection.close()
    translations.unregister()
    live_preview.unregister()
    attributes.unregister()
    results.unregister()
    settings.unregister()
    for kind in reversed(CLASSES):
        bpy.utils.unregister_class(kind)
