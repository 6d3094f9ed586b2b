"""What all hair is made of: clumps around a projected spine, and the brush that paints them."""

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

from training.drawing.canvas import ATOP, Ink, Layer, linear, mix
from training.drawing.factors import Factors
from training.drawing.geometry import Points, curve, normals, profile, ribbon, smoothstep
from training.drawing.pose import Pose

N = 24  # points along a clump
T = np.linspace(0, 1, N)

Widths = NDArray[np.float64]


def blade(
    root: float = 0.35, belly: float = 0.45, sharp: float = 3.0, power: float = 1.0
) -> Widths:
    """Half width along a clump: at the root, where it is widest, how late and fast it tapers."""
    return (root + (1 - root) * smoothstep(T, 0, belly)) * np.maximum(0, 1 - T**sharp) ** power


def cap_half_width(p: Factors):
    """Half width of the hair cap's silhouette as a function of head-space y."""
    v = p.hair_vol
    y = np.array([-1.26 - v * 1.3, -1.13 - v, -0.79 - v * 0.8, -0.32, 0.12, 0.60, 3.0])
    x = np.array([0.0, 0.515 + v * 0.7, 0.895 + v, 1.05 + v, 1.035 + v * 0.8, 0.94 + v * 0.3, 0.94])
    return lambda at: np.interp(at, y, x)


def crown_x(p: Factors) -> float:
    """Where the hair parts on top of the head."""
    return 0.10 * p.bangs_sweep


