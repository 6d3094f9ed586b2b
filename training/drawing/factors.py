"""From the network's inputs to the named quantities that the parts are drawn by.

The attribute vector and the latent z are all there is: the same inputs give the same drawing in
every process. Everything continuous is a smooth function of its input.
"""

import zlib
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing import vocabulary as v
from training.drawing.growing import Grown, grow

_ENTRY = {a["name"]: a for a in v.ATTRIBUTES if "index" in a}
_DETAIL_ROWS = 512


def _detail_directions() -> NDArray[np.float64]:
    """Unit vectors that turn the latent's detail coordinates into jitters of single strands."""
    rows = np.random.Generator(np.random.PCG64(20240229)).standard_normal((_DETAIL_ROWS, v.DETAILS))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


_DIRECTIONS = _detail_directions()


def _uniform(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal to uniform on 0..1 (the logistic approximation of the normal's distribution)."""
    return 1 / (1 + np.exp(-1.702 * x))


class Factors(Grown):
    """All that one head is drawn by.

    Choices are names (`hair_style`, `bangs`, `hat_kind`, `clothes`) or, for `side`, -1 or +1;
    what is worn is a bool; expression and pose are floats; the latent's factors are floats in
    the ranges of vocabulary.FACTORS.
    """

    face_w: float
    chin_len: float
    chin_sharp: float
    jaw: float
    cheek: float
    nose_y: float
    eye_w: float
    eye_h: float
    eye_tilt: float
    eye_round: float
    eye_gap: float
    eye_y: float
    iris: float
    lash: float
    pupil: float
    brow_y: float
    brow_w: float
    brow_arch: float
    mouth_y: float
    mouth_w: float
    mouth_curve: float
    mouth_depth: float
    fang: float
    hair_vol: float
    hair_len: float
    curl: float
    lock_len: float
    lock_w: float
    lock_curl: float
    ahoge: float
    ahoge_dir: float
    flick: float
    spread: float
    tail_h: float
    tail_w: float
    bangs_len: float
    bangs_sweep: float
    bangs_w: float
    gloss: float
    scale: float
    shoulder: float
    lens: float

    def __init__(self, attributes: ArrayLike, z: ArrayLike) -> None:
        vector, z = np.asarray(attributes, float), np.asarray(z, float)
        if vector.shape != (v.ATTRIBUTE_SIZE,) or z.shape != (v.LATENT_SIZE,):
            raise ValueError(
                f"a drawing takes {v.ATTRIBUTE_SIZE} attributes and {v.LATENT_SIZE} latent "
                f"coordinates, not {vector.shape} and {z.shape}"
            )
        self.hair_style, self.bangs, self.hat_kind, self.clothes, side = (
            self._chosen(vector, name)
            for name in ("hair_style", "bangs", "hat_kind", "clothes", "side")
        )
        self.side = -1 if side == "left" else 1
        self.hat, self.ribbon, self.glasses = (
            bool(self._number(vector, name) > 0.5) for name in ("hat", "ribbon", "glasses")
        )
        self.blush, self.smile, self.open_mouth, self.eyes_open = (
            float(np.clip(self._number(vector, name), 0, 1))
            for name in ("blush", "smile", "open_mouth", "eyes_open")
        )
        self.yaw, self.tilt, self.nod, self.gaze_x, self.gaze_y = (
            self._number(vector, name) for name in ("yaw", "tilt", "nod", "gaze_x", "gaze_y")
        )
        self.mouth_shape, self.brow_height, self.brow_mood, self.mature, self.light = (
            self._number(vector, name)
            for name in ("mouth_shape", "brow_height", "brow_mood", "mature", "light")
        )
        self.boyish, self.wrinkles = (
            float(np.clip(self._number(vector, name), 0, 1)) for name in ("boyish", "wrinkles")
        )
        self.eye_size, self.mouth_curl, self.smirk = (
            self._number(vector, name) for name in ("eye_size", "mouth_curl", "smirk")
        )
        self.line_w = float(np.exp(0.28 * self._number(vector, "line_weight")))
        self.depth = 0.88 + 0.26 * self._number(vector, "shade_depth")  # of the shade's alpha
        self._read_latent(z)
        grow(self)

    @staticmethod
    def _chosen(vector: NDArray[np.float64], name: str) -> str:
        entry = _ENTRY[name]
        at, values = entry["index"], entry["values"]
        return values[int(np.argmax(vector[at : at + len(values)]))]

    @staticmethod
    def _number(vector: NDArray[np.float64], name: str) -> float:
        return float(vector[_ENTRY[name]["index"]])

    def _read_latent(self, z: NDArray[np.float64]) -> None:
        uniform, plain = _uniform(z), np.clip(z, -2.5, 2.5)
        value = {
            name: float(plain[i] if r is None else r[0] + (r[1] - r[0]) * uniform[i])
            for i, (name, _, r) in enumerate(v.FACTORS)
        }
        vars(self).update(value)
        self.fang = float(1 / (1 + np.exp(-4 * (self.fang - 0.9))))
        self._detail = np.tanh(_DIRECTIONS @ z[len(v.FACTORS) :] * 0.8)

    def noise(self, key: str, k: int = 0) -> float:
        """A jitter in (-1, 1), smooth in z: the same for the same (key, k), unlike for others."""
        return float(self._detail[_row(key, k)])

    def noises(self, key: str, first: int, count: int) -> NDArray[np.float64]:
        """The jitters `first` and following of a key, [count]."""
        return self._detail[_rows(key, first, count)]


@cache
def _row(key: str, k: int) -> int:
    return zlib.crc32(f"{key}{k}".encode()) % _DETAIL_ROWS


@cache
def _rows(key: str, first: int, count: int) -> NDArray[np.intp]:
    return np.array([_row(key, k) for k in range(first, first + count)])
