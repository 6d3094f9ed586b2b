"""Curves and shapes: numpy polylines in, Skia paths out.

Every curve is a Catmull-Rom spline whose sampling is a cached matrix, so a curve costs one small
matrix product and is linear (hence smooth) in its control points. Points are float64 [n, 2] in
canvas units (1000 x 1000) or [n, 3] in head space; widths are in canvas units.
"""

import struct
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import skia
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

_SKIA_PATH_VERSION = 5
_MOVE, _LINE, _QUAD, _CLOSE = b"\0", b"\1", b"\2", b"\5"
_CORNER = np.cos(np.radians(38))


@cache
def _basis(controls: int, samples: int, closed: bool) -> Points:
    """Matrix [samples, controls] that samples a Catmull-Rom spline; open ends are mirrored."""
    out = np.zeros((samples, controls))
    spans = controls if closed else controls - 1
    for row, s in enumerate(np.linspace(0, spans, samples, endpoint=not closed)):
        k = min(int(s), spans - 1)
        t = s - k
        weights = (
            -0.5 * t + t * t - 0.5 * t**3,
            1 - 2.5 * t * t + 1.5 * t**3,
            0.5 * t + 2 * t * t - 1.5 * t**3,
            -0.5 * t * t + 0.5 * t**3,
        )
        for j, w in zip(range(k - 1, k + 3), weights, strict=True):
            if closed:
                out[row, j % controls] += w
            elif j < 0:
                out[row, 0] += 2 * w
                out[row, 1] -= w
            elif j >= controls:
                out[row, -1] += 2 * w
                out[row, -2] -= w
            else:
                out[row, j] += w
    return out


def curve(points: ArrayLike, samples: int = 22, closed: bool = False) -> Points:
    """Sample the splines through `points` [..., m, k] at `samples` places each."""
    points = np.asarray(points, float)
    return _basis(points.shape[-2], samples, closed) @ points


def chain(*segments: ArrayLike) -> Points:
    """Join polylines end to end; corners between them stay sharp."""
    return np.concatenate([np.asarray(s, float) for s in segments])


def loop(polyline: Points) -> Points:
    """Close an outline by its first two points again, so that a line along it has no gap."""
    return np.concatenate([polyline, polyline[:2]])


def _smooth_contour(poly: Points) -> tuple[Points, bytes]:
    """Quadratics through edge midpoints; edges meeting at more than 38 degrees keep the corner."""
    step = np.roll(poly, -1, 0) - poly
    keep = (step**2).sum(1) > 1e-4
    poly, step = poly[keep], step[keep]
    if len(poly) < 3:
        return np.zeros((0, 2)), b""
    length = np.sqrt((step**2).sum(1))
    before = np.roll(step, 1, 0)
    cosine = (step * before).sum(1) / (length * np.roll(length, 1) + 1e-12)
    middle = poly + 0.5 * step
    points = np.empty((2 * len(poly) + 1, 2))
    points[0] = middle[-1]
    points[1::2] = poly
    points[2::2] = middle
    verbs = b"".join(_LINE + _LINE if c else _QUAD for c in (cosine < _CORNER).tolist())
    return points, _MOVE + verbs + _CLOSE


