"""Tracks: where points of a head's outlines lie, and where the same points lie at rest.

Drawing code knows what pictures only hint at: a curve's n-th point is the n-th point of the same
curve in every drawing. So both heads are drawn with nothing painted, and outlines compared point by
point. Curves that only one of the two has are left out.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from training.drawing.canvas import CANVAS, INVISIBLE, KEEP_INSIDE, Ink, Layer, Shape, Stop
from training.drawing.compose import paint
from training.drawing.factors import Factors
from training.drawing.geometry import Points
from training.drawing.pose import Pose
from training.drawing.vocabulary import LAYERS

POINTS = 160  # of each layer, drawn by lot along its outlines
PART_POINTS = 48
_SIDE = 8  # pixels of a canvas on which nothing is painted

_INKS = {layer["name"]: layer["inks"] for layer in LAYERS}

Place = tuple[int, ...]  # the lines of drawing code that asked for an outline
Outlines = dict[Place, list[list[Points]]]  # polygons of every fill there, in order


class _Outliner(Layer):
    """A layer that keeps the outlines of what it is asked to fill."""

    def __init__(self, inks: Sequence[str]) -> None:
        super().__init__(inks, np.zeros((_SIDE, _SIDE, 4), np.uint8))
        self.outlines: Outlines = defaultdict(list)

    def scratch(self) -> Layer:
        return _Outliner(list(self.ink))

    def over(self, other: Layer, blend: skia.BlendMode = KEEP_INSIDE) -> None:
        """Masks move nothing."""

    def glow(
        self,
        shape: Shape,
        center: Points,
        rx: float,
        stops: Sequence[Stop],
        ry: float | None = None,
        blend: skia.BlendMode | None = None,
    ) -> None:
        """What fades to nothing has no outline."""

    def fill(
        self,
        shape: Shape,
        ink: Ink | None = None,
        alpha: float = 1.0,
        blend: skia.BlendMode | None = None,
        shader: skia.Shader | None = None,
    ) -> None:
        if alpha <= INVISIBLE or isinstance(shape, skia.Path):
            return
        matrix = self.canvas.getTotalMatrix()
        shift = np.array([matrix.getTranslateX(), matrix.getTranslateY()]) * (CANVAS / _SIDE)
        one = isinstance(shape, np.ndarray) and shape.ndim == 2
        polygons = [shape] if one else shape
        self.outlines[_place()].append([np.asarray(polygon) + shift for polygon in polygons])


def _place() -> Place:
    """The line numbers of the drawing code that is at work, innermost first."""
    frame, lines = sys._getframe(2), []
    while frame is not None and frame.f_globals["__name__"].startswith("training.drawing"):
        lines.append(frame.f_lineno)
        frame = frame.f_back
    return tuple(lines)


def outlines(attributes: ArrayLike, latent: ArrayLike) -> dict[str, Outlines]:
    """What every layer of a head would fill, in canvas units."""
    p = Factors(attributes, latent)
    layers = {entry["name"]: _Outliner(entry["inks"]) for entry in LAYERS}
    paint(layers, p, Pose(p))
    return {name: layer.outlines for name, layer in layers.items()}


def tracks(
    here: dict[str, Outlines], there: dict[str, Outlines], random: np.random.Generator
) -> NDArray[np.float16]:
    """float16 [layers, POINTS, 4]: x, y in a head and x, y at rest, each -1..1 of the picture.

    Points lie as densely as outlines are long. NaN where a layer shows nothing in both.

    Args:
        here: outlines of the head.
        there: those of the same head at rest.
        random: draws the points.
    """
    out = np.full((len(LAYERS), POINTS, 4), np.nan, np.float16)
    for row, entry in zip(out, LAYERS, strict=True):
        pairs, lengths = _pairs(here[entry["name"]], there[entry["name"]])
        if lengths.sum() > 0:
            row[:] = pairs[random.choice(len(pairs), POINTS, p=lengths / lengths.sum())]
    return out


def part_tracks(
    name: str,
    draw: Callable[[Layer, Factors, Pose], None],
    head: tuple[ArrayLike, ArrayLike],
    rest: tuple[ArrayLike, ArrayLike],
    random: np.random.Generator,
) -> NDArray[np.float16]:
    """float16 [PART_POINTS, 4]: as `tracks`, of one layer that `draw` paints alone."""
    found = []
    for attributes, latent in (head, rest):
        p, layer = Factors(attributes, latent), _Outliner(_INKS[name])
        draw(layer, p, Pose(p))
        found.append(layer.outlines)
    pairs, lengths = _pairs(*found)
    chosen = random.choice(len(pairs), PART_POINTS, p=lengths / lengths.sum())
    return pairs[chosen].astype(np.float16)


def _pairs(here: Outlines, there: Outlines) -> tuple[Points, Points]:
    """Points [n, 4] of outlines that both have, within the picture; the length each stands for."""
    ours, theirs, lengths = [np.zeros((0, 2))], [np.zeros((0, 2))], [np.zeros(0)]
    for place, fills in here.items():
        if len(there.get(place, ())) != len(fills):
            continue
        for fill, other in zip(fills, there[place], strict=True):
            if [len(p) for p in fill] != [len(p) for p in other]:
                continue
            for polygon, rest in zip(fill, other, strict=True):
                ours.append(polygon)
                theirs.append(rest)
                lengths.append(np.hypot(*(np.roll(polygon, -1, 0) - polygon).T))
    both = np.concatenate([np.concatenate(ours), np.concatenate(theirs)], 1) / (CANVAS / 2) - 1
    weight = np.concatenate(lengths) * (np.abs(both) <= 1).all(1)
    return both, weight
