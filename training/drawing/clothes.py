"""Clothes over a complete torso. A new garment is a function here (or in everyday.py) and a name
in vocabulary.CLOTHES.

Garments paint on two layers: `cloth` (the garment and white linen) and, above it, `trim` (ties,
bows, piping in the accent's inks).
"""

from collections.abc import Callable

import numpy as np

from training.drawing.canvas import ERASE, Layer
from training.drawing.everyday import cardigan, kimono, shirt
from training.drawing.factors import Factors
from training.drawing.geometry import chain, loop
from training.drawing.pose import Pose
from training.drawing.tailor import Tailor


def sailor(t: Tailor) -> None:
    """White blouse, wide collar with two stripes, bow."""
    cloth, main, white = t.cloth, t.main, t.white
    t.torso(white, neck=0.40, top=1.58)
    opening = t.outline(
        [[-0.42, 1.5], [-0.26, 1.85], [0, 2.16]],
        [[0, 2.16], [0.26, 1.85], [0.42, 1.5]],
        [[0.42, 1.3], [-0.42, 1.3]],
    )
    cloth.fill(opening, white.base, blend=ERASE)
    t.panel(
        cloth,
        t.outline(
            [[-0.20, 1.94], [0, 1.98], [0.20, 1.94]], [[0.20, 1.94], [0.0, 2.3], [-0.20, 1.94]]
        ),
        white,
    )
    for s in (-1, 1):
        collar = t.outline(
            [[s * 0.36, 1.50], [s * 0.31, 1.70], [s * 0.18, 1.95], [0, 2.20]],
            [[0, 2.20], [s * 0.16, 2.32], [s * 0.34, 2.30]],
            [[s * 0.34, 2.30], [s * 0.74, 2.12], [s * 0.86, 1.86]],
            [[s * 0.86, 1.86], [s * 0.66, 1.68], [s * 0.40, 1.53]],
        )
        t.cast(collar, white, 8, 0.75)
        t.panel(cloth, collar, main)
        with cloth.clip(collar):
            for d in (0.0, 0.085):
                stripe = t.curve(
                    [
                        [s * (0.80 - d), 1.78 - d * 0.2],
                        [s * (0.69 - d), 2.07 - d * 0.6],
                        [s * (0.32 - d * 0.3), 2.235 - d],
                    ],
                    16,
                )
                cloth.line(stripe, 9.5, white.base, "full")
            cloth.fill(
                t.outline(
                    [[s * 0.30, 1.4], [s * 0.42, 1.66], [s * 0.36, 1.8], [s * 0.2, 1.9]],
                    [[0, 2.0], [0, 1.4]],
                ),
                main.shade,
                0.8,
            )
    t.bow(2.17, 72 * t.p.shoulder, 66)


def blazer(t: Tailor) -> None:
    """Blazer over a white shirt, striped tie."""
    cloth, trim, main, white, tie_ink = t.cloth, t.trim, t.main, t.white, t.accent
    t.torso(main, neck=0.38, top=1.56)
    t.panel(
        cloth,
        t.outline(
            [[-0.37, 1.60], [-0.30, 1.9], [-0.16, 2.5]],
            [[0.16, 2.5], [0.30, 1.9], [0.37, 1.60]],
            [[0.37, 1.60], [0.2, 1.74], [0, 1.80], [-0.2, 1.74], [-0.37, 1.60]],
        ),
        white,
    )
    tie = t.outline(
        [[-0.085, 1.80], [0.085, 1.80]], [[0.06, 1.94], [0.13, 2.5]], [[-0.13, 2.5], [-0.06, 1.94]]
    )
    cloth.fill(tie + [-7 * t.p.light, 6], white.shade)
    t.panel(trim, tie, tie_ink)
    with trim.clip(tie):
        for y in (2.01, 2.17, 2.33):
            stripe = [[-0.2, y + 0.06], [0.2, y - 0.04], [0.2, y + 0.035], [-0.2, y + 0.135]]
            trim.fill(t.pose.body(stripe), tie_ink.shade, 0.9)
    t.panel(
        trim, t.outline([[-0.10, 1.76], [0.10, 1.76]], [[0.065, 1.94], [-0.065, 1.94]]), tie_ink
    )
    for s in (-1, 1):
        flap = t.outline(
            [[s * 0.335, 1.47], [s * 0.20, 1.66], [s * 0.03, 1.775]],
            [[s * 0.03, 1.775], [s * 0.16, 1.93], [s * 0.27, 1.985]],
            [[s * 0.27, 1.985], [s * 0.42, 1.74], [s * 0.41, 1.53]],
        )
        lapel = t.outline(
            [[s * 0.41, 1.55], [s * 0.36, 1.85], [s * 0.16, 2.5]],
            [[s * 0.30, 2.5], [s * 0.62, 2.20], [s * 0.60, 2.12]],
            [[s * 0.52, 2.06], [s * 0.70, 1.98]],
            [[s * 0.70, 1.98], [s * 0.62, 1.74], [s * 0.46, 1.58]],
        )
        for piece, r, drop in ((flap, white, 9), (lapel, main, 9)):
            t.cast(piece, r, drop, 0.7)
            t.panel(cloth, piece, r)
            trim.fill(piece, blend=ERASE)


