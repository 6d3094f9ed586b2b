"""Buns: hair wound into a ball, high at the side of the crown or below the brim of a hat."""

import numpy as np

from training.drawing.canvas import ATOP, mix, radial
from training.drawing.clumps import Clump, blade
from training.drawing.factors import Factors
from training.drawing.geometry import Points, curve, loop, profile, ribbon, steps, stroke
from training.drawing.hair import Brush
from training.drawing.pose import Pose

_LOOSE = blade(0.5, 0.35, 2.4, 0.95)
_DEPTH = -0.1  # z of all of it

# A bun about its middle, x outward from the head and y up from it, 1 = its radius.
_BALL = curve(
    [
        [0.50, -0.86],
        [0.93, -0.46],
        [1.05, 0.10],
        [0.80, 0.70],
        [0.24, 1.00],
        [-0.34, 0.94],
        [-0.86, 0.56],
        [-1.04, -0.04],
        [-0.88, -0.56],
        [-0.44, -0.92],
    ],
    56,
    True,
)
# Where one wound strand ends on the next: lines from the foot over the ball.
_WOUND = [
    curve([[0.62, -0.78], [0.72, -0.20], [0.40, 0.34], [-0.16, 0.46], [-0.54, 0.14]], 24),
    curve([[-0.98, 0.16], [-0.60, 0.60], [0.02, 0.78], [0.62, 0.58], [0.97, 0.30]], 24),
    curve([[-0.60, -0.82], [-0.62, -0.36], [-0.34, 0.02], [0.06, 0.06], [0.26, -0.18]], 24),
]
_FINE = [
    curve([[0.82, -0.46], [0.86, -0.02], [0.66, 0.34]], 12),
    curve([[-0.80, 0.46], [-0.40, 0.80], [0.06, 0.90]], 12),
    curve([[0.22, -0.70], [0.48, -0.30], [0.30, 0.10], [-0.06, 0.24]], 12),
    curve([[-0.82, -0.34], [-0.74, 0.10], [-0.46, 0.38]], 12),
    curve([[-0.20, -0.78], [-0.22, -0.44], [-0.02, -0.18]], 12),
]
_SHADES = [
    curve([[0.62, -0.78], [0.72, -0.20], [0.40, 0.34], [-0.16, 0.46], [-0.54, 0.14],
           [-0.14, 0.24], [0.28, 0.12], [0.44, -0.30]], 40, True),
    curve([[-0.60, -0.82], [-0.62, -0.36], [-0.34, 0.02], [0.06, 0.06], [0.26, -0.18],
           [0.00, -0.14], [-0.28, -0.24], [-0.42, -0.52]], 40, True),
    curve([[-0.98, 0.16], [-0.60, 0.60], [0.02, 0.78], [0.62, 0.58], [0.97, 0.30],
           [0.56, 0.40], [0.02, 0.58], [-0.52, 0.40]], 40, True),
]  # fmt: skip
_SHINE = [
    curve([[-0.62, 0.66], [-0.22, 0.86], [0.22, 0.86]], 12),
    curve([[-0.52, 0.26], [-0.14, 0.54], [0.34, 0.48]], 12),
    curve([[-0.30, -0.06], [-0.04, 0.14], [0.20, 0.02]], 12),
]
_FOOT = curve([[-1.2, -0.55], [-0.5, -0.52], [0.2, -0.60], [1.1, -0.40], [1.2, -1.3], [-1.2, -1.3]],
              30, True)  # fmt: skip


class Bun:
    """Where one bun is: head space to a tilted frame of its own."""

    def __init__(self, p: Factors, pose: Pose, side: int) -> None:
        self.p, self.pose, self.side = p, pose, side
        self.radius = 0.345 * p.tail_w
        lean = (1.50 if p.hat else 0.72) - 0.10 * p.tail_h  # radians from upright
        self.outward = np.array([np.cos(lean), np.sin(lean)])
        self.upward = np.array([np.sin(lean), -np.cos(lean)])
        foot = bun_foot(p, 1)
        self.middle = foot[:2] + self.upward * self.radius * 0.86

    def at(self, points: Points) -> Points:
        """Canvas points of the bun's own."""
        q = np.asarray(points) * self.radius
        q = self.middle + q[..., :1] * self.outward + q[..., 1:] * self.upward
        return self.pose.round(self.side * q[..., 0], q[..., 1], _DEPTH)


def bun_foot(p: Factors, side: int) -> Points:
    """Where a bun sits on the head, head space [3]."""
    if p.hat:
        return np.array([side * (1.0 + 0.8 * p.hair_vol), -0.04 - 0.05 * p.tail_h, _DEPTH])
    x = 0.73 - 0.07 * p.tail_h + 0.7 * p.hair_vol
    y = -0.95 - 0.06 * p.tail_h - 0.8 * p.hair_vol
    return np.array([side * x, y, _DEPTH])


def draw_bun(brush: Brush, p: Factors, pose: Pose, side: int) -> None:
    """The loose strand, then the ball with its windings."""
    _loose(brush, p, side)
    bun, layer, r = Bun(p, pose, side), brush.layer, brush.ramp
    ball = bun.at(_BALL)
    brush.painted.append(ball)
    unit = bun.radius * pose.radius
    focus = bun.at(np.array([-0.1, 0.25])) + [0.30 * unit * p.light, -0.20 * unit]
    layer.fill(
        ball,
        shader=radial(
            focus,
            1.5 * unit,
            [
                (0, mix(r.base, r.light, 0.22), 1),
                (0.45, r.base, 1),
                (1, mix(r.base, r.shade, 0.9), 1),
            ],
        ),
    )
    with layer.clip(ball):
        layer.fill([bun.at(q) for q in (*_SHADES, _FOOT)], r.shade, 0.8 * p.depth)
    shine = np.stack([bun.at(q) for q in _SHINE])
    width = profile("both", 12) * (np.array([[0.085], [0.06], [0.045]]) * unit)
    layer.fill(ribbon(shine, width), r.light, 0.8 * p.gloss, ATOP)
    fine = [stroke(bun.at(q), 0.62 * brush.line_width) for q in _FINE]
    layer.fill(fine, mix(r.shade, r.line, 0.4), 0.75)
    wound = [stroke(bun.at(q), 1.05 * brush.line_width, "start") for q in _WOUND]
    layer.fill(wound, r.line)
    layer.line(loop(ball), 1.15 * brush.line_width, r.line, "full")


def _loose(brush: Brush, p: Factors, side: int) -> None:
    """Two strands that fall together from behind the bun, outside the face."""
    x, y, _ = bun_foot(p, 1)
    end = (0.70 if p.hat else 0.30) + 0.95 * p.hair_len
    curl = 0.09 * p.curl
    clumps = []
    for k, (off, e, w) in enumerate(((0.0, 0.80, 0.085), (0.07, 1.0, 0.105))):
        fall = y + (end - y) * e * np.array([0.0, 0.22, 0.48, 0.76, 1.0])
        out = np.array([0.14, 0.36, 0.47 + curl, 0.44 - curl, 0.36 + curl])
        across = x + (0.5 if p.hat else 1.0) * out + off + 0.05 * p.spread * steps(5)
        spine = np.stack([side * across, fall, np.full(5, _DEPTH)], 1)
        clumps.append(Clump(spine, w * p.tail_w, _LOOSE, 164 + 4 * (side > 0) + k))
    brush.clumps(clumps, "round", strands=2, edge="root")
