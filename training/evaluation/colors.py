"""Are the colours what was asked for, in the finished picture?

A colour counts as obeyed when, among the named colours of its attribute, the one asked for is the
nearest (CIEDE2000) to the median of the part's flats: of the pixels of the finished picture whose
ink is nearly the part's base ink alone, `PURE` of the most that the head shows of it anywhere (an
iris is all slopes between its inks; where half of a pixel is its shade, so is the colour: counted
from 0.6 on, drawings themselves were 3.6 off). A head whose part shows `SHOWN` nowhere counts as
disobeying; eyes asked to be nearly shut are left out.
"""

from dataclasses import dataclass

import numpy as np

from core.color import ciede2000, parse_hex, to_cielab
from core.head import Head

SHOWN = (
    0.6  # of the base ink, where a part is seen: also through a lens, which covers up to 0.35 of
)
# an iris (training/drawing/glasses.py)
PURE = 0.9
EYES_SHUT = 0.3  # of eyes_open, below which the iris may be hidden
PARTS = {"hair_color": "hair.base", "eye_color": "iris.base"}


@dataclass(frozen=True)
class ColorCheck:
    """One colour of one head: which was asked, how far the picture is from it, whether it obeys."""

    label: str
    difference: float  # CIEDE2000; infinite where nothing of the part is seen
    obeyed: bool


def check_colors(head: Head) -> list[ColorCheck]:
    """Hair and eyes of a head whose colours are named ones."""
    found = []
    for attribute, ink in PARTS.items():
        asked = head.attributes[attribute]
        if attribute == "eye_color" and float(head.attributes["eyes_open"]) < EYES_SHUT:  # type: ignore[arg-type]
            continue
        named = next(a for a in head.manifest.attributes if a.name == attribute).colors  # type: ignore[union-attr]
        label = f"{attribute}={asked}"
        seen = median_color(head, ink)
        if seen is None:
            found.append(ColorCheck(label, float("inf"), False))
            continue
        lab = to_cielab(seen)
        away = {
            name: float(ciede2000(lab, to_cielab(parse_hex(roles["base"]))))
            for name, roles in named.items()
        }
        nearest = min(away, key=away.__getitem__)
        found.append(ColorCheck(label, away[str(asked)], nearest == asked))
    return found


def median_color(head: Head, ink: str) -> np.ndarray | None:
    """sRGB [3] of the pixels that show the ink at its purest; None where it can't be seen."""
    if ink not in head.flat.maps:
        return None
    box, weight = head.flat.maps[ink]
    if weight.max(initial=0) < SHOWN:
        return None
    rgba = head.rgba[box][weight >= PURE * weight.max()]
    on_white = rgba[:, :3] + 1 - rgba[:, 3:]
    return np.median(on_white, 0)
