"""The colours of a head as they can be seen: hair, eyes, skin, clothes, line art.

Looked for where they lie round the cascade's box, in OKLab: the colour that most pixels of the
place share, without those that belong to a neighbour. Figures: docs/own-art.md.
"""

import numpy as np
from numpy.typing import NDArray

from core import color
from core.attributes import Color, find
from training.dataset import inputs

Mask = NDArray[np.bool_]
Lab = NDArray[np.floating]

NEAR = 0.07  # in OKLab: closer colours are the same paint, its shade left aside
BIN = 0.04  # width of the histogram's bins in OKLab
ENOUGH = 0.01  # of the place that must show a colour: less is a stray line
EYES_U, EYES_V = (0.325, 0.675), 0.43  # of the box: medians of 50 heads of the default model
EYE_REACH = 0.1  # of the box: about the radius of an iris
STROKE, DEPTH = 7, 0.1  # pixels of 256 that a line is thinner than; by how much it is darker
WHITE, BLACK = 0.90, 0.22  # OKLab lightness of eye whites, and of pupils and lashes


def measure(rgb: NDArray[np.uint8], box: tuple[float, float, float, float]) -> dict[str, str]:
    """Colour attribute (hair_color …) or ink (hair.line, skin.line) -> ``#rrggbb``, where seen.

    Args:
        rgb: uint8 [H, W, 3], the cut-out head.
        box: x, y, width, height of the cascade's box in it, pixels.
    """
    lab = color.to_oklab(rgb.astype(np.float32) / 255)
    u, v = _frame(rgb.shape[:2], box)
    found: dict[str, Lab] = {}
    skin = _shared(lab, _within(u, v, 0.3, 0.7, 0.6, 0.82) & _like_skin(lab))
    if skin is not None:
        found["skin_color"] = skin
    free = ~_paper(lab) & ~(_near(lab, skin) & _like_skin(lab))
    hair_place = _hair_place(u, v)
    hair = _shared(lab, hair_place & free & (lab[..., 0] > BLACK), hair_place)
    if hair is None:
        hair = _shared(lab, hair_place & free, hair_place)
    if hair is not None:
        found["hair_color"] = hair
    eyes = _eyes(lab, u, v, skin, hair)
    if eyes is not None:
        found["eye_color"] = eyes
    clothes_place = _within(u, v, 0.2, 0.8, 1.08, 1.25)
    clothes = _shared(lab, clothes_place & free & ~_near(lab, hair), clothes_place)
    if clothes is not None:
        found["clothes_color"] = clothes
    for ink, place in (
        ("hair.line", _within(u, v, -0.2, 1.2, -0.3, 0.3)),
        ("skin.line", _within(u, v, 0.2, 0.8, 0.6, 0.95)),
    ):
        line = _line(lab, place)
        if line is not None:
            found[ink] = line
    return {name: color.to_hex(color.from_oklab(value)) for name, value in found.items()}


def name_of(attribute: str, measured: str) -> str:
    """The named colour of an attribute that a measured one is nearest to (CIEDE2000, any role)."""
    kind = find(inputs.attributes(), attribute)
    assert isinstance(kind, Color)
    lab = color.to_cielab(color.parse_hex(measured))
    away = {
        name: min(
            float(color.ciede2000(lab, color.to_cielab(color.parse_hex(roles[role]))))
            for role in ("base", *(("light", "dark") if attribute == "eye_color" else ()))
            if role in roles
        )
        for name, roles in kind.colors.items()
    }
    return min(away, key=away.__getitem__)


def _frame(shape: tuple[int, ...], box: tuple[float, float, float, float]) -> tuple[Lab, Lab]:
    """Coordinates of every pixel, 0..1 in the box."""
    x, y, width, height = box
    rows, columns = np.mgrid[: shape[0], : shape[1]] + 0.5
    return (columns - x) / width, (rows - y) / height


def _within(u: Lab, v: Lab, left: float, right: float, top: float, bottom: float) -> Mask:
    return (u >= left) & (u < right) & (v >= top) & (v < bottom)