def hoodie(t: Tailor) -> None:
    """Hooded sweatshirt with two strings."""
    cloth, main, p = t.cloth, t.main, t.p
    t.torso(main, neck=0.46, top=1.62, puff=0.10)
    inside = t.curve(
        [
            [-0.40, 1.50],
            [-0.34, 1.72],
            [-0.12, 1.90],
            [0, 1.93],
            [0.12, 1.90],
            [0.34, 1.72],
            [0.40, 1.50],
        ],
        36,
    )
    rim = [[0.40, 1.50], [0.66, 1.40], [0.84, 1.58], [0.70, 1.84], [0.36, 2.02], [0.06, 2.10]]
    hood = chain(inside, t.curve(rim, 30), t.curve([[-x, y] for x, y in reversed(rim)], 30))
    t.cast(hood, main, 11, 0.8)
    t.panel(cloth, hood, main)
    with cloth.clip(hood):
        cloth.fill(chain(inside, (inside + [0, 20])[::-1]), main.shade)
        for s in (-1, 1):
            cloth.fill(
                t.outline(
                    [
                        [s * 0.44, 1.52],
                        [s * 0.62, 1.62],
                        [s * 0.60, 1.78],
                        [s * 0.36, 1.97],
                        [s * 0.30, 1.88],
                        [s * 0.50, 1.72],
                    ]
                ),
                main.shade,
                0.85,
            )
            t.fold([[s * 0.52, 1.52], [s * 0.62, 1.66], [s * 0.50, 1.84]], main, 0.8)
    t.fold([[0, 1.93], [0.005, 2.2], [0, 2.6]], main, 1.2, "full")
    for s in (-1, 1):
        string = t.curve([[s * 0.15, 1.95], [s * 0.17, 2.12], [s * 0.14, 2.30]], 14)
        cloth.line(string, 13 * p.line_w, main.line, "full")
        cloth.line(string, 8, t.white.base, "full")
        t.trim.fill(
            t.curve(
                [[s * 0.12, 2.29], [s * 0.165, 2.29], [s * 0.16, 2.37], [s * 0.125, 2.37]], 12, True
            ),
            t.accent.base,
        )


def turtleneck(t: Tailor) -> None:
    """Ribbed high collar."""
    cloth, main, a = t.cloth, t.main, t.away
    t.torso(main, neck=0.36, top=1.56)
    tube = t.outline(
        [[-0.29, 1.36], [-0.31, 1.5], [-0.40, 1.64]],
        [[-0.40, 1.64], [-0.2, 1.76], [0, 1.79], [0.2, 1.76], [0.40, 1.64]],
        [[0.40, 1.64], [0.31, 1.5], [0.29, 1.36]],
        [[0.29, 1.36], [0.14, 1.43], [0, 1.45], [-0.14, 1.43], [-0.29, 1.36]],
    )
    t.cast(tube, main, 9, 0.7)
    t.panel(cloth, tube, main, inked=False)
    with cloth.clip(tube):
        cloth.fill(
            t.outline([[-0.4, 1.3], [-0.28, 1.50], [0, 1.60], [0.28, 1.50], [0.4, 1.3]]),
            main.shade,
            0.9,
        )
        cloth.fill(
            t.outline(
                [[a * 0.5, 1.3], [a * 0.17, 1.45], [a * 0.2, 1.7], [a * 0.25, 1.9]],
                [[a * 0.6, 1.9], [a * 0.6, 1.3]],
            ),
            main.shade,
            0.9 * t.shaded,
        )
        for x in np.linspace(-0.255, 0.255, 7):
            rib = t.curve([[x * 0.95, 1.36], [x * 1.02, 1.55], [x * 1.22, 1.80]], 16)
            cloth.line(rib, 8.5, main.shade, "full", 0.9)
    cloth.line(loop(tube), t.line_width, main.line, "full")


def dress(t: Tailor) -> None:
    """Dress with a round white collar, piping and a bow."""
    cloth, main, white = t.cloth, t.main, t.white
    t.torso(main, neck=0.38, top=1.56)
    for s in (-1, 1):
        collar = t.outline(
            [[s * 0.33, 1.49], [s * 0.24, 1.64], [s * 0.02, 1.74]],
            [[s * 0.02, 1.74], [s * 0.10, 1.92], [s * 0.30, 1.99], [s * 0.52, 1.92]],
            [[s * 0.52, 1.92], [s * 0.62, 1.78], [s * 0.56, 1.64], [s * 0.38, 1.53]],
        )
        t.cast(collar, main, 9, 0.75)
        t.panel(cloth, collar, white)
        with cloth.clip(collar):
            cloth.fill(
                t.outline(
                    [[s * 0.3, 1.45], [s * 0.38, 1.68], [s * 0.2, 1.80], [0, 1.83]],
                    [[0, 1.4], [s * 0.3, 1.4]],
                ),
                white.shade,
                0.9,
            )
        piping = t.curve(
            [[s * 0.06, 1.90], [s * 0.30, 1.955], [s * 0.50, 1.885], [s * 0.58, 1.76]], 18
        )
        with t.trim.clip(collar):
            t.trim.line(piping, 9, t.accent.base, "full")
    for x in (-0.12, 0.12):
        t.fold([[x, 1.95], [x * 1.1, 2.2], [x, 2.6]], main, 0.7, "full", 0.7)
    t.bow(1.79, 62, 52)


GARMENTS: dict[str, Callable[[Tailor], None]] = {
    "sailor": sailor,
    "blazer": blazer,
    "hoodie": hoodie,
    "turtleneck": turtleneck,
    "dress": dress,
    "shirt": shirt,
    "kimono": kimono,
    "cardigan": cardigan,
}


def draw_clothes(cloth: Layer, trim: Layer, p: Factors, pose: Pose) -> None:
    """Paint the chosen garment."""
    GARMENTS[p.clothes](Tailor(cloth, trim, p, pose))
