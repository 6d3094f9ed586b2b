"""What age, sex and the size of the eyes make of a head's proportions.

Each of these inputs moves many quantities a little; all of them are polynomials or softened
limits, so that nothing jumps.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from training.drawing.factors import Factors

EYE_HALF = 0.245  # of the height of an eye, in skull radii


class Grown:
    """Quantities that follow from others, not from the latent."""

    square: float  # corners of the jaw, about 0..1
    flat: float  # the upper lid, 0..1
    wing: float  # length of the lash's wing and flicks
    iris_h: float  # of the iris for the height of the eye
    bridge: float  # length of the nose's bridge
    lips: float  # fullness of the lower lip
    girth: float  # width of the shoulders
    neck: float  # width of the neck


def grow(p: "Factors") -> None:
    """Apply `mature`, `boyish` and `eye_size`; the brows follow the tops of the eyes."""
    m, b = p.mature, p.boyish
    top = p.eye_y - EYE_HALF * p.eye_h
    _age(p, m)
    _turn_boyish(p, b)
    _size_eyes(p, p.eye_size)
    p.brow_y += 0.9 * (p.eye_y - EYE_HALF * p.eye_h - top)
    p.square = b * (1 + 0.65 * m)
    p.flat = 0.9 * b + 0.15 * m
    p.wing = (1 - 0.9 * b) * (1 + 0.1 * m)
    p.iris_h = 1 + 0.16 * b + 0.07 * m
    p.bridge = (0.45 + 0.40 * m + 0.05 * m * m) + 0.35 * b
    p.lips = (1 + 0.95 * m) * (1 - 0.75 * b)
    p.girth = (1 + 0.055 * m) * (1 + 0.10 * b)
    p.neck = (1 + 0.06 * m) * (1 + 0.20 * b)


def _age(p: "Factors", m: float) -> None:
    """A round child (-1) to a longer face with smaller eyes set higher (+1)."""
    p.eye_w *= 1 - 0.075 * m - 0.01 * m * m
    p.eye_h *= 1 - 0.13 * m - 0.06 * m * m
    p.eye_y -= 0.045 * m
    p.chin_len += 0.068 * m
    p.chin_sharp *= 1 + 0.3 * m
    p.cheek -= 0.022 * m
    p.jaw -= 0.018 * m
    p.nose_y += 0.016 * m
    p.mouth_y += 0.028 * m + 0.006 * m * m
    p.mouth_w *= 1 + 0.09 * m
    p.mouth_curve *= 1 + 0.13 * m - 0.05 * m * m
    p.lash *= 1 - 0.05 * m


def _turn_boyish(p: "Factors", b: float) -> None:
    """Longer, squarer jaw; low, narrow eyes; straight, heavy brows; a wider mouth."""
    p.chin_len += 0.046 * b
    p.chin_sharp *= 1 - 0.6 * b
    p.cheek = p.cheek * (1 - 0.5 * b) - 0.010 * b
    p.jaw *= 1 - 0.4 * b
    p.eye_w *= 1 - 0.03 * b
    p.eye_h *= 1 - 0.25 * b
    p.eye_y += 0.012 * b
    p.lash *= 1 - 0.45 * b
    p.brow_y += 0.022 * b
    p.brow_w *= 1 + 0.55 * b
    p.brow_arch *= 1 - 0.65 * b
    p.nose_y += 0.014 * b
    p.mouth_y += 0.016 * b
    p.mouth_w *= 1 + 0.18 * b


def _size_eyes(p: "Factors", size: float) -> None:
    """Scale both eyes by 0.8 to 1.18, within the room between nose, brows and temples."""
    scale = 1 + 0.19 * size - 0.01 * size * size
    p.eye_w = at_most(p.eye_w * scale, 1.22)
    p.eye_h = at_most(p.eye_h * scale, 1.26)


def at_most(x: float, limit: float, soft: float = 0.03) -> float:
    """`x`, rounded off where it comes near the limit."""
    return float(limit - soft * np.logaddexp(0, (limit - x) / soft))