def path(polygons: Points | Sequence[Points], smooth: bool = False) -> skia.Path:
    """One path of a closed polygon [n, 2], a batch of them [m, n, 2] or a list.

    Written as Skia's own serialised form: a point costs five times less than by `lineTo`.
    `smooth` rounds the facets, worth it only where a pixel is smaller than a facet.
    """
    if smooth:
        one = isinstance(polygons, np.ndarray) and polygons.ndim == 2
        pieces = [_smooth_contour(np.asarray(p)) for p in ([polygons] if one else polygons)]
        body = b"".join([_bytes(p) for p, _ in pieces])
        head, tail = _frame(len(body) // 8, b"".join(v for _, v in pieces))
    elif isinstance(polygons, np.ndarray):
        n = polygons.shape[-2]
        head, tail = _polygon_frame(*(n,) * (polygons.size // (2 * n)))
        body = _bytes(polygons)
    else:
        head, tail = _polygon_frame(*[len(p) for p in polygons])
        body = b"".join([_bytes(p) for p in polygons])
    out = skia.Path()
    if not out.readFromMemory(head + body + tail):
        raise RuntimeError("this skia-python reads another path format: pin skia-python<145")
    return out


def _bytes(points: Points) -> bytes:
    return points.astype(np.float32).tobytes()


def _frame(count: int, verbs: bytes) -> tuple[bytes, bytes]:
    """What stands before and after a path's points in its serialised form."""
    head = struct.pack("<4I", _SKIA_PATH_VERSION, count, 0, len(verbs))
    return head, verbs + b"\0" * (-len(verbs) % 4)


@lru_cache(4096)
def _polygon_frame(*lengths: int) -> tuple[bytes, bytes]:
    return _frame(sum(lengths), b"".join(_MOVE + _LINE * (n - 1) + _CLOSE for n in lengths))


def normals(lines: Points) -> Points:
    """Unit normals of polylines [..., n, 2], to the left of their direction on a y-down canvas."""
    return as_points(_normals(lines))


@cache
def _differences(n: int) -> Points:
    """Matrix [n, n]: from points to the steps between their neighbours."""
    out = np.eye(n, k=1) - np.eye(n, k=-1)
    out[0, 0], out[-1, -1] = -1, 1
    return out


def _normals(lines: Points) -> NDArray[np.complex128]:
    along = as_complex(_differences(lines.shape[-2]) @ lines)
    return along * (1j / np.maximum(np.abs(along), 1e-6))


def as_complex(points: Points) -> NDArray[np.complex128]:
    """Points [..., 2] as x + iy [...]: half as many array operations."""
    return points.view(np.complex128)[..., 0]


def as_points(numbers: NDArray[np.complex128]) -> Points:
    """Numbers x + iy [...] as points [..., 2]."""
    return numbers[..., None].view(np.float64)


def ribbon(lines: Points, half_width: ArrayLike) -> Points:
    """Closed polygons [..., 2n, 2] around centre lines [..., n, 2]; half widths [n] or a number."""
    middle = as_complex(lines)
    offset = _normals(lines) * np.asarray(half_width, float)
    return as_points(np.concatenate([middle + offset, (middle - offset)[..., ::-1]], -1))


@cache
def steps(count: int) -> NDArray[np.float64]:
    """`count` even steps from 0 to 1."""
    out = np.linspace(0, 1, count)
    out.setflags(write=False)
    return out


@cache
def profile(kind: str, samples: int) -> NDArray[np.float64]:
    """Relative width of a stroke along its length, 0..1."""
    t = np.linspace(0, 1, samples)
    shapes = {
        "both": np.sin(np.pi * t) ** 0.65,
        "soft": np.minimum(1, np.minimum(t, 1 - t) * 9 + 0.25),
        "start": np.minimum(1, t**0.75 + 0.02),
        "end": np.minimum(1, (1 - t) ** 0.75 + 0.02),
        "full": np.ones(samples),
    }
    out = shapes[kind]
    out.setflags(write=False)
    return out


def stroke(lines: Points, width: float, kind: str | ArrayLike = "both") -> Points:
    """Polygons of ink lines [..., n, 2] of varying width; `kind` names a profile or is one [n]."""
    shape = profile(kind, lines.shape[-2]) if isinstance(kind, str) else np.asarray(kind)
    return ribbon(lines, shape * (width * 0.5))


def lerp(a, b, t):
    """From a (t = 0) to b (t = 1), in a straight line."""
    return a + (b - a) * t


def smoothstep(
    x: ArrayLike, low: float | Points = 0.0, high: float | Points = 1.0
) -> NDArray[np.float64]:
    """0 below `low`, 1 above `high`, with level ends between."""
    t = np.minimum(np.maximum((np.asarray(x, float) - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)


def mirrored(points: Sequence[Sequence[float]], side: float) -> Points:
    """The points with x multiplied by `side` (+1 or -1)."""
    out = np.array(points, float)
    out[:, 0] *= side
    return out


def symmetric(half: Sequence[Sequence[float]]) -> Points:
    """A run of points up to the middle (x = 0), then its mirror image back out."""
    points = np.array(half, float)
    back = mirrored(half, -1)[::-1]
    return np.concatenate([points, back[1:] if points[-1, 0] == 0 else back])
