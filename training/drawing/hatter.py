"""What all hats are made with: the two layers, their inks, shapes, shadows, edges."""

from collections.abc import Sequence

import numpy as np

from training.drawing.canvas import Layer, Ramp, linear, mix
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, loop, mirrored
from training.drawing.pose import Pose


class Hatter:
    """The layers and the common strokes of one hat."""

    def __init__(self, main: Layer, trim: Layer, shadow: Layer, p: Factors, pose: Pose) -> None:
        self.main, self.trim, self.shadow, self.p, self.pose = main, trim, shadow, p, pose
        self.hat, self.accent = main.ramp("hat"), trim.ramp("accent")
        self.line_width = 4.6 * p.line_w
        self.up = p.hair_vol  # voluminous hair lifts and widens a hat
        self.away = -1 if p.light > 0 else 1
        self.shaded = min(1.0, abs(p.light))

    def shape(self, points: Sequence[Sequence[float]] | Points, samples: int = 24) -> Points:
        """A curve through head-space points [n, 3], on the canvas."""
        return curve(self.pose.round(np.asarray(points, float)), samples)

    def cast(self, outline: Points, drop: float) -> None:
        """Shadow of an outline, `drop` canvas units below it; it is cut to what it falls on."""
        self.shadow.fill(outline + [-6 * self.p.light, drop], self.shadow.ink["shadow.hat"], 0.34)

    def piece(
        self, layer: Layer, r: Ramp, outline: Points, top: float = -1.7, bottom: float = -0.5
    ) -> None:
        """Fill a piece, light above and shaded below (head-space heights)."""
        start, end = self.pose([[0, top], [0, bottom]])
        layer.fill(
            outline,
            shader=linear(
                start,
                end,
                [
                    (0, mix(r.base, r.light, 0.4), 1),
                    (0.6, r.base, 1),
                    (1, mix(r.base, r.shade, 0.6), 1),
                ],
            ),
        )

    def edge(self, layer: Layer, r: Ramp, outline: Points, weight: float = 1.0) -> None:
        """The ink line round a piece."""
        layer.line(loop(outline), self.line_width * weight, r.line, "full")

    def far_side(
        self, layer: Layer, r: Ramp, piece: Points, border: list, alpha: float = 0.9
    ) -> None:
        """Shade a piece beyond `border`, given for the right and mirrored away from the light."""
        line = self.shape(mirrored(border, self.away), 16)
        beyond = self.pose.round(
            mirrored([[1.5, border[-1][1], 0], [1.5, border[0][1], 0]], self.away)
        )
        with layer.clip(piece):
            layer.fill(chain(line, beyond), r.shade, alpha * self.shaded)
