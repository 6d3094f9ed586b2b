"""Hats for the sun and the sea: of straw, and a sailor's. The others are in hats.py."""

import numpy as np

from training.drawing.canvas import Ramp, mix
from training.drawing.geometry import (
    Points,
    chain,
    lerp,
    loop,
    mirrored,
    ribbon,
    steps,
    stroke,
    symmetric,
)
from training.drawing.hatter import Hatter
from training.drawing.ribbons import Bow

_ROUND = 2 * np.pi * np.arange(72) / 72
_RINGS = (0.70, 0.85)


def straw(h: Hatter) -> None:
    """A wide sun hat woven in rings, with a ribbon tied at one side."""
    v, main = h.up, h.main
    brim = _brim(h, 1.0)
    crown = chain(
        h.shape(
            symmetric(
                [
                    [-0.93, -0.84, 0.25],
                    [-0.93, -1.12, 0],
                    [-0.82, -1.38 - 0.6 * v, 0],
                    [-0.45, -1.55 - 0.9 * v, 0],
                    [0, -1.60 - 0.9 * v, 0],
                ]
            ),
            60,
        ),
        _across(h, 0.93, -0.84)[::-1],
    )
    h.cast(brim, 30)
    h.piece(main, h.hat, brim, -1.15, -0.5)
    with main.clip(brim):
        main.fill(crown + [-10 * h.p.light, 20], h.hat.shade, 0.75)
        main.fill(chain(brim[:37] - [0, 14], brim[:37][::-1]), h.hat.shade, 0.8)
    _weave(h)
    h.edge(main, h.hat, brim)
    h.piece(main, h.hat, crown, -1.8, -0.7)
    h.far_side(main, h.hat, crown, [[0.30, -1.9, 0], [0.62, -1.4, 0], [0.66, -0.6, 0.2]])
    rows = [_across(h, lerp(0.90, 0.62, t), lerp(-1.17, -1.50 - 0.9 * v, t)) for t in steps(3)]
    with main.clip(crown):
        main.fill(stroke(np.array(rows), 9.0, "full"), h.hat.shade, 0.9)
    h.edge(main, h.hat, crown)
    _band(h, crown)


def _brim(h: Hatter, size: float) -> Points:
    """The brim's rim, or a ring of it nearer to the crown; the front half first."""
    a = _ROUND - np.pi / 2  # from the left over the front to the right
    x, near = np.sin(a) * size, np.cos(a) * size
    y = -0.83 + near * np.where(near > 0, 0.26, 0.20) + 0.16 * x**4 - 0.06 * size
    return h.pose.round(x * 1.55, y, 0.35 + 0.45 * near)


def _across(h: Hatter, half: float, y: float) -> Points:
    """A line across the front of the crown, from left to right."""
    sag = 0.13
    return h.shape(
        [[-half, y, 0.2], [-0.6 * half, y + 0.72 * sag, 0.5], [0, y + sag, 0.65],
         [0.6 * half, y + 0.72 * sag, 0.5], [half, y, 0.2]], 40
    )  # fmt: skip


def _weave(h: Hatter) -> None:
    """Rings of plaited straw: broad enough to be seen in a small picture."""
    rings = np.array([_brim(h, s) for s in _RINGS])
    closed = np.concatenate([rings, rings[:, :2]], 1)
    h.main.fill(stroke(closed, 9.0, "full"), h.hat.shade, 0.9)


def _band(h: Hatter, crown: Points) -> None:
    trim, r, side = h.trim, h.accent, h.p.side
    upper, lower = _across(h, 0.95, -1.09), _across(h, 0.96, -0.86)
    band = chain(upper, lower[::-1])
    with trim.clip(crown):
        trim.fill(band, r.base)
        h.far_side(trim, r, band, [[0.55, -1.3, 0.3], [0.66, -0.7, 0.3]], 0.8)
        trim.fill(chain(lower, (lower - [0, 9])[::-1]), r.shade, 0.8)
        for border in (upper, lower):
            trim.line(border, h.line_width, r.line, "full")
    k, at = h.pose.radius / 240, h.pose.round([[side * 0.60, -0.90, 0.5]])[0]
    Bow(trim, r, at, 74 * k, 66 * k, 0.9 * h.line_width, 0.30 * side + h.pose.tilt).draw()


