"""Plaits: strands that cross from either side, down an axis over the shoulder."""

import numpy as np
from numpy.typing import ArrayLike

from training.drawing.canvas import ATOP, linear, mix
from training.drawing.clumps import Clump, blade
from training.drawing.factors import Factors
from training.drawing.geometry import (
    Points,
    curve,
    lerp,
    normals,
    profile,
    ribbon,
    smoothstep,
    steps,
    stroke,
)
from training.drawing.hair import Brush
from training.drawing.pose import Pose

CROSSINGS = 8
_DEPTH = 0.1  # z of all of it
_GATHERED = blade(0.8, 0.35, 3.0, 0.8)
_TUFT = blade(0.45, 0.45, 2.4, 0.95)
_AXIS = 48  # samples

# One strand that crosses from the right: u from axis (0) to edge (1), v down in crossings.
_STRAND = curve(
    [
        [-0.16, -0.80],
        [0.30, -1.06],
        [0.78, -0.94],
        [1.06, -0.42],
        [1.02, 0.16],
        [0.66, 0.66],
        [0.10, 1.00],
        [-0.52, 1.16],
        [-0.50, 0.66],
        [-0.34, -0.10],
    ],
    40,
    True,
)
_SHADE = curve(
    [[1.10, -0.10], [0.70, 0.28], [0.10, 0.66], [-0.6, 0.86], [-0.6, 1.3], [0.2, 1.2], [1.1, 0.6]],
    28,
    True,
)
_SHINE = [
    curve([[0.18, -0.62], [0.55, -0.52], [0.80, -0.20]], 12),
    curve([[0.16, -0.36], [0.42, -0.30], [0.62, -0.06]], 12),
]
_FINE = [
    curve([[0.62, -0.70], [0.72, -0.06], [0.20, 0.62]], 12),
    curve([[0.08, -0.74], [0.20, 0.00], [-0.22, 0.78]], 12),
]


class Plait:
    """The axis of one plait: where it is and how wide, head space."""

    def __init__(self, p: Factors, side: int) -> None:
        self.side = side
        self.end = 1.46 + 0.40 * p.hair_len
        x = 0.86 + 0.05 * p.spread + 0.5 * p.hair_vol
        sway = 0.03 * p.noise("plait", 20 if side > 0 else 0)
        y = 0.46 + (self.end - 0.46) * np.array([0, 0.25, 0.5, 0.75, 1.0])
        across = x + np.array([-0.10, 0.03, 0.06, 0.00, -0.08]) + sway * steps(5)
        self.line = curve(np.stack([side * across, y], 1), _AXIS)
        self.normal = normals(self.line) * -1
        self.widest = 0.198 * p.tail_w

    def at(self, t: ArrayLike, u: ArrayLike) -> Points:
        """Head-space points [..., 2] at fraction t of the length and u half widths to the right."""
        t = np.asarray(t, float)
        x = np.clip(t, 0, 1.2) * (_AXIS - 1)
        i = np.minimum(x.astype(int), _AXIS - 2)
        here = self.line[i] + (self.line[i + 1] - self.line[i]) * (x - i)[..., None]
        half = self.widest * (0.96 + 0.04 * smoothstep(t, 0, 0.3) - 0.32 * smoothstep(t, 0.4, 1.1))
        return here + self.normal[i] * (half * np.asarray(u, float))[..., None]


def plait_end(p: Factors, side: int) -> Points:
    """Where a plait is tied, head space [3]."""
    return np.array([*Plait(p, side).at(1.0, 0.0), _DEPTH])


