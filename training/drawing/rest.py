"""A head at rest: the same drawing before anything that only moves its parts.

Turning, tilting, proportions, the length and swing of hair: such inputs say where parts are, not
what is painted. At rest they stand at their middle; the rest of the inputs stay.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing import vocabulary as v
from training.drawing.presence import SHRINKS

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
    "boyish",
    "eye_size",
    "mouth_curl",
    "smirk",
)
SWINGING = ("eyes_open", "open_mouth", "smile", "blush", "light", "pupil", "fang")
PAINTED_FACTORS = ("pupil", "fang", "gloss")
GROWING = tuple(shrink.grows for shrink in SHRINKS.values() if shrink.grows)

Head = tuple[NDArray[np.float32], NDArray[np.float32]]  # attributes [56], latent [64]

_MOVING = [a["index"] for a in v.ATTRIBUTES if a["name"] in MOVING_ATTRIBUTES]
_PAINTED = [i for i, (name, _, _) in enumerate(v.FACTORS) if name in PAINTED_FACTORS]
_GROWING = [i for i, (name, _, _) in enumerate(v.FACTORS) if name in GROWING]
_HIGHEST = 8.0  # of a normal input, as good as infinite


def painted_inputs() -> tuple[int, ...]:
    """Which of the inputs (latent, then attributes) decide what is painted: ascending."""
    attributes = [i for i in range(v.ATTRIBUTE_SIZE) if i not in _MOVING]
    return (*_PAINTED, *(v.LATENT_SIZE + i for i in attributes))


def swinging_inputs() -> tuple[int, ...]:
    """Those of them along which outlines move in what is painted: ascending."""
    factors = [i for i in _PAINTED if v.FACTORS[i][0] in SWINGING]
    attributes = [a["index"] for a in v.ATTRIBUTES if a["name"] in SWINGING]
    return (*factors, *(v.LATENT_SIZE + i for i in attributes))


def posed(still: Head, other: Head) -> Head:
    """The head that is painted and grown like `still` and moved like `other`."""
    attributes, latent = other[0].copy(), other[1].copy()
    moving = np.ones(v.LATENT_SIZE + v.ATTRIBUTE_SIZE, bool)
    moving[[*painted_inputs(), *_GROWING]] = False
    attributes[~moving[v.LATENT_SIZE :]] = still[0][~moving[v.LATENT_SIZE :]]
    latent[~moving[: v.LATENT_SIZE]] = still[1][~moving[: v.LATENT_SIZE]]
    return attributes, latent


def at_rest(attributes: ArrayLike, latent: ArrayLike) -> Head:
    """Attributes [56] and latent [64] of the same head with nothing moved."""
    still, kept = np.array(attributes, np.float32), np.zeros(v.LATENT_SIZE, np.float32)
    still[_MOVING] = 0
    kept[_PAINTED + _GROWING] = np.asarray(latent, np.float32)[_PAINTED + _GROWING]
    return still, kept


def grown(attributes: NDArray[np.float32], latent: NDArray[np.float32]) -> Head:
    """The same head with all that grows as large as it can be: how looks are painted."""
    whole = latent.copy()
    whole[_GROWING] = _HIGHEST
    return attributes, whole
