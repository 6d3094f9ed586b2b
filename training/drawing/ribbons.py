"""Bows, and the ties that hold tails when no bow does."""

import numpy as np

from training.drawing.buns import Bun, bun_foot
from training.drawing.canvas import Layer, Ramp, linear
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, loop, stroke
from training.drawing.hair_tails import drill_top, twintail_tie
from training.drawing.plaits import plait_end
from training.drawing.pose import Pose


class Bow:
    """A bow around a canvas point, `width` x `height` canvas units, turned by `turn` radians."""

    def __init__(
        self,
        layer: Layer,
        ramp: Ramp,
        center: Points,
        width: float,
        height: float,
        line_width: float,
        turn: float = 0.0,
    ) -> None:
        self.layer, self.ramp, self.line_width = layer, ramp, line_width
        self.center, self.scale = center, np.array([width, height])
        self.rotation = _turned(turn)

    def at(self, points) -> Points:
        """Canvas points of bow coordinates [n, 2]."""
        return (np.asarray(points, float) * self.scale) @ self.rotation + self.center

    def draw(self, tails: bool = True) -> None:
        """Tails behind, two loops, knot."""
        for side in (-1, 1):
            if tails:
                self._tail(side)
        for side in (-1, 1):
            self._loop(side)
        self._knot()

    def _tail(self, s: int) -> None:
        r, f = self.ramp, self.at
        shape = chain(
            curve(f([[s * 0.06, 0.05], [s * 0.22, 0.55], [s * 0.34, 1.25]]), 12),
            f([[s * 0.52, 1.02]]),
            curve(f([[s * 0.74, 1.12], [s * 0.46, 0.5], [s * 0.14, 0]]), 12),
        )
        start, end = f([[0, 0], [s * 0.4, 1.2]])
        self.layer.fill(
            shape,
            shader=linear(
                start, end, [(0, r.deep, 1), (0.35, r.shade, 1), (0.6, r.base, 1), (1, r.base, 1)]
            ),
        )
        self.layer.line(loop(shape), self.line_width, r.line, "full")

    def _loop(self, s: int) -> None:
        layer, r, f, w = self.layer, self.ramp, self.at, self.line_width
        shape = chain(
            curve(
                f([[s * 0.08, -0.12], [s * 0.45, -0.52], [s * 0.92, -0.62], [s * 1.04, -0.30]]), 16
            ),
            curve(f([[s * 1.04, -0.30], [s * 1.06, 0.10], [s * 0.98, 0.48]]), 10),
            curve(f([[s * 0.98, 0.48], [s * 0.55, 0.36], [s * 0.08, 0.14]]), 12),
        )
        layer.fill(shape, r.base)
        with layer.clip(shape):
            layer.fill(
                curve(
                    f(
                        [
                            [s * 0.05, -0.2],
                            [s * 0.42, -0.16],
                            [s * 0.70, 0.05],
                            [s * 0.40, 0.22],
                            [s * 0.05, 0.25],
                        ]
                    ),
                    18,
                ),
                r.shade,
            )
            under = curve(
                f([[s * 0.1, 0.3], [s * 0.55, 0.22], [s * 1.0, 0.30], [s * 1.2, 0.2]]), 14
            )
            layer.fill(chain(under, f([[s * 1.2, 0.8], [0, 0.8]])), r.shade, 0.9)
            layer.fill(
                curve(
                    f([[s * 0.50, -0.42], [s * 0.80, -0.48], [s * 0.92, -0.36], [s * 0.75, -0.36]]),
                    14,
                    True,
                ),
                r.light,
                0.85,
            )
        fold = curve(f([[s * 0.17, 0.0], [s * 0.40, -0.03], [s * 0.62, 0.0]]), 10)
        layer.fill(stroke(fold, w * 1.3, "end"), r.line)
        layer.line(loop(shape), w * 1.05, r.line, "full")

    def _knot(self) -> None:
        layer, r, f = self.layer, self.ramp, self.at
        shape = curve(
            f(
                [
                    [-0.15, -0.20],
                    [0.15, -0.20],
                    [0.19, 0.0],
                    [0.15, 0.22],
                    [-0.15, 0.22],
                    [-0.19, 0],
                ]
            ),
            24,
            True,
        )
        layer.fill(shape, r.base)
        with layer.clip(shape):
            layer.fill(f([[-0.3, 0.06], [0.3, 0.06], [0.3, 0.4], [-0.3, 0.4]]), r.shade)
        layer.line(loop(shape), self.line_width, r.line, "full")