def draw_plait(brush: Brush, p: Factors, pose: Pose, side: int) -> None:
    """The hair gathered behind the ear, the tuft below the tie, then the strands downwards."""
    plait = Plait(p, side)
    _gathered(brush, plait)
    _tuft(brush, p, plait)
    layer, r = brush.layer, brush.ramp
    rows = [_Crossings(plait, pose, k, brush.line_width) for k in (1, -1)]
    for i in range(CROSSINGS):
        strands, k = rows[i % 2], i // 2
        outline = strands.outline[k]
        brush.painted.append(outline)
        layer.fill(outline + [0, 9], r.deep, 0.6, ATOP)
        lit = 0.5 - 0.5 * np.tanh(2 * p.light * strands.hand)
        edge = mix(r.base, r.shade, 0.15 + 0.6 * lit)
        inner, outer = strands.span[k]
        stops = [(0, r.base, 1), (0.5, r.base, 1), (1, edge, 1)]
        layer.fill(outline, shader=linear(inner, outer, stops))
        with layer.clip(outline):
            layer.fill(strands.shade[k], r.shade, 0.8 * p.depth)
        layer.fill(strands.shine[k], r.light, 0.85 * p.gloss)
        layer.fill(strands.fine[k], mix(r.shade, r.line, 0.4), 0.75)
        layer.fill(strands.ink[k], r.line)


class _Crossings:
    """All strands of one hand (+1: from the right), on the canvas."""

    def __init__(self, plait: Plait, pose: Pose, hand: int, line_width: float) -> None:
        self.hand = hand
        first = np.arange(0 if hand > 0 else 1, CROSSINGS, 2)[:, None] + 0.8
        self.plait, self.pose, self.first = plait, pose, first
        self.outline = self._placed(_STRAND)
        self.shade = self._placed(_SHADE)
        self.span = self._placed(np.array([[-0.5, 0.0], [1.05, 0.0]]))
        unit = pose.radius * plait.widest
        both = profile("both", 12)
        shine = zip(_SHINE, (0.075, 0.035), strict=True)
        self.shine = np.stack([ribbon(self._placed(q), both * (w * unit)) for q, w in shine], 1)
        closed = np.concatenate([self.outline, self.outline[:, :2]], 1)
        self.ink = ribbon(closed, 0.58 * line_width)
        self.fine = np.stack([stroke(self._placed(q), 0.55 * line_width) for q in _FINE], 1)

    def _placed(self, run: Points) -> Points:
        t = (self.first + run[:, 1]) / (CROSSINGS + 1.0)
        points = self.plait.at(t, self.hand * run[:, 0])
        return self.pose.round(points[..., 0], points[..., 1], _DEPTH)


def _gathered(brush: Brush, plait: Plait) -> None:
    s, (x, y) = plait.side, plait.at(0.06, 0.0)
    clumps = [
        Clump(
            [
                [s * (0.85 + 0.07 * off), -0.30, 0.0],
                [s * (0.90 + 0.09 * off), 0.12, 0.0],
                [x + s * 0.10 * off, lerp(0.10, y, 0.7), _DEPTH],
                [x + s * 0.03 * off, y + 0.15, _DEPTH],
            ],
            0.135 * plait.widest / 0.198,
            _GATHERED,
            150 + 4 * (s > 0) + k,
        )
        for k, off in enumerate((-1.0, 1.0, 0.0))
    ]
    brush.clumps(clumps, "round", strands=2, edge="root")


def _tuft(brush: Brush, p: Factors, plait: Plait) -> None:
    s, (x, y) = plait.side, plait.at(0.97, 0.0)
    clumps = []
    for k, (off, drop) in enumerate(((-1.0, 0.21), (1.0, 0.22), (0.0, 0.27))):
        spine = [
            [x, y - 0.06, _DEPTH],
            [x + 0.06 * off, y + 0.09, _DEPTH],
            [x + 0.10 * off - s * 0.01, y + drop * 0.68, _DEPTH],
            [x + 0.06 * off - s * 0.03, y + drop, _DEPTH],
        ]
        clumps.append(Clump(spine, 0.10 * p.tail_w, _TUFT, 156 + 4 * (s > 0) + k))
    brush.clumps(clumps, "round", cast_by=(2, 4), strands=1, edge="tip")
