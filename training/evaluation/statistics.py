"""Figures about sets: how sure a rate is, how near two distributions are."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

Z_95 = 1.959964  # of the normal distribution, two-sided 95 %
NEIGHBORS = 5  # k of precision, recall, density and coverage, as Naeem et al. 2020


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a rate (Wilson 1927); (0, 1) where nothing was tried."""
    if not count:
        return 0.0, 1.0
    p, z2 = hits / count, Z_95**2 / count
    middle = (p + z2 / 2) / (1 + z2)
    half = Z_95 / (1 + z2) * math.sqrt(p * (1 - p) / count + z2 / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def kernel_distance(a: Array, b: Array) -> float:
    """Unbiased squared MMD of features [N, F] and [M, F], kernel (x.y / F + 1)^3.

    The formula of KID (Binkowski et al. 2018) in features of our own: not comparable with any
    published KID or FID. Around 0 (it may be negative) when both come from one distribution.
    """
    a, b = a.astype(np.float64), b.astype(np.float64)

    def kernel(x: Array, y: Array) -> Array:
        return (x @ y.T / x.shape[1] + 1) ** 3

    n, m = len(a), len(b)
    within_a, within_b = kernel(a, a), kernel(b, b)
    return float(
        (within_a.sum() - np.trace(within_a)) / (n * (n - 1))
        + (within_b.sum() - np.trace(within_b)) / (m * (m - 1))
        - 2 * kernel(a, b).mean()
    )


def distances(a: Array, b: Array) -> Array:
    """Euclidean distances [N, M] of features [N, F] and [M, F]."""
    squared = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(np.maximum(squared, 0))


def prdc(real: Array, made: Array, k: int = NEIGHBORS) -> dict[str, float]:
    """Precision and recall (Kynkaanniemi et al. 2019), density and coverage (Naeem et al. 2020)."""
    real, made = real.astype(np.float64), made.astype(np.float64)
    radius_real = np.sort(distances(real, real), 1)[:, k]  # column 0 is the point itself
    radius_made = np.sort(distances(made, made), 1)[:, k]
    between = distances(real, made)
    inside = between < radius_real[:, None]
    return {
        "precision": float(inside.any(0).mean()),
        "recall": float((between < radius_made[None]).any(1).mean()),
        "density": float(inside.sum(0).mean() / k),
        "coverage": float((between.min(1) < radius_real).mean()),
    }


def mean_distance(points: Array) -> float:
    """Mean Euclidean distance of all pairs among [N, F]."""
    n = len(points)
    return float(distances(points, points).sum() / (n * (n - 1)))
