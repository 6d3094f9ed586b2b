"""What all hair is painted with: a brush that lays down clumps, back to front."""

from collections.abc import Sequence

import skia

from training.drawing.canvas import ATOP, Ink, Layer, linear, mix
from training.drawing.clumps import Clump, Clumps, Lie
from training.drawing.factors import Factors
from training.drawing.geometry import Points
from training.drawing.pose import Pose


def crown_x(p: Factors) -> float:
    """Where the hair parts on top of the head."""
    return 0.10 * p.bangs_sweep


class Brush:
    """Paints hair on one layer in one manner; `painted` collects the outlines."""

    def __init__(
        self, layer: Layer, p: Factors, pose: Pose, shader: skia.Shader | None = None
    ) -> None:
        self.layer, self.p, self.pose = layer, p, pose
        self.ramp = r = layer.ramp("hair")
        self.line_width = 4.6 * p.line_w
        self.painted: list[Points] = []
        top, bottom = pose([[0, -1.2], [0, 1.9]])
        self.shader = shader or linear(
            top,
            bottom,
            [
                (0, mix(r.base, r.light, 0.10), 1),
                (0.30, r.base, 1),
                (0.62, r.base, 1),
                (1, mix(r.base, r.shade, 0.45), 1),
            ],
        )

    def mass(self, outline: Points) -> None:
        """A plain area of hair in this brush's gradient."""
        self.layer.fill(outline, shader=self.shader)

    def clumps(
        self,
        clumps: Sequence[Clump],
        lie: Lie = "solid",
        cast: float = 0.8,
        cast_by: tuple[float, float] = (3.0, 9.0),
        shade: float = 0.9,
        gloss: tuple[float, float, float] | None = None,
        strands: int = 1,
        edge: str = "tip",
        sliver: bool = False,
        weight: float = 1.15,
    ) -> None:
        """Paint clumps in order, each: cast shadow, fill, cel shade, sliver, gloss, strands, ink.

        `gloss` is an arc across them: its height, its drop to the sides, the strokes' length.
        """
        if not clumps:
            return
        layer, p, r = self.layer, self.p, self.ramp
        c = Clumps(p, self.pose, clumps, lie)
        self.painted.extend(c.outlines)
        casts = c.outlines + [-cast_by[0] * p.light, cast_by[1]]
        # What lies between a clump's fill and its edges: (a shape for every clump, ink, alpha).
        inside: list[tuple[Points | list[Points], Ink, float]] = []
        if shade:
            inside.append((c.cel_shade(p.light), r.shade, shade * p.depth))
        if sliver:
            inside.append((c.slivers(self.pose.radius / 240), r.shade, 0.8 * p.depth))
        if gloss is not None:
            inside.append((c.gloss(*gloss), r.light, 0.80 * p.gloss))
        if strands:
            fine = c.strands(strands, self.line_width * 0.9)
            inside.append((fine, mix(r.shade, r.line, 0.35), 0.75))
        edges = c.ink(edge, self.line_width * weight)
        for k, outline in enumerate(c.outlines):
            if cast:
                stops = [(0, r.shade, 0), (1, r.shade, cast)]
                layer.fill(casts[k], shader=linear(c.line[k, 6], c.line[k, 16], stops), blend=ATOP)
            layer.fill(outline, shader=self.shader)
            for shapes, ink, alpha in inside:
                layer.fill(shapes[k], ink, alpha)
            layer.fill(edges[k], r.line)


def strand_ink(ramp) -> Ink:
    """The ink of fine strands drawn inside a mass of hair."""
    return mix(ramp.shade, ramp.line, 0.45)
