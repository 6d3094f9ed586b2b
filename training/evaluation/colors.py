"""Are the colours what was asked for, in the finished picture?

A colour counts as obeyed when, among the named colours of its attribute, the one asked for is the
nearest (CIEDE2000) to the median of the part's flats: of the pixels of the finished picture that
show at least `SHOWN` of the part's base ink. A head whose part cannot be seen at all (no such
pixel) counts as disobeying; eyes asked to be nearly shut are left out.
"""

from dataclasses import dataclass

import numpy as np

from core.color import ciede2000, parse_hex, to_cielab
from core.head import Head

SHOWN = 0.6  # of the base ink, where a pixel counts as the part's flat: also through a lens, which
# covers up to 0.35 of an iris (training/drawing/glasses.py)
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
    """sRGB [3] of the pixels that show the ink; None where there are none."""
    if ink not in head.flat.maps:
        return None
    box, weight = head.flat.maps[ink]
    shows = weight >= SHOWN
    if not shows.any():
        return None
    rgba = head.rgba[box][shows]
    on_white = rgba[:, :3] + 1 - rgba[:, 3:]
    return np.median(on_white, 0)