class Clump:
    """A blade of hair; `seed` picks its jitters and never changes with anything else."""

    def __init__(
        self,
        pose: Pose,
        spine: ArrayLike,
        width: float,
        shape: Widths | None = None,
        seed: int = 0,
        silhouette: bool = False,
        hug: Factors | None = None,
        gloss_strokes: float = 0.16,
    ) -> None:
        self.spine = s = curve(spine, N)
        shape = blade() if shape is None else shape
        if hug is not None:
            self.line = self._hugged(pose, s, shape * width, hug)
        else:
            self.line = (pose.round if silhouette else pose)(s)
        self.width = shape * width * pose.radius
        self.strokes = int(np.clip(round(gloss_strokes * 26), 2, 6))
        self.seed = seed
        self.side = normals(self.line) * self.width[:, None]
        self.edges = np.stack([self.line + self.side, self.line - self.side])
        self.outline = np.concatenate([self.edges[0], self.edges[1, ::-1]])

    @staticmethod
    def _hugged(pose: Pose, s: Points, half: Widths, p: Factors) -> Points:
        """Stay inside the cap's silhouette above the ears, by a soft clamp."""
        x = s[:, 0] * pose.cos + s[:, 2] * pose.sin
        y = s[:, 1] + s[:, 2] * pose.nod * 0.8
        room = cap_half_width(p)(y) - half * 1.04 - 0.028 + 3.0 * np.maximum(0, y - 0.25) ** 1.5
        over = np.logaddexp(0, (x - room) * 22) / 22
        under = np.logaddexp(0, (-x - room) * 22) / 22
        return pose.place(x - over + under, y - 0.05 * pose.nod)

    def at(self, t: ArrayLike, across: ArrayLike) -> Points:
        """Canvas points [..., 2] at fractions t along and `across` (-1..1) from edge to edge."""
        x = np.minimum(np.maximum(t, 0), 1) * (N - 1)
        i = np.minimum(x.astype(int), N - 2)
        f = (x - i)[..., None]
        middle = self.line[i] + (self.line[i + 1] - self.line[i]) * f
        side = self.side[i] + (self.side[i + 1] - self.side[i]) * f
        return middle + side * np.asarray(across, float)[..., None]

    def first_edge_is_right(self) -> float:
        """+1 when the first edge lies on the right of the picture, -1 on the left; soft between."""
        return float(np.tanh(self.side[N // 2, 0] / 3))


_THINNING = 1 - 0.5 * smoothstep(T, 0.82, 1.0)
_ROOT_EDGE = (0.45 + 0.55 * smoothstep(T, 0.3, 0.7)) * _THINNING


def _edge_profile(kind: str, jitter: float) -> Widths:
    """Width of the ink along a clump's edge: nothing at the root, swelling toward the tip."""
    if kind == "soft":
        return profile("soft", N)
    if kind == "root":
        return _ROOT_EDGE
    start = {"tip": 0.42, "late": 0.40, "early": 0.20}[kind]
    start += (0.17 if kind == "tip" else 0.10) * jitter
    return smoothstep(T, start, start + 0.34) * _THINNING


_SHADE_T = np.linspace(0.16, 1, 16)
_SHADE_RISE = smoothstep(_SHADE_T, 0.12, 0.75)
_SHADE_LOOP = np.concatenate([_SHADE_T, _SHADE_T[::-1]])
_STRAND_T = np.linspace(0, 1, 12)
_GLOSS_T = np.linspace(0, 1, 9)
_GLOSS = np.array([0.0, 0.42, 0.75, 0.95, 1.0, 0.95, 0.75, 0.42, 0.0])


class Brush:
    """Paints clumps on one layer in one manner; `painted` collects their outlines."""

    def __init__(
        self,
        layer: Layer,
        p: Factors,
        pose: Pose,
        shader: skia.Shader | None = None,
        rank: int = 0,
    ) -> None:
        self.layer, self.p, self.pose, self.rank = layer, p, pose, rank
        self.ramp = r = layer.ramp("hair")
        self.line_width = 4.0 * p.line_w
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

    def clump(
        self,
        c: Clump,
        cast: float = 0.8,
        cast_by: tuple[float, float] = (3.0, 9.0),
        shade: float = 0.9,
        gloss: tuple[float, float, float] | None = None,
        strands: int = 2,
        edge: str = "tip",
        sliver: bool = False,
        weight: float = 1.15,
    ) -> None:
        """Back to front: cast shadow, fill, cel shade, gloss, strands, ink."""
        layer, p, r = self.layer, self.p, self.ramp
        self.painted.append(c.outline)
        jitter = [p.noise("clump", c.seed * 8 + k) for k in range(8)]
        if cast:
            fade = linear(c.line[6], c.line[16], [(0, r.shade, 0), (1, r.shade, cast)])
            offset = np.array([-cast_by[0] * p.light, cast_by[1]])
            layer.fill(c.outline + offset, shader=fade, blend=ATOP)
        layer.fill(c.outline, shader=self.shader)
        if shade:
            self._cel_shade(c, shade, jitter[0])
        if sliver:
            t = np.linspace(0.08 + 0.05 * jitter[4], 0.50 + 0.12 * jitter[5], 12)
            along = c.at(t, np.full(12, 0.2 + 0.5 * jitter[4]))
            layer.line(
                along, (8 + 5 * jitter[5]) * self.pose.radius / 240, r.shade, "both", 0.8 * p.depth
            )
        if gloss is not None:
            self._gloss(c, gloss, jitter)
        if strands:
            self._strands(c, strands, jitter)
        widths = np.stack([_edge_profile(edge, jitter[6]), _edge_profile(edge, jitter[7])])
        layer.line(c.edges, self.line_width * weight, r.line, widths)

    def _cel_shade(self, c: Clump, shade: float, jitter: float) -> None:
        """Shade along the edge away from the light; both edges, half as wide, in front light."""
        right = c.first_edge_is_right()
        areas = []
        for edge in (-1.0, 1.0):
            reach = 0.88 * (0.40 - 0.60 * self.p.light * edge * right)
            if reach > 0:
                inner = edge * (1 - reach * 1.35 * _SHADE_RISE * (1 + 0.25 * jitter))
                across = np.concatenate([np.full(16, edge), inner[::-1]])
                areas.append(c.at(_SHADE_LOOP, across))
        self.layer.fill(areas, self.ramp.shade, shade * self.p.depth)

    def _strands(self, c: Clump, count: int, jitter: list[float]) -> None:
        across = np.array((-0.45, 0.35, 0.0, 0.65)[:count]) + 0.18 * np.array(jitter[1 : count + 1])
        start = 0.30 + 0.10 * np.array(jitter[2 : count + 2])
        end = 0.93 - 0.06 * np.arange(count)
        t = start[:, None] + (end - start)[:, None] * _STRAND_T
        lines = c.at(t, across[:, None] * (1 - 0.2 * t))
        ink = mix(self.ramp.shade, self.ramp.line, 0.35)
        self.layer.line(lines, self.line_width * 0.62, ink, "both", 0.75)

    def _gloss(self, c: Clump, where: tuple[float, float, float], jitter: list[float]) -> None:
        """Zigzag strokes where the clump crosses an arc: (height, drop to the sides, length)."""
        height, drop, length = where
        d = c.spine[:, 1] - (height + drop * c.spine[:, 0] ** 2)
        i = int(np.argmax(d > 0))
        if i == 0:
            return
        t = T[i - 1] + (T[i] - T[i - 1]) * (-d[i - 1] / (d[i] - d[i - 1] + 1e-9))
        dt = length / (np.hypot(*(c.spine[-1, :2] - c.spine[0, :2])) + 0.2)
        wide = np.interp(t, T, c.width) / c.strokes
        k = np.arange(c.strokes)
        across = (k + 0.5) / c.strokes * 1.84 - 0.92
        uneven = 0.55 * np.sin(2.4 * k + 3.9 * jitter[5]) + 0.45 * jitter[6]
        low, high = t - dt * (0.75 + 0.45 * uneven), t + dt * (0.95 - 0.55 * uneven)
        thin = k % 2 == 0
        low = np.concatenate([low, (t - dt * (2.9 + 0.6 * uneven))[thin]])
        high = np.concatenate([high, (t - dt * (1.15 + 0.3 * uneven))[thin]])
        across = np.concatenate([across, across[thin] * 0.8])
        size = np.where(np.arange(len(across)) < c.strokes, 1.22, 0.26) * wide
        low, high = np.maximum(low, 0), np.clip(high, 0, 1)
        along = low[:, None] + (high - low)[:, None] * _GLOSS_T
        lines = c.at(along, np.broadcast_to(across[:, None], along.shape))
        strokes = ribbon(lines, _GLOSS * size[:, None])
        self.layer.fill(strokes, self.ramp.light, 0.80 * self.p.gloss)


def strand_ink(ramp) -> Ink:
    """The ink of fine strands drawn inside a mass of hair."""
    return mix(ramp.shade, ramp.line, 0.45)