def _hair_place(u: Lab, v: Lab) -> Mask:
    top = _within(u, v, 0.1, 0.9, -0.1, 0.25)
    sides = _within(u, v, -0.05, 0.12, 0.1, 0.6) | _within(u, v, 0.88, 1.05, 0.1, 0.6)
    return top | sides


def _like_skin(lab: Lab) -> Mask:
    """From red to yellow, not too colourful; the palest skins are nearly white."""
    chroma, hue = np.hypot(lab[..., 1], lab[..., 2]), np.arctan2(lab[..., 2], lab[..., 1])
    warm = (hue > -0.35) & (hue < 1.6) & (chroma < 0.13) & (chroma > 0.008)
    return warm & (lab[..., 0] > 0.35)


def _paper(lab: Lab) -> Mask:
    """What hangs together with the picture's corners and has their colour: the background."""
    import cv2

    side = max(2, lab.shape[0] // 16)
    paper = np.zeros(lab.shape[:2], bool)
    for corner in (lab[:side, :side], lab[:side, -side:]):
        _, parts = cv2.connectedComponents(_near(lab, np.median(corner, (0, 1))).astype(np.uint8))
        border = np.concatenate([parts[0], parts[: side * 4, 0], parts[: side * 4, -1]])
        paper |= np.isin(parts, border[border > 0])
    return paper


def _near(lab: Lab, value: Lab | None) -> Mask:
    if value is None:
        return np.zeros(lab.shape[:2], bool)
    return np.linalg.norm(lab - value, axis=-1) < NEAR


def _eyes(lab: Lab, u: Lab, v: Lab, skin: Lab | None, hair: Lab | None) -> Lab | None:
    away = np.minimum(np.abs(u - EYES_U[0]), np.abs(u - EYES_U[1])) / EYE_REACH
    away = np.hypot(away, (v - EYES_V) / EYE_REACH)
    place = away < 1.5
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    weight = (chroma + 0.02) * np.exp(-2 * away**2)
    white = (lab[..., 0] > WHITE) & (chroma < 0.05)
    iris = place & ~white & (lab[..., 0] > BLACK) & ~_near(lab, skin)
    if skin is not None:  # shaded skin and blush: as warm as the skin, a little darker
        iris &= ~(_like_skin(lab) & (lab[..., 0] > skin[0] - 0.22))
    other = _shared(lab, iris & ~_near(lab, hair), place, weight)
    return other if other is not None else _shared(lab, iris, place, weight)


def _shared(
    lab: Lab, mask: Mask, place: Mask | None = None, weight: Lab | None = None
) -> Lab | None:
    """The colour [3] that most pixels of the mask share; None where it is hardly there."""
    total = mask.sum() if place is None else place.sum()
    if mask.sum() < max(8, ENOUGH * total):
        return None
    pixels = lab[mask]
    weights = np.ones(len(pixels)) if weight is None else weight[mask]
    _, where = np.unique(np.floor(pixels / BIN).astype(int), axis=0, return_inverse=True)
    sums = np.bincount(where.ravel(), weights)
    middle = np.median(pixels[where.ravel() == sums.argmax()], 0)
    for _ in range(3):
        close = np.linalg.norm(pixels - middle, axis=1) < NEAR
        middle = np.average(pixels[close], 0, weights[close])
    return middle


def _line(lab: Lab, place: Mask) -> Lab | None:
    """The colour [3] of thin strokes that are darker than both their sides; None without any."""
    import cv2

    lightness = lab[..., 0].astype(np.float32)
    depth = cv2.morphologyEx(lightness, cv2.MORPH_BLACKHAT, np.ones((STROKE, STROKE)))
    strokes = lab[place & (np.asarray(depth) > DEPTH)]
    if len(strokes) < 8:
        return None
    core = strokes[:, 0] <= np.percentile(strokes[:, 0], 25)  # their edges are anti-aliased
    return np.median(strokes[core], 0)
