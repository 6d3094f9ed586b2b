"""What scenes inside Blender are made of."""

import importlib
import json
import math
from typing import Any

import bpy  # isort: skip -- it makes the next one known
import addon_utils

MODULE = "bl_ext.user_default.kashira"


def ours(name: str) -> Any:
    """A module of the extension."""
    return importlib.import_module(f"{MODULE}.{name}")


def empty_scene(extension: bool = True) -> bpy.types.Scene:
    """An empty file whose camera sees one square metre, rendered without a filter."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    if extension:
        assert addon_utils.enable(MODULE, default_set=True)
    scene = bpy.context.scene
    scene.view_settings.view_transform = "Standard"
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    camera.data.type, camera.data.ortho_scale = "ORTHO", 1.0
    camera.location, camera.rotation_euler = (0, -5, 0), (math.pi / 2, 0, 0)
    scene.collection.objects.link(camera)
    scene.camera = camera
    return scene


def render(path: str, side: int = 64) -> None:
    """One sample of Cycles for each pixel, into an 8 bit PNG."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising = 1, False
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BOX", 0.01
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    _write(path, side)


def render_eevee(path: str, side: int = 64) -> None:
    """The same with EEVEE, which needs OpenGL; where there is none, Blender aborts here.

    Mesa's anisotropic filter averages neighbours even where a pixel shows one texel.
    """
    scene = bpy.context.scene
    bpy.context.preferences.system.anisotropic_filter = "FILTER_0"
    if hasattr(scene.render, "anisotropic_filter"):  # each scene's own in Blender 5.2
        scene.render.anisotropic_filter = "FILTER_0"
    scene.render.engine = "BLENDER_EEVEE" + ("_NEXT" if bpy.app.version < (5, 0, 0) else "")
    scene.eevee.taa_render_samples, scene.render.filter_size = 1, 0.0
    _write(path, side)


def _write(path: str, side: int) -> None:
    scene = bpy.context.scene
    scene.render.film_transparent, scene.render.dither_intensity = True, 0
    scene.render.resolution_x = scene.render.resolution_y = side
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)


def refusal(operator: Any, **arguments: Any) -> str:
    """What an operator says that cannot be done; empty where it can."""
    try:
        operator(**arguments)
    except RuntimeError as error:
        return str(error)
    return ""


def card_of(seed: str, **asked: Any) -> bpy.types.Object:
    bpy.ops.kashira.generate(seed=seed, count=1, attributes=json.dumps(asked))
    bpy.ops.kashira.card_add()
    return bpy.context.object
