"""Colours for a head that go with a picture: its dominant colours, shared out among attributes.

Everything is in OKLab and deterministic: the same picture gives the same colours.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import color
from core.attributes import Color
from core.head import Head

_MAX_PIXELS = 40_000  # looked at: 200 x 200 hold every colour that dominates
_BIN = 0.04  # side of a histogram's cell in OKLab: a little above what the eye tells apart
_ALIKE = 0.09  # OKLab distance within which cells are one colour: a soft brush's gradient
_LEAST_SHARE = 0.002  # of the picture: a dot on a sketch is no colour of it
_OPAQUE = 128
_SMALL_PART = 0.05  # of the head's area: what covers less is an accent, such as eyes or a bow

_SKIN_HUES = (np.radians(18), np.radians(85))  # OKLab: from rosy to olive
_SKIN_CHROMA = (0.012, 0.105)
_SKIN_LIGHTNESS = (0.3, 0.985)


class Dominant(NamedTuple):
    """A colour of a picture: OKLab [3], and its share of all pixels that can be seen."""

    lab: NDArray[np.float64]
    share: float

    @property
    def chroma(self) -> float:
        """How colourful it is: 0 is grey, 0.3 the most that a screen shows."""
        return float(np.hypot(self.lab[1], self.lab[2]))

    @property
    def hue(self) -> float:
        """Radians, -pi..pi."""
        return float(np.arctan2(self.lab[2], self.lab[1]))


def dominant_colors(pixels: NDArray[np.uint8], most: int = 16) -> list[Dominant]:
    """The colours of a picture [H, W, 4] (straight RGBA), the most common first."""
    seen = pixels.reshape(-1, 4)
    seen = seen[seen[:, 3] >= _OPAQUE]
    if not len(seen):
        return []
    seen = seen[:: -(-len(seen) // _MAX_PIXELS)]
    lab = color.to_oklab(seen[:, :3] / 255)  # [n, 3]
    cells, index, counts = np.unique(
        np.floor(lab / _BIN).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    sums = np.zeros((len(cells), 3))
    np.add.at(sums, index.reshape(-1), lab)
    means, shares = sums / counts[:, None], counts / counts.sum()
    found: list[Dominant] = []
    left = np.ones(len(cells), bool)
    for cell in np.argsort(-counts, kind="stable"):
        if left[cell] and len(found) < most:
            alike = left & (np.linalg.norm(means - means[cell], axis=1) < _ALIKE)
            left &= ~alike
            share = float(shares[alike].sum())
            if share >= _LEAST_SHARE:
                found.append(Dominant(means[cell], share))
    return sorted(found, key=lambda colour: -colour.share)


def matched(head: Head, pixels: NDArray[np.uint8]) -> dict[str, str]:
    """A colour of the picture for each colour attribute that can be seen in the head.

    Skin takes only what may be skin. Then, from the largest part of the head to the smallest,
    each takes the most common colour that no other has taken; accents the most colourful. White
    paper, and shades of what is taken, come last. What finds no colour is left out.
    """
    areas = _areas(head)
    found = dominant_colors(pixels)
    skins = [name for name in areas if "skin" in name.lower()]
    others = sorted((name for name in areas if name not in skins), key=lambda name: -areas[name])
    suiting: dict[str, Dominant] = {}
    for name in [*skins, *others]:
        if name in skins:
            best = next((colour for colour in found if _may_be_skin(colour)), None)
        else:
            best = _best(found, list(suiting.values()), areas[name] < _SMALL_PART)
        if best is not None:
            suiting[name] = best
            found = [colour for colour in found if colour is not best]
    return {
        name: color.to_hex(color.from_oklab(suiting[name].lab)) for name in areas if name in suiting
    }


def _best(found: list[Dominant], taken: list[Dominant], small: bool) -> Dominant | None:
    def rank(colour: Dominant) -> tuple[bool, float]:
        second = _is_paper(colour) or any(_is_shade(colour, other) for other in taken)
        worth = colour.chroma * colour.share**0.25 if small else colour.share
        return not second, worth

    return max(found, key=rank, default=None)


def _areas(head: Head) -> dict[str, float]:
    """The share of the head that each colour attribute covers, in the model's order."""
    shown = {ink: float(weight.sum()) for ink, (_, weight) in head.flat.maps.items()}
    total = sum(shown.values()) or 1.0
    areas: dict[str, float] = {}
    for attribute in head.manifest.attributes:
        if isinstance(attribute, Color):
            inks = (ink for ink in head.manifest.inks if ink.attribute == attribute.name)
            area = sum(shown.get(ink.name, 0.0) for ink in inks) / total
            if area > 0:
                areas[attribute.name] = area
    return areas


def _may_be_skin(colour: Dominant) -> bool:
    ends = (
        (colour.hue, _SKIN_HUES),
        (colour.chroma, _SKIN_CHROMA),
        (colour.lab[0], _SKIN_LIGHTNESS),
    )
    return all(low <= value <= high for value, (low, high) in ends)


def _is_paper(colour: Dominant) -> bool:
    return colour.lab[0] > 0.96 and colour.chroma < 0.02


def _is_shade(colour: Dominant, of: Dominant) -> bool:
    """Whether a colour is another one in light or shadow: both colourful, of nearly one hue."""
    apart = abs((colour.hue - of.hue + np.pi) % (2 * np.pi) - np.pi)
    return min(colour.chroma, of.chroma) > 0.03 and bool(apart < np.radians(14))
