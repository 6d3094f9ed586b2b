"""The 34 labels of Jin et al. 2017, in their order, from what the drawing was asked for."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from training.drawing.vocabulary import ATTRIBUTES, HAIR_STYLES

HAIR_COLORS = ("blonde", "brown", "black", "blue", "pink", "purple", "green", "red", "silver",
               "white", "orange", "aqua", "grey")  # fmt: skip
TOGGLES = ("blush", "smile", "open_mouth", "hat", "ribbon", "glasses")
EYE_COLORS = ("blue", "red", "brown", "green", "purple", "yellow", "pink", "aqua", "black",
              "orange")  # fmt: skip
PAPER_STYLES = HAIR_STYLES[:5]
SHAPES = (*PAPER_STYLES, *TOGGLES)
NEW_STYLES = tuple(f"hair_style={style}" for style in HAIR_STYLES[5:])  # that the paper has not
LABELS = (
    *(f"hair_color={color}" for color in HAIR_COLORS),
    *(f"hair_style={style}" for style in PAPER_STYLES),
    *TOGGLES,
    *(f"eye_color={color}" for color in EYE_COLORS),
)
COUNT = len(LABELS)
FIRST_SHAPE = len(HAIR_COLORS)  # of SHAPES, among LABELS
PROBABILITY = 0.25  # of every label that is not a colour, in the paper's training

_INDEX = {entry["name"]: entry["index"] for entry in ATTRIBUTES if "index" in entry}
SHAPE_COLUMNS = [_INDEX["hair_style"] + i for i in range(len(PAPER_STYLES))]
SHAPE_COLUMNS += [_INDEX[name] for name in TOGGLES]
NEW_STYLE_COLUMNS = [_INDEX["hair_style"] + i for i in range(len(PAPER_STYLES), len(HAIR_STYLES))]


def of_drawing(attributes: NDArray, colors: Mapping[str, str]) -> NDArray[np.float32]:
    """f32 [34] of -1 or 1: what a drawing of these attributes [A] and named colours shows."""
    shown = np.zeros(COUNT, bool)
    shown[LABELS.index(f"hair_color={colors['hair_color']}")] = True
    shown[LABELS.index(f"eye_color={colors['eye_color']}")] = True
    shown[FIRST_SHAPE : FIRST_SHAPE + len(SHAPES)] = attributes[SHAPE_COLUMNS] > 0.5
    return np.where(shown, 1, -1).astype(np.float32)


def asked(count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """f32 [count, 34]: what the generator is asked for while it learns, as the paper draws it.

    One hair colour and one eye colour, all equally likely; every other label by itself.
    """
    out = np.where(random.random((count, COUNT)) < PROBABILITY, 1, -1).astype(np.float32)
    eyes = COUNT - len(EYE_COLORS)
    for first, colors in ((0, HAIR_COLORS), (eyes, EYE_COLORS)):
        out[:, first : first + len(colors)] = -1
        out[np.arange(count), first + random.integers(len(colors), size=count)] = 1
    return out
