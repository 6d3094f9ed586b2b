"""A head at rest: the same drawing before anything that only moves its parts.

Turning, tilting, proportions, the length and swing of hair: such inputs say where parts are, not
what is painted. At rest they stand at their middle; the rest of the inputs stay.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing import vocabulary as v

MOVING_ATTRIBUTES = (
    "yaw",
    "tilt",
    "nod",
    "gaze_x",
    "gaze_y",
    "mouth_shape",
    "brow_height",
    "brow_mood",
    "mature",
)
PAINTED_FACTORS = ("pupil", "fang", "ahoge", "gloss", "depth", "line_w")

_MOVING = [a["index"] for a in v.ATTRIBUTES if a["name"] in MOVING_ATTRIBUTES]
_PAINTED = [i for i, (name, _, _) in enumerate(v.FACTORS) if name in PAINTED_FACTORS]


def painted_inputs() -> tuple[int, ...]:
    """Which of the inputs (latent, then attributes) decide what is painted: ascending."""
    attributes = [i for i in range(v.ATTRIBUTE_SIZE) if i not in _MOVING]
    return (*_PAINTED, *(v.LATENT_SIZE + i for i in attributes))


def at_rest(
    attributes: ArrayLike, latent: ArrayLike
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Attributes [38] and latent [64] of the same head with nothing moved."""
    still, painted = np.array(attributes, np.float32), np.zeros(v.LATENT_SIZE, np.float32)
    still[_MOVING] = 0
    painted[_PAINTED] = np.asarray(latent, np.float32)[_PAINTED]
    return still, painted
