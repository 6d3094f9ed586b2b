"""Clumps of hair, many at once: spines in head space become shapes on the canvas.

All clumps of one place (a fringe, a tail) are computed together, `m` of them; what is done to one
is done to all, in a handful of array operations.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing.factors import Factors
from training.drawing.geometry import Points, curve, normals, profile, ribbon, smoothstep, stroke
from training.drawing.pose import Pose

N = 24  # points along a clump
T = np.linspace(0, 1, N)

Widths = NDArray[np.float64]
Lie = Literal["solid", "round", "hugging"]

_THINNING = 1 - 0.25 * smoothstep(T, 0.82, 1.0)
_ROOT_EDGE = (0.45 + 0.55 * smoothstep(T, 0.3, 0.7)) * _THINNING
_EDGE_START = {"tip": (0.42, 0.17), "late": (0.40, 0.10), "early": (0.20, 0.10)}  # and its jitter
_SHADE_T = np.linspace(0.16, 1, 16)
_SHADE_RISE = 1.35 * smoothstep(_SHADE_T, 0.12, 0.75)
_SHADE_LOOP = np.concatenate([_SHADE_T, _SHADE_T[::-1]])
_SIDES = np.array([[-1.0], [1.0]])
_STRAND_T = np.linspace(0, 1, 12)
_GLOSS_T = np.linspace(0, 1, 9)
_GLOSS_WIDTH = np.array([0.0, 0.42, 0.75, 0.95, 1.0, 0.95, 0.75, 0.42, 0.0])
_GLOSS_K = np.arange(6)  # strokes of gloss; every other has a thin one above it
_THIN = slice(0, 6, 2)
# Strokes within a clump are uneven by its seed alone: they go where it goes, as a field bends it.
_UNEVEN = np.tanh(0.8 * np.random.Generator(np.random.PCG64(20261201)).standard_normal((512, 8)))


def blade(
    root: float = 0.35, belly: float = 0.45, sharp: float = 3.0, power: float = 1.0
) -> Widths:
    """Half width along a clump: at the root, where it is widest, how late and fast it tapers."""
    return (root + (1 - root) * smoothstep(T, 0, belly)) * np.maximum(0, 1 - T**sharp) ** power


_PLAIN = blade()


def cap_half_width(p: Factors):
    """Half width of the hair cap's silhouette as a function of head-space y."""
    v = p.hair_vol
    y = np.array([-1.26 - v * 1.3, -1.13 - v, -0.79 - v * 0.8, -0.32, 0.12, 0.60, 3.0])
    x = np.array([0.0, 0.515 + v * 0.7, 0.895 + v, 1.05 + v, 1.035 + v * 0.8, 0.94 + v * 0.3, 0.94])
    return lambda at: np.interp(at, y, x)


class Clump(NamedTuple):
    """A blade of hair: controls of its spine [c, 3] and half width, both in head space.

    `seed` picks how uneven its strokes are; `weight` thickens its ink.
    """

    spine: Sequence[Sequence[float]] | Points
    width: float
    shape: Widths = _PLAIN
    seed: int = 0
    weight: float = 1.0
    gloss_strokes: float = 0.16


