"""Head space to canvas.

Head space: origin at the skull's centre, x right, y down, z to the viewer, one unit = skull
radius. The canvas is 1000 x 1000.
"""

import numpy as np
from numpy.typing import ArrayLike

from training.drawing.factors import Factors
from training.drawing.geometry import Points, as_points, lerp

SKULL_RADIUS = 246.0
CENTER_X, CENTER_Y = 500.0, 477.0
BODY_YAW = 0.4  # of the head's
BODY_DEPTH = 0.48  # of the chest before the shoulders
BODY_PERSPECTIVE = 0.45
NECK_Y = 1.45
BODY_UP = 0.10  # the shoulders sit this much higher than the body's own coordinates say
NECK_PIVOT = 1.35j  # x + iy: the head tilts about the base of the neck
AGAINST_TILT = 0.45  # the body goes so far the other way: a tilted head stays in the picture
MAX_YAW, MAX_NOD, MAX_TILT = np.radians((21.0, 9.0, 9.0))


class Pose:
    """Where a point of the head or the body lands on the canvas, for one turn, nod and tilt."""

    def __init__(self, p: Factors) -> None:
        yaw = MAX_YAW * p.yaw
        self.sin, self.cos = float(np.sin(yaw)), float(np.cos(yaw))
        self.body_sin = float(np.sin(BODY_YAW * yaw))
        self.body_cos = float(np.cos(BODY_YAW * yaw))
        self.girth, self.slim = p.girth, p.neck
        self.nod = float(np.sin(MAX_NOD * p.nod))
        self.tilt = float(MAX_TILT * p.tilt)
        self.radius = SKULL_RADIUS * (1 + 0.035 * p.scale)
        self.body_x = 0.04 * self.sin
        self.dy = 0.02 * p.scale
        self.center_x = CENTER_X - AGAINST_TILT * abs(NECK_PIVOT) * self.tilt * self.radius
        self.neck_at = complex(self.center_x, CENTER_Y) + (NECK_PIVOT + 1j * self.dy) * self.radius

    def __call__(self, x: ArrayLike, y: ArrayLike | None = None, z: ArrayLike = 0.0) -> Points:
        """Project points of the solid head, given as [..., 2 or 3] or as x, y, z."""
        x, y, z = _unpack(x, y, z)
        return self.place(x * self.cos + z * self.sin, self._height(y, z))

    def round(self, x: ArrayLike, y: ArrayLike | None = None, z: ArrayLike = 0.0) -> Points:
        """Project the silhouette of a round mass: turning does not narrow it."""
        x, y, z = _unpack(x, y, z)
        return self.place(x + z * self.sin, self._height(y, z))

    def face(self, x: ArrayLike, y: ArrayLike, lift: float = 0.0) -> Points:
        """Project points on the front surface of the face."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        z = face_depth(x, y) + lift
        return self.place(x * self.cos + z * self.sin, self._height(y, z))

    def body(self, x: ArrayLike, y: ArrayLike | None = None) -> Points:
        """Project points of the shoulders, which turn less than the head and do not tilt."""
        x, y, _ = _unpack(x, y, 0.0)
        return self._chest(x * self.girth, y)

    def _chest(self, x: Points, y: Points) -> Points:
        nearer = 1 - BODY_PERSPECTIVE * x * self.body_sin
        z = BODY_DEPTH * (1 - (x / 1.3) ** 2)
        out = np.empty((*x.shape, 2))
        turned = (x * self.body_cos + z * self.body_sin) * nearer + self.body_x
        out[..., 0] = self.center_x + turned * self.radius
        height = NECK_Y + (y - NECK_Y) * nearer
        out[..., 1] = CENTER_Y + (height - BODY_UP + self.dy) * self.radius
        return out

    def neck(self, x: ArrayLike, y: ArrayLike, headward: ArrayLike) -> Points:
        """Blend between the head's placement (`headward` 1) and the body's (0)."""
        w, x, y = (np.asarray(v, float) for v in (headward, x, y))
        slim, w = x * lerp(self.girth, self.slim, np.minimum(1, 2.5 * w)), w[:, None]
        return self(slim, y, np.full(len(w), 0.05)) * w + self._chest(slim, y) * (1 - w)

    def place(self, x: ArrayLike, y: ArrayLike) -> Points:
        """Tilt about the neck, fading out below the chin so that hair bends; then to canvas."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        turn = np.exp(1j * self.tilt / (1 + np.exp((y - 1.45) * 4.5)))
        from_neck = x + 1j * y - NECK_PIVOT
        return as_points(from_neck * turn * self.radius + self.neck_at)

    def _height(self, y: Points, z: Points) -> Points:
        return y + z * self.nod * 0.8 - 0.05 * self.nod


def _unpack(x: ArrayLike, y: ArrayLike | None, z: ArrayLike) -> tuple[Points, Points, Points]:
    if y is None:
        points = np.asarray(x, float)
        z = points[..., 2] if points.shape[-1] > 2 else np.asarray(z)
        return points[..., 0], points[..., 1], z
    return np.asarray(x, float), np.asarray(y, float), np.asarray(z, float)


def face_depth(x: ArrayLike, y: ArrayLike) -> Points:
    """How far the face's surface stands out toward the viewer, in skull radii."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    across = 0.86 * (1 - 0.52 * np.minimum(1.3, np.abs(x) / 0.9) ** 2)
    return across - 0.10 * np.maximum(0, y - 0.7) ** 2
