"""Hats. A new one is a function here (or in summer_hats.py) and a name in vocabulary.HATS.

A hat paints on two layers: `main` in the hat's inks, `trim` (above it) in the accent's; and it
throws a shadow by `cast`. `shape` places head-space points on the canvas.
"""

from collections.abc import Callable

import numpy as np

from training.drawing.canvas import Layer
from training.drawing.factors import Factors
from training.drawing.geometry import chain, curve, loop, mirrored, stroke, symmetric
from training.drawing.hatter import Hatter
from training.drawing.pose import Pose
from training.drawing.summer_hats import sailor, straw


def beret(h: Hatter) -> None:
    """A soft beret pulled to one side."""
    g, v, w = h.p.side, h.up, h.away
    outline = h.shape(
        mirrored(
            [
                [-0.98, -0.62, 0.2],
                [-1.20, -0.86, 0.1],
                [-1.05, -1.22, 0],
                [-0.40, -1.48 - 0.9 * v, 0],
                [0.45, -1.51 - 0.9 * v, 0],
                [1.16, -1.20, 0],
                [1.30, -0.80, 0.1],
                [1.02, -0.58, 0.2],
                [0.5, -0.78, 0.6],
                [0, -0.84, 0.7],
                [-0.5, -0.80, 0.6],
                [-0.98, -0.62, 0.2],
            ],
            g,
        ),
        70,
    )
    h.cast(outline, 24)
    h.piece(h.main, h.hat, outline)
    shade = h.shape(
        mirrored(
            [
                [1.4, -1.3, 0],
                [0.92, -1.22, 0],
                [0.72, -0.95, 0.2],
                [0.2, -0.86, 0.5],
                [-0.9, -0.72, 0.3],
                [-1.3, -0.75, 0.3],
            ],
            w,
        ),
        30,
    )
    light = mirrored([[-0.75, -1.15, 0], [-0.45, -1.38, 0], [-0.1, -1.42, 0], [-0.4, -1.28, 0]], w)
    with h.main.clip(outline):
        below = h.pose.round(mirrored([[-1.3, -0.3, 0], [1.4, -0.3, 0]], w))
        h.main.fill(chain(shade, below), h.hat.shade, 0.9 * h.shaded)
        h.main.fill(curve(h.pose.round(light), 20, True), h.hat.light, 0.55 * h.shaded)
    for fold in (
        [[0.0, -1.51 - 0.9 * v, 0], [0.3, -1.32, 0.3], [0.42, -1.1, 0.5]],
        [[-0.8, -1.30, 0.1], [-0.7, -1.1, 0.3], [-0.75, -0.95, 0.4]],
    ):
        h.main.line(h.shape(mirrored(fold, g), 14), h.line_width * 0.7, h.hat.line, "both", 0.7)
    h.edge(h.main, h.hat, outline)
    stalk = h.shape(
        mirrored(
            [
                [0.02, -1.49 - 0.9 * v, 0],
                [0.05, -1.59 - 0.9 * v, 0],
                [0.14, -1.64 - 0.9 * v, 0],
            ],
            g,
        ),
        10,
    )
    h.main.line(stalk, 16, h.hat.line, "full")
    h.main.line(stalk, 9, h.hat.base, "full")