class Clumps:
    """Clumps on the canvas; their spines have equally many controls.

    How they `lie`: "solid" turns with the head, "round" keeps the silhouette whichever way the
    head turns, "hugging" turns but stays inside the cap's silhouette.
    """

    def __init__(self, p: Factors, pose: Pose, clumps: Sequence[Clump], lie: Lie) -> None:
        self.spine = s = curve(np.array([c.spine for c in clumps], float), N)
        half = np.array([c.shape for c in clumps]) * np.array([[c.width] for c in clumps])
        if lie == "hugging":
            self.line = _hugged(p, pose, s, half)
        else:
            self.line = (pose.round if lie == "round" else pose)(s)
        self.width = half * pose.radius
        self.weight = np.array([c.weight for c in clumps])[:, None, None]
        self.strokes = np.array([min(max(round(c.gloss_strokes * 26), 2), 6) for c in clumps])
        self.jitter = _UNEVEN[[c.seed for c in clumps]]
        self.side = normals(self.line) * self.width[..., None]
        right, left = self.line + self.side, self.line - self.side
        self.edges = np.stack([right, left], 1)  # [m, 2, N, 2]
        self.outlines = np.concatenate([right, left[:, ::-1]], 1)  # [m, 2N, 2]
        self._frame = np.concatenate([self.line, self.side], -1).reshape(-1, 4)

    def at(self, t: ArrayLike, across: ArrayLike) -> Points:
        """Canvas points [m, ..., 2] at fractions t along and `across` (-1..1) from edge to edge.

        Both are [m, ...], or t is the same for all clumps.
        """
        across = np.asarray(across)
        x = np.minimum(np.maximum(t, 0), 1) * (N - 1)
        i = np.minimum(x.astype(int), N - 2)
        first = np.arange(len(across)) * N
        row = i + first.reshape(-1, *(1,) * (across.ndim - 1))
        here = self._frame[row]
        here = here + (self._frame[row + 1] - here) * (x - i)[..., None]
        return here[..., :2] + here[..., 2:] * across[..., None]

    def ink(self, kind: str, width: float) -> Points:
        """The two edges' lines [m, 2, 2N, 2]: nothing at the root, swelling toward the tip."""
        if kind == "soft":
            shape = profile("soft", N)
        elif kind == "root":
            shape = _ROOT_EDGE
        else:
            start, uneven = _EDGE_START[kind]
            low = start + uneven * self.jitter[:, 6:8, None]
            shape = smoothstep(T, low, low + 0.34) * _THINNING
        return ribbon(self.edges, shape * (0.5 * width * self.weight))

    def cel_shade(self, light: float) -> list[Points]:
        """Areas [1 or 2, 32, 2] along the edge away from the light; both in front light."""
        right = np.tanh(self.side[:, N // 2, :1, None] / 3)  # +1: the first edge is on the right
        reach = 0.88 * (0.40 - 0.60 * light * _SIDES * right)  # [m, 2, 1]
        inner = _SIDES * (1 - reach * _SHADE_RISE * (1 + 0.25 * self.jitter[:, :1, None]))
        edge = np.broadcast_to(_SIDES, inner.shape)
        areas = self.at(_SHADE_LOOP, np.concatenate([edge, inner[..., ::-1]], -1))
        return [a[r > 0] for a, r in zip(areas, reach[..., 0], strict=True)]

    def slivers(self, unit: float) -> Points:
        """A broad stroke of shade [m, 24, 2] in the upper half of each clump."""
        j4, j5 = self.jitter[:, 4:5], self.jitter[:, 5:6]
        start, end = 0.08 + 0.05 * j4, 0.50 + 0.12 * j5
        t = start + (end - start) * _STRAND_T
        lines = self.at(t, np.broadcast_to(0.2 + 0.5 * j4, t.shape))
        return ribbon(lines, profile("both", 12) * ((8 + 5 * j5) * (0.5 * unit)))

    def strands(self, count: int, width: float) -> Points:
        """Fine lines [m, count, 24, 2] along each clump."""
        across = np.array((-0.45, 0.35, 0.0, 0.65)[:count]) + 0.18 * self.jitter[:, 1 : count + 1]
        start = (0.30 + 0.10 * self.jitter[:, 2 : count + 2])[..., None]
        end = (0.93 - 0.06 * np.arange(count))[:, None]
        t = start + (end - start) * _STRAND_T
        return stroke(self.at(t, across[..., None] * (1 - 0.2 * t)), width)

    def gloss(self, height: float, drop: float, length: float) -> list[Points]:
        """Zigzag strokes where clumps cross an arc `height` up that drops to the sides.

        A list of [strokes, 18, 2], empty for a clump that does not cross.
        """
        rows = np.arange(len(self.spine))
        d = self.spine[..., 1] - (height + drop * self.spine[..., 0] ** 2)
        d = d * np.where(d[:, :1] > 0, -1, 1)  # from either side
        i = np.maximum(np.argmax(d > 0, 1), 1)
        before, after = d[rows, i - 1], d[rows, i]
        f = -before / (after - before + 1e-9)
        t = (T[i - 1] + T[1] * f)[:, None]
        wide = self.width[rows, i - 1] * (1 - f) + self.width[rows, i] * f
        chord = self.spine[:, -1, :2] - self.spine[:, 0, :2]
        dt = (length / (np.hypot(chord[:, 0], chord[:, 1]) + 0.2))[:, None]
        count = self.strokes[:, None]
        uneven = 0.55 * np.sin(2.4 * _GLOSS_K + 3.9 * self.jitter[:, 5:6])
        uneven += 0.45 * self.jitter[:, 6:7]
        across = (_GLOSS_K + 0.5) / count * 1.84 - 0.92
        thin = uneven[:, _THIN]
        low = np.concatenate([t - dt * (0.75 + 0.45 * uneven), t - dt * (2.9 + 0.6 * thin)], 1)
        high = np.concatenate([t + dt * (0.95 - 0.55 * uneven), t - dt * (1.15 + 0.3 * thin)], 1)
        low, high = np.maximum(low, 0)[..., None], np.minimum(np.maximum(high, 0), 1)[..., None]
        across = np.concatenate([across, across[:, _THIN] * 0.8], 1)[..., None]
        along = low + (high - low) * _GLOSS_T
        size = np.where(np.arange(9) < 6, 1.22, 0.26) * (wide / self.strokes)[:, None]
        lines = self.at(along, np.broadcast_to(across, along.shape))
        strokes = ribbon(lines, _GLOSS_WIDTH * size[..., None])
        there = (np.concatenate([_GLOSS_K, _GLOSS_K[_THIN]]) < count) & (d[:, :1] <= 0)
        there &= (d > 0).any(1, keepdims=True)
        return [s[k] for s, k in zip(strokes, there, strict=True)]


def _hugged(p: Factors, pose: Pose, s: Points, half: Widths) -> Points:
    """Stay inside the cap's silhouette above the ears, by a soft clamp."""
    x = s[..., 0] * pose.cos + s[..., 2] * pose.sin
    y = s[..., 1] + s[..., 2] * pose.nod * 0.8
    room = cap_half_width(p)(y) - half * 1.04 - 0.028 + 3.0 * np.maximum(0, y - 0.25) ** 1.5
    over = np.logaddexp(0, (x - room) * 22) / 22
    under = np.logaddexp(0, (-x - room) * 22) / 22
    return pose.place(x - over + under, y - 0.05 * pose.nod)
