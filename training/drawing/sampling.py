"""Which heads the corpus holds: rarer things more often than life has them, so all are learnt."""

import numpy as np
from numpy.typing import NDArray

from training.drawing.vocabulary import ATTRIBUTE_SIZE, ATTRIBUTES

_WORN = {"hat": 0.25, "ribbon": 0.3, "glasses": 0.25}
_GROWING = ("blush", "smile", "open_mouth")  # 0, 1, or anything between
_FROM_NONE = ("boyish", "wrinkles")  # none in four of ten heads, all there is in one of ten
_OLD = 0.4  # `mature` from which on wrinkles are drawn by lot
_EARLY = 0.12  # of the younger have them too: they can be asked for at any age
_SPREAD = {"yaw": 0.5, "light": 0.55}

_MATURE = next(a["index"] for a in ATTRIBUTES if a["name"] == "mature")


def random_attributes(rng: np.random.Generator) -> NDArray[np.float32]:
    """One attribute vector float32 [56] of the corpus' distribution."""
    out = np.zeros(ATTRIBUTE_SIZE, np.float32)
    for entry in ATTRIBUTES:
        at = entry.get("index")
        if at is None:
            continue
        if entry["kind"] == "choice":
            out[at + rng.integers(len(entry["values"]))] = 1
        else:
            out[at] = _number(entry, rng)
            if entry["name"] == "wrinkles" and out[_MATURE] < _OLD and rng.random() >= _EARLY:
                out[at] = 0
    return out


def random_head(seed: int, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Attributes [56] and latent [64] of one head of a corpus, the same in every process."""
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, index])))
    return random_attributes(rng), rng.standard_normal(64).astype(np.float32)


def _number(entry: dict, rng: np.random.Generator) -> float:
    name = entry["name"]
    if name in _WORN:
        return float(rng.random() < _WORN[name])
    if name in _GROWING:
        return float(np.clip(rng.uniform(-0.9, 1.9), 0, 1))
    if name in _FROM_NONE:
        return float(np.clip(rng.uniform(-0.8, 1.2), 0, 1))
    if name == "eyes_open":
        return float(np.clip(rng.uniform(-0.15, 2.2), 0, 1))
    return float(np.clip(rng.standard_normal() * _SPREAD.get(name, 0.45), -1, 1))
