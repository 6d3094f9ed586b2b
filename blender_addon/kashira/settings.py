"""What the extension and a scene remember besides the model's own controls."""

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from .engine_places import HOW_TO

EASINGS = [
    ("linear", "Linear", "Evenly"),
    ("ease-in", "Ease In", "Slowly at first"),
    ("ease-out", "Ease Out", "Slowly in the end"),
    ("ease-in-out", "Ease In and Out", "Slowly at both ends"),
]


class KashiraPreferences(bpy.types.AddonPreferences):
    """Where the engine is, if it is not found by itself."""

    bl_idname = __package__

    engine: StringProperty(
        name="Engine",
        subtype="FILE_PATH",
        description="The kashira command, or a Python that has Kashira; empty: found by itself",
    )

    def draw(self, _context: bpy.types.Context) -> None:
        """Show the one setting."""
        self.layout.prop(self, "engine")


class KashiraCardSettings(bpy.types.PropertyGroup):
    """How new cards and morphs are made."""

    live: BoolProperty(
        name="Live Preview", default=True, description="Show the head that the controls say"
    )
    frames: IntProperty(name="Frames", default=24, min=2, soft_max=60, max=256)
    frame_pixels: IntProperty(
        name="Pixels", default=256, min=16, max=1024, description="Side of each frame"
    )
    loop: BoolProperty(name="Loop", description="Come back to the first head")
    easing: EnumProperty(name="Easing", items=EASINGS)
    follow: EnumProperty(
        name="Follows",
        items=[
            ("FRAMES", "Frames of the Scene", "One frame of the morph in each frame of the scene"),
            ("PROGRESS", "A Property", "A property of the card goes from 0 to 1: key or drive it"),
        ],
    )
    cross_fade: BoolProperty(
        name="Cross-Fade",
        description="Between two frames of the morph one fades into the other, for slow motion",
    )

    height: FloatProperty(name="Height", default=1.0, min=0.01, soft_max=10.0, subtype="DISTANCE")
    origin: EnumProperty(
        name="Origin",
        items=[
            ("MIDDLE", "Middle", "The card turns and grows about its middle"),
            ("CHIN", "Chin", "About the chin, where an upright head has it, to sit on a neck"),
        ],
    )
    shading: EnumProperty(
        name="Shading",
        items=[
            ("UNLIT", "Unlit", "In the head's own colours, whatever light there is"),
            ("LIT", "Lit", "Lights of the scene fall on it"),
        ],
    )
    blending: EnumProperty(
        name="Edges",
        items=[
            ("BLENDED", "Blended", "Exact; cards that cross each other may be sorted wrongly"),
            ("DITHERED", "Dithered", "Noisy; sorts and casts shadows as solid things do"),
        ],
    )
    billboard: BoolProperty(
        name="Face Camera", description="New cards turn to the scene's camera, staying upright"
    )


CLASSES = (KashiraPreferences, KashiraCardSettings)


def register() -> None:
    """Give scenes and the window their settings."""
    bpy.types.Scene.kashira_card = PointerProperty(type=KashiraCardSettings)
    bpy.types.WindowManager.kashira_command = StringProperty(
        name="Command", default=HOW_TO, description="Installs the engine: Ctrl C over it copies it"
    )
    bpy.types.WindowManager.kashira_page = IntProperty(
        name="Page", min=1, default=1, description="Page of the results, newest first"
    )


def unregister() -> None:
    """Take them away."""
    del bpy.types.WindowManager.kashira_page
    del bpy.types.WindowManager.kashira_command
    del bpy.types.Scene.kashira_card
