"""What all garments are made with: the two layers, their inks, panels, folds, the torso."""

from collections.abc import Sequence

import numpy as np

from training.drawing.canvas import ATOP, Layer, Ramp, linear, mix
from training.drawing.factors import Factors
from training.drawing.geometry import Points, chain, curve, loop
from training.drawing.pose import Pose
from training.drawing.ribbons import Bow

Run = Sequence[Sequence[float]] | Points  # points [n, 2] in body space


class Tailor:
    """The layers, inks and common cuts of one garment; points are in body space."""

    def __init__(self, cloth: Layer, trim: Layer, p: Factors, pose: Pose) -> None:
        self.cloth, self.trim, self.p, self.pose = cloth, trim, p, pose
        self.main, self.accent = cloth.ramp("cloth"), trim.ramp("accent")
        white, line = cloth.ink["cloth.white"], cloth.ink["cloth.line"]
        self.white = Ramp(white, mix(white, line, 0.16), white, line)
        self.line_width = 4.2 * p.line_w
        self.away = -1 if p.light > 0 else 1
        self.shaded = min(1.0, abs(p.light))

    def curve(self, points: Run, samples: int = 20, closed: bool = False) -> Points:
        """A curve through body points, on the canvas."""
        return curve(self.pose.body(np.asarray(points, float)), samples, closed)

    def outline(self, *runs: Run) -> Points:
        """Runs of three or more points as curves, of two as straight edges, joined."""
        return chain(
            *[
                self.curve(r, 18) if len(r) > 2 else self.pose.body(np.asarray(r, float))
                for r in runs
            ]
        )

    def panel(self, layer: Layer, shape: Points, r: Ramp, inked: bool = True) -> None:
        """A piece of cloth, a little darker below."""
        top, bottom = self.pose.body([[0, 1.5], [0, 2.4]])
        layer.fill(
            shape, shader=linear(top, bottom, [(0, r.base, 1), (1, mix(r.base, r.shade, 0.45), 1)])
        )
        if inked:
            layer.line(loop(shape), self.line_width, r.line, "full")

    def fold(
        self, points: Run, r: Ramp, weight: float = 1.0, kind: str = "both", alpha: float = 1.0
    ) -> None:
        """A line of a fold or seam on the garment."""
        self.cloth.line(self.curve(points, 16), self.line_width * weight, r.line, kind, alpha)

    def cast(self, shape: Points, r: Ramp, drop: float, alpha: float) -> None:
        """The shadow that a raised piece throws on the cloth below it."""
        self.cloth.fill(shape + [0, drop], r.deep, alpha, ATOP)

    def torso(self, r: Ramp, neck: float = 0.36, top: float = 1.56, puff: float = 0.03) -> None:
        """Shoulders and chest in one piece with folds at the armpits."""
        s, dip = self.p.shoulder, 0.22
        side = [
            [neck, top],
            [0.62 * s, 1.70],
            [(0.93 + puff) * s, 1.86],
            [(1.16 + puff) * s, 2.10],
            [(1.27 + puff) * s, 2.5],
        ]
        right = self.curve(side, 24)
        left = self.curve([[-x, y] for x, y in side], 24)
        collar = self.curve(
            [
                [-neck, top],
                [-neck * 0.55, top + dip * 0.75],
                [0, top + dip],
                [neck * 0.55, top + dip * 0.75],
                [neck, top],
            ],
            20,
        )
        shape = chain(right, left[::-1], collar)
        self.panel(self.cloth, shape, r, inked=False)
        with self.cloth.clip(shape):
            self._torso_shade(r)
        for edge in (right, left):
            self.cloth.line(edge, self.line_width * 1.15, r.line, "soft")

    def _torso_shade(self, r: Ramp) -> None:
        a, s, cloth = self.away, self.p.shoulder, self.cloth
        cloth.fill(
            self.outline(
                [[a * 1.5, 1.5], [a * 0.98 * s, 1.92], [a * 0.90, 2.15], [a * 0.94, 2.6]],
                [[a * 1.6, 2.6], [a * 1.6, 1.5]],
            ),
            r.shade,
            0.85 * self.shaded,
        )
        for g in (-1, 1):
            cloth.fill(
                self.outline(
                    [
                        [g * 0.80, 2.6],
                        [g * 0.77, 2.30],
                        [g * 0.84, 2.08],
                        [g * 0.83, 2.32],
                        [g * 0.90, 2.6],
                    ]
                ),
                r.deep,
                0.7,
            )
            self.fold([[g * 0.845, 2.06], [g * 0.785, 2.28], [g * 0.80, 2.5]], r, 1.0, "start")
            self.fold([[g * 0.62, 2.02], [g * 0.70, 2.13], [g * 0.74, 2.26]], r, 0.7)
        cloth.fill(
            self.curve(
                [
                    [-0.55, 1.4],
                    [-0.48, 1.68],
                    [-0.2, 1.80],
                    [-0.1 * self.p.light, 1.83],
                    [0.2, 1.80],
                    [0.48, 1.68],
                    [0.55, 1.4],
                ],
                30,
            ),
            r.shade,
            0.9,
        )

    def bow(self, y: float, width: float, height: float) -> None:
        """A bow on the chest."""
        Bow(
            self.trim, self.accent, self.pose.body([[0, y]])[0], width, height, self.line_width
        ).draw()