def sailor(h: Hatter) -> None:
    """A round white cap, tilted to one side, with a band and two short tails."""
    v, g, main, trim, r = h.up, h.p.side, h.main, h.trim, h.hat
    white = Ramp(mix(r.light, r.base, 0.06), mix(r.light, r.shade, 0.42), r.light, r.line)
    top = _tilted(
        h,
        symmetric(
            [
                [-0.70, -0.02, 0.35],
                [-0.98, -0.20, 0.2],
                [-0.99, -0.42, 0.1],
                [-0.66, -0.60, 0.1],
                [0, -0.66, 0.1],
            ]
        ),
        70,
    )
    upper = _tilted(h, symmetric([[-0.80, -0.10, 0.3], [-0.44, 0.02, 0.62], [0, 0.07, 0.7]]), 30)
    lower = _tilted(h, symmetric([[-0.84, 0.13, 0.3], [-0.46, 0.26, 0.66], [0, 0.31, 0.74]]), 30)
    band = chain(upper, lower[::-1])
    crown = chain(top, upper[::-1])
    h.cast(chain(top, lower[::-1]), 18)
    _tails(h)
    h.piece(main, white, crown, -1.9 - v, -0.9)
    shade = _tilted(
        h,
        mirrored(
            [[1.2, -0.6, 0], [0.62, -0.46, 0.2], [0.46, -0.14, 0.5], [-0.9, -0.02, 0.3]], g * h.away
        ),
        24,
    )
    beyond = _tilted(h, mirrored([[-0.9, 0.4, 0.3], [0, 0.4, 0.5], [1.2, 0.4, 0]], g * h.away), 6)
    with main.clip(crown):
        main.fill(chain(shade, beyond), white.shade, 0.9 * h.shaded)
        main.fill(chain(upper, (upper - [0, 15])[::-1]), white.shade, 0.8)
        for x in (-0.62, -0.30, 0.02, 0.34, 0.66):
            pleat = [[x, 0.06, 0.6], [x * 1.10, -0.12, 0.5], [x * 1.12, -0.27, 0.3]]
            main.line(_tilted(h, pleat, 12), 0.7 * h.line_width, r.line, "start", 0.8)
    h.edge(main, r, crown)
    h.piece(main, r, band, -1.2 - v, -0.7)
    h.far_side(main, r, band, [[0.55, -1.5, 0.3], [0.66, -0.5, 0.3]])
    h.edge(main, r, band)
    with trim.clip(band):
        trim.fill(ribbon(lerp(upper, lower, 0.5), 0.055 * h.pose.radius), h.accent.base)
        for t in (0.26, 0.74):
            trim.line(lerp(upper, lower, t), 0.7 * h.line_width, h.accent.line, "full")
    _anchor(h)
    button = h.pose.radius * 0.06 * np.stack([np.cos(_ROUND[::4]), np.sin(_ROUND[::4])], 1)
    button = button + _tilted(h, [[0, -0.655, 0.1], [0, -0.66, 0.1]], 2)[0]
    trim.fill(button, h.accent.base)
    h.edge(trim, h.accent, button, 0.8)


def _anchor(h: Hatter) -> None:
    """An anchor embroidered on the front of the cap."""
    runs = (
        [[0, -0.44, 0.5], [0, -0.30, 0.6], [0, -0.12, 0.65]],
        [[-0.075, -0.355, 0.55], [0, -0.355, 0.56], [0.075, -0.355, 0.55]],
        [[-0.15, -0.23, 0.6], [-0.12, -0.15, 0.62], [0, -0.105, 0.65]],
        [[0.15, -0.23, 0.6], [0.12, -0.15, 0.62], [0, -0.105, 0.65]],
        [[-0.19, -0.205, 0.6], [-0.15, -0.235, 0.6], [-0.105, -0.21, 0.6]],
        [[0.19, -0.205, 0.6], [0.15, -0.235, 0.6], [0.105, -0.21, 0.6]],
    )
    lines = np.stack([_tilted(h, run, 12) for run in runs])
    h.trim.fill(stroke(lines, 12, "full"), h.accent.base)
    ring = np.stack([0.045 * np.cos(_ROUND[::4]), 0.045 * np.sin(_ROUND[::4]) - 0.475], 1)
    ring = _tilted(h, np.concatenate([ring, np.full((18, 1), 0.48)], 1), 18)
    h.trim.line(loop(ring), 8, h.accent.base, "full")


def _tilted(h: Hatter, points, samples: int) -> Points:
    """A curve through points of a frame that leans to the hat's side, on the canvas."""
    g, q = h.p.side, np.array(points, float)
    q[:, :2] *= 0.94
    c, s = np.cos(0.24 * g), np.sin(0.24 * g)
    x = 0.22 * g + c * q[:, 0] - s * q[:, 1]
    y = -0.96 - 0.85 * h.up + s * q[:, 0] + c * q[:, 1]
    return h.shape(np.stack([x, y, q[:, 2]], 1), samples)


def _tails(h: Hatter) -> None:
    """Two ends of the band's ribbon, that fall at the side it leans to."""
    trim, r, g = h.trim, h.accent, h.p.side
    for x, long in ((0.13, 0.46), (0.0, 0.56)):
        left = [
            [g * (0.78 + x), 0.06, 0.2],
            [g * (0.86 + x), 0.24, 0.2],
            [g * (0.80 + x), long, 0.2],
        ]
        right = [[q[0] + g * 0.15, q[1] - 0.02, q[2]] for q in left]
        notch = [[g * (0.875 + x), long - 0.09, 0.2]] * 2
        tail = chain(_tilted(h, left, 14), _tilted(h, notch, 2)[:1], _tilted(h, right, 14)[::-1])
        h.cast(tail, 12)
        trim.fill(tail, r.base)
        with trim.clip(tail):
            fold = _tilted(h, [[g * (0.86 + x), 0.0, 0.2], [g * (0.95 + x), 0.3, 0.2]], 2)
            trim.line(fold, 22, r.shade, "both", 0.8)
        trim.line(loop(tail), 0.8 * h.line_width, r.line, "full")
