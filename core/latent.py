"""Points and paths in latent space.

A latent is float32 [Z]; the model was trained on the standard normal distribution, whose points
nearly all lie at the same distance from the middle. So paths here keep to that distance: a
straight line between two heads would pass through a paler, more average one.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.attributes import stream
from core.errors import BadValue

Latent = NDArray[np.float32]


def sample(seed: int, size: int, variety: float = 1.0) -> Latent:
    """The latent of a seed; ``variety`` 0..1 draws it toward the average head (truncation)."""
    return (stream(seed, "latent").standard_normal(size) * variety).astype(np.float32)


def vary(
    latent: Latent,
    strength: float,
    seed: int,
    free: NDArray[np.bool_] | None = None,
    spread: float = 1.0,
) -> Latent:
    """A neighbour of ``latent``: sqrt(1 - s^2) z + s n, with n drawn by ``seed``.

    For z from a normal distribution of ``spread`` the result has the same distribution, so
    strength 0 is the same head, 1 a stranger, and none is more extreme than the other.
    ``free``: bool [Z], the entries that may move (all, if None); the others stay as they are.
    """
    noise = stream(seed, "vary").standard_normal(latent.shape) * spread
    moved = np.sqrt(1 - strength**2) * latent + strength * noise
    return np.where(True if free is None else free, moved, latent).astype(np.float32)


def free_entries(parts: Sequence[str], keep: Sequence[str]) -> NDArray[np.bool_]:
    """Which entries may move, bool [Z], when the parts named in ``keep`` stay.

    ``parts``: for each entry the part it shapes. An unknown part is a BadValue.
    """
    for part in keep:
        if part not in parts:
            known = ", ".join(sorted({p for p in parts if p})) or "none in this model"
            raise BadValue(f"there is no part {part!r} to keep: choose from {known}")
    return np.array([part not in keep for part in parts], bool)


def slerp(a: ArrayLike, b: ArrayLike, t: float) -> Latent:
    """From ``a`` (t = 0) to ``b`` (t = 1) along the arc between them, at even angular speed.

    Lengths are interpolated too. (Almost) parallel or opposite latents, and 0, take the straight
    line: there the arc is none, or not one.
    """
    x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if t in (0, 1):
        return (y if t else x).astype(np.float32)
    length_x, length_y = np.linalg.norm(x), np.linalg.norm(y)
    if length_x * length_y == 0:
        return (x + (y - x) * t).astype(np.float32)
    angle = np.arccos(np.clip(x @ y / (length_x * length_y), -1, 1))
    if np.sin(angle) < 1e-4:
        return (x + (y - x) * t).astype(np.float32)
    on_arc = np.sin((1 - t) * angle) * x / length_x + np.sin(t * angle) * y / length_y
    length = length_x + (length_y - length_x) * t
    return (on_arc / np.sin(angle) * length).astype(np.float32)


def linear(t: float) -> float:
    """Even speed."""
    return t


def ease_in(t: float) -> float:
    """Starts slowly."""
    return t * t


def ease_out(t: float) -> float:
    """Ends slowly."""
    return t * (2 - t)


def ease_in_out(t: float) -> float:
    """Starts and ends slowly."""
    return t * t * (3 - 2 * t)


EASINGS: dict[str, Callable[[float], float]] = {
    "linear": linear,
    "ease-in": ease_in,
    "ease-out": ease_out,
    "ease-in-out": ease_in_out,
}


class Step(NamedTuple):
    """A place on a path: ``t`` (0..1) of the way from key ``start`` to key ``end``."""

    start: int
    end: int
    t: float


def path(keys: int, frames: int, loop: bool = False, easing: str = "linear") -> list[Step]:
    """``frames`` places along a path through ``keys`` points, evenly shared among its legs.

    An open path begins on the first key and ends on the last; a loop returns to the first,
    which is not repeated at the end. ``easing`` applies to each leg.
    """
    if easing not in EASINGS:
        raise BadValue(f"there is no easing {easing!r}: choose from {', '.join(EASINGS)}")
    ease, legs = EASINGS[easing], keys if loop else keys - 1
    steps = []
    for frame in range(frames):
        position = frame * legs / (frames if loop else max(frames - 1, 1))
        leg = min(int(position), max(legs - 1, 0))
        steps.append(Step(leg, (leg + 1) % keys, ease(position - leg)))
    return steps