def knit(h: Hatter) -> None:
    """A knitted cap with a turned-up band and a pompom."""
    v, main, trim = h.up, h.main, h.trim
    dome = chain(
        h.shape(
            symmetric(
                [
                    [-1.05 - v, -0.55, 0.1],
                    [-1.05 - v, -0.90, 0],
                    [-0.80, -1.28, 0],
                    [-0.3, -1.40 - v, 0],
                ]
            ),
            50,
        ),
        h.shape(
            symmetric([[1.05 + v, -0.55, 0.1], [0.6, -0.68, 0.6], [0, -0.74, 0.7]]),
            30,
        ),
    )
    h.cast(dome, 54)
    a = np.linspace(0, 2 * np.pi, 26, endpoint=False)
    fluffy = np.where(np.arange(26) % 2, 1, 0.88)[:, None]
    ball = np.stack([np.cos(a), np.sin(a)], 1) * h.pose.radius * 0.19 * fluffy
    ball = curve(h.pose.round([[0, -1.54 - 0.9 * v, 0.0]])[0] + ball, 60, True)
    with trim.clip(dome, outside=True):
        trim.fill(ball, h.accent.base)
        with trim.clip(ball):
            trim.fill(ball + [-h.p.light * 18, 22], h.accent.shade, 0.8)
        h.edge(trim, h.accent, ball)
    h.piece(main, h.hat, dome)
    h.far_side(main, h.hat, dome, [[0.5, -1.7, 0], [0.78, -1.2, 0], [0.80, -0.6, 0.2]])
    ribs = [
        stroke(
            h.shape([[x * 0.35, -1.44 - v, 0.2], [x * 0.9, -1.2, 0.4], [x * 1.12, -0.75, 0.5]], 14),
            10.0,
        )
        for x in np.linspace(-0.80, 0.80, 6)
    ]
    with main.clip(dome):
        main.fill(ribs, h.hat.shade, 0.85)
    h.edge(main, h.hat, dome)
    band = chain(
        h.shape(
            symmetric(
                [
                    [-1.09 - v, -0.72, 0.05],
                    [-0.98, -0.86, 0.2],
                    [-0.55, -1.00, 0.55],
                    [0, -1.05, 0.65],
                ]
            ),
            40,
        ),
        h.shape(
            symmetric(
                [[1.10 + v, -0.44, 0.05], [1.0, -0.50, 0.2], [0.55, -0.62, 0.62], [0, -0.67, 0.72]]
            ),
            40,
        ),
    )
    h.piece(trim, h.accent, band)
    depth = lambda x: 0.7 * np.sqrt(max(0.0, 1 - (x / 1.2) ** 2))  # noqa: E731
    ribs = [
        stroke(h.pose.round([[x, -1.05, depth(x)], [x, -0.4, depth(x)]]), 10.0, "full")
        for x in np.linspace(-1.04, 1.04, 15)
    ]
    with trim.clip(band):
        trim.fill(ribs, h.accent.shade, 0.9)
    h.far_side(trim, h.accent, band, [[0.62, -1.2, 0.3], [0.72, -0.4, 0.3]], 0.8)
    h.edge(trim, h.accent, band)


def cap(h: Hatter) -> None:
    """A cap with a coloured peak and a star."""
    v = h.up
    dome = chain(
        h.shape(
            symmetric(
                [
                    [-1.06 - v, -0.46, 0.05],
                    [-1.07 - v, -0.80, 0],
                    [-0.82, -1.25, 0],
                    [-0.32, -1.46 - v, 0],
                ]
            ),
            50,
        ),
        h.shape(
            symmetric(
                [[1.06 + v, -0.46, 0.05], [0.92, -0.56, 0.4], [0.6, -0.70, 0.6], [0, -0.78, 0.7]]
            ),
            30,
        ),
    )
    upper = h.shape(
        symmetric([[-0.94, -0.60, 0.45], [-0.5, -0.78, 0.72], [0, -0.83, 0.80]]),
        30,
    )
    peak = chain(
        upper,
        h.shape(
            symmetric(
                [[0.94, -0.60, 0.45], [0.90, -0.46, 0.95], [0.50, -0.45, 1.25], [0, -0.46, 1.35]]
            ),
            40,
        ),
    )
    h.cast(dome, 14)
    h.cast(peak, 22)
    h.piece(h.main, h.hat, dome)
    h.far_side(h.main, h.hat, dome, [[0.4, -1.7, 0], [0.78, -1.25, 0], [0.80, -0.6, 0.2]])
    seams = [
        stroke(
            h.shape([[0, -1.47 - v, 0.1], [x, -1.22, 0.5], [x * 1.3, -0.75, 0.7]], 16),
            h.line_width * 0.7,
            "full",
        )
        for x in (-0.45, 0.45)
    ]
    h.main.fill(seams, h.hat.line, 0.8)
    h.edge(h.main, h.hat, dome)
    a = np.arange(10) * np.pi / 5
    star = np.stack([np.sin(a), -np.cos(a)], 1) * np.where(np.arange(10) % 2, 0.45, 1.0)[:, None]
    star = star * h.pose.radius * 0.15 + h.pose.round([[0, -1.08, 0.75]])[0]
    h.trim.fill(star, h.accent.light)
    h.piece(h.trim, h.accent, peak, -0.9, -0.3)
    with h.trim.clip(peak):
        h.trim.fill(chain(upper + [0, 16], (upper - [0, 30])[::-1]), h.accent.shade, 0.9)
    h.edge(h.trim, h.accent, peak)