_BOWS = {"twintails": (98, 90), "drill": (98, 90), "braids": (66, 58), "buns": (86, 78)}
# half length and half thickness of a tie, and which way the hair it holds goes on
_TIES = {
    "twintails": (0.185, 0.062, (1.0, 0.12)),
    "drill": (0.165, 0.058, (0.06, 1.0)),
    "braids": (0.115, 0.056, (-0.10, 1.0)),
    "buns": (0.235, 0.064, (0.0, 0.0)),
}
# how far the middle of a tie is before its ends: round the side of the hair that is seen
_SAG = {"twintails": 0.03, "drill": 0.035, "braids": 0.03, "buns": -0.07}
# A tie about its middle: x across the hair, y the way it goes, 1 = its half length and thickness.
_BAND = curve(
    [[-1.0, 0.0], [-0.98, -0.72], [-0.82, -1.0], [-0.56, -1.0], [-0.34, -0.84], [-0.10, -1.02],
     [0.14, -1.02], [0.36, -0.84], [0.58, -1.0], [0.83, -1.0], [0.98, -0.72], [1.0, 0.0],
     [0.98, 0.72], [0.83, 1.0], [0.58, 1.02], [0.36, 0.86], [0.14, 1.04], [-0.10, 1.04],
     [-0.34, 0.86], [-0.56, 1.02], [-0.82, 1.0], [-0.98, 0.72]],
    66,
    True,
)  # fmt: skip
_BAND_SHADE = curve([[-1.2, 0.3], [-0.4, 0.34], [0.4, 0.30], [1.2, 0.2], [1.2, 1.4], [-1.2, 1.4]],
                    30, True)  # fmt: skip
_BAND_LIGHT = curve([[-0.84, -0.40], [-0.66, -0.52], [-0.48, -0.46]], 10)
_FOLDS = np.stack([
    curve([[-0.34, -0.90], [-0.24, -0.30], [-0.30, 0.42]], 10),
    curve([[0.36, 0.90], [0.27, 0.30], [0.33, -0.42]], 10),
])  # fmt: skip


def _held_at(p: Factors, side: int) -> Points:
    """Where the hair at one side is held, head space [3]."""
    if p.hair_style == "braids":
        return plait_end(p, side)
    if p.hair_style == "buns":
        return bun_foot(p, side) + ([side * 0.09, -0.03, 0] if p.hat and p.ribbon else [0, 0, 0])
    if p.hair_style == "drill":
        return drill_top(p, side) + [side * 0.01, 0.02, 0]
    return twintail_tie(p, side) + [side * 0.02, 0, 0]


def draw_ribbons(layer: Layer, p: Factors, pose: Pose) -> None:
    """Bows where the hair style wants them; without `ribbon`, plain ties on what is held.

    A ponytail's tie lies behind the head.
    """
    if not p.ribbon:
        for side in (-1, 1) if p.hair_style in _TIES else ():
            _tie(layer, p, pose, side)
        return
    ramp, w, k = layer.ramp("ribbon"), 4.2 * p.line_w, pose.radius / 240

    def bow(at, width: float, height: float, turn: float, tails: bool) -> None:
        Bow(layer, ramp, at, width * k, height * k, w, turn + pose.tilt).draw(tails)

    if p.hair_style in _BOWS:
        for side in (-1, 1):
            turn = {"braids": 0.0, "buns": -0.28 if p.hat else 0.62}.get(p.hair_style, -0.28)
            bow(_placed(p, pose, side), *_BOWS[p.hair_style], turn * side, True)
    elif p.hat:  # above, it would hide the bow
        bow(pose([[p.side * 1.20, 0.34, -0.25]])[0], 98, 90, 0.45 * p.side, True)
    elif p.hair_style == "ponytail":
        at = [p.side * 0.34, -1.13 - p.hair_vol, -0.2]
        bow(pose([at])[0], 124, 106, 0.22 * p.side, False)
    else:
        at = [p.side * 0.80, -0.80 - p.hair_vol * 0.6, 0.30]
        bow(pose([at])[0], 110, 100, 0.55 * p.side, True)


def _placed(p: Factors, pose: Pose, side: int) -> Points:
    """The same on the canvas [2]."""
    return pose.round([_held_at(p, side)])[0]


def _tie(layer: Layer, p: Factors, pose: Pose, side: int) -> None:
    """A band of cloth wound round the root of what it holds, across it."""
    r, w = layer.ramp("ribbon"), 4.4 * p.line_w
    half, thick, way = _TIES[p.hair_style]
    along = Bun(p, pose, 1).upward if p.hair_style == "buns" else np.array(way)
    along = along / np.hypot(*along)
    across = np.array([along[1], -along[0]])
    x, y, z = _held_at(p, 1)

    def at(points: Points) -> Points:
        u, v = points[..., :1] * half, points[..., 1:] * thick
        v = v + _SAG[p.hair_style] * (1 - points[..., :1] ** 2)
        q = np.array([x, y]) + u * across + v * along
        return pose.round(side * q[..., 0], q[..., 1], z)

    shape, unit = at(_BAND), thick * pose.radius
    layer.fill(shape, r.base)
    with layer.clip(shape):
        layer.fill(at(_BAND_SHADE), r.shade)
    layer.fill(stroke(at(_BAND_LIGHT), 0.42 * unit), r.light, 0.9)
    layer.fill(stroke(at(_FOLDS), 1.1 * w, "end"), r.line)
    layer.line(loop(shape), w, r.line, "full")


def _turned(angle: float) -> Points:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])