def witch(h: Hatter) -> None:
    """A pointed hat with a bent tip, a wide brim, a band and a buckle."""
    g, main, trim = h.p.side, h.main, h.trim
    cone = chain(
        h.shape(
            mirrored(
                [
                    [-0.86, -0.92, 0.2],
                    [-0.60, -1.22, 0],
                    [-0.33, -1.47, 0],
                    [0.06, -1.66, 0],
                    [0.54, -1.72, 0],
                ],
                g,
            ),
            30,
        ),
        h.shape(
            mirrored(
                [
                    [0.54, -1.72, 0],
                    [0.44, -1.57, 0],
                    [0.50, -1.41, 0],
                    [0.65, -1.20, 0],
                    [0.86, -0.92, 0.2],
                ],
                g,
            ),
            30,
        ),
        h.shape(mirrored([[0.86, -0.92, 0.2], [0, -0.82, 0.7], [-0.86, -0.92, 0.2]], g), 14),
    )
    near = h.shape(
        symmetric([[1.62, -0.62, 0.1], [1.08, -0.62, 0.5], [0.5, -0.66, 0.8], [0, -0.68, 0.85]]),
        50,
    )
    brim = chain(
        h.shape(
            symmetric([[-1.62, -0.62, 0.1], [-0.95, -1.02, 0.1], [0, -1.14, 0.1]]),
            40,
        ),
        near,
    )
    h.cast(brim, 26)
    h.piece(main, h.hat, brim, -1.1, -0.6)
    with main.clip(brim):
        main.fill(chain(near, (near - [0, 13])[::-1]), h.hat.deep, 0.9)
    h.edge(main, h.hat, brim)
    h.piece(main, h.hat, cone, -1.9, -0.8)
    h.far_side(main, h.hat, cone, [[0.05, -2.0, 0], [0.22, -1.5, 0], [0.45, -0.8, 0.2]])
    h.edge(main, h.hat, cone)
    upper = h.shape([[-1, -1.06, 0.2], [0, -0.98, 0.7], [1, -1.06, 0.2]], 20)
    lower = h.shape([[1, -0.86, 0.2], [0, -0.78, 0.7], [-1, -0.86, 0.2]], 20)
    with trim.clip(cone):
        trim.fill(chain(upper, lower), h.accent.base)
        h.far_side(trim, h.accent, chain(upper, lower), [[0.38, -1.2, 0.3], [0.45, -0.7, 0.3]], 0.5)
        for border in (upper, lower):
            trim.line(border, h.line_width * 1.2, h.accent.line, "full")
    middle = h.pose.round([[0.0, -0.90, 0.8]])[0]
    buckle = loop(middle + np.array([[-24, -22], [24, -22], [24, 22], [-24, 22]], float))
    trim.line(buckle, 13, h.accent.line, "full")
    trim.line(buckle, 7, h.accent.light, "full")


HATS: dict[str, Callable[[Hatter], None]] = {
    "beret": beret,
    "witch": witch,
    "cap": cap,
    "knit": knit,
    "straw": straw,
    "sailor": sailor,
}


def draw_hat(main: Layer, trim: Layer, shadow: Layer, p: Factors, pose: Pose) -> None:
    """Paint the chosen hat and the shadow it throws (not yet cut to what it falls on)."""
    HATS[p.hat_kind](Hatter(main, trim, shadow, p, pose))
