"""Colours: text, sRGB, OKLab, CIELAB, and how far apart two colours look.

Arrays are float32 or float64 of shape [..., 3]. "sRGB" means the encoded values 0..1 that
pictures hold; OKLab is Björn Ottosson's (2020), L in 0..1; CIELAB is for D65, L in 0..100.
"""

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import BadValue

Array = NDArray[np.floating]

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

# https://bottosson.github.io/posts/oklab/ (the matrices of 2021)
_LMS_OF_RGB = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB_OF_LMS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_RGB_OF_LMS = np.linalg.inv(_LMS_OF_RGB)
_LMS_OF_OKLAB = np.linalg.inv(_OKLAB_OF_LMS)

# IEC 61966-2-1: linear sRGB to CIE XYZ, and its white (the sum of each row)
_XYZ_OF_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _XYZ_OF_RGB.sum(axis=1)


def is_hex(text: str) -> bool:
    """Whether ``text`` is ``#rgb`` or ``#rrggbb``."""
    return _HEX.fullmatch(text) is not None


def parse_hex(text: str) -> NDArray[np.float32]:
    """``#rgb`` or ``#rrggbb`` as float32 [3] sRGB; anything else is a BadValue."""
    if not is_hex(text):
        raise BadValue(f"{text!r} is not a colour: write it as #rrggbb, such as #88c0a0")
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], np.float32) / np.float32(255)


def to_hex(srgb: ArrayLike) -> str:
    """sRGB [3] as ``#rrggbb``, clipped and rounded to 8 bit."""
    red, green, blue = np.rint(np.clip(np.asarray(srgb, np.float64), 0, 1) * 255).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def to_linear(srgb: ArrayLike) -> Array:
    """Encoded sRGB to linear light (IEC 61966-2-1), any shape."""
    c = np.asarray(srgb, np.float64)
    return np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0) + 0.055) / 1.055) ** 2.4)


def from_linear(linear: ArrayLike) -> Array:
    """Linear light to encoded sRGB, clipped to 0..1, any shape."""
    c = np.clip(np.asarray(linear, np.float64), 0, 1)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** (1 / 2.4) - 0.055)


def to_oklab(srgb: ArrayLike) -> Array:
    """sRGB [..., 3] to OKLab [..., 3] (L, a, b)."""
    return np.cbrt(to_linear(srgb) @ _LMS_OF_RGB.T) @ _OKLAB_OF_LMS.T


def from_oklab(oklab: ArrayLike) -> Array:
    """OKLab [..., 3] to sRGB [..., 3]; what lies outside the gamut is clipped per channel."""
    lms = np.asarray(oklab, np.float64) @ _LMS_OF_OKLAB.T
    return from_linear(lms**3 @ _RGB_OF_LMS.T)


def from_oklch(lightness: float, chroma: float, hue: float) -> Array:
    """sRGB [3] of OKLab's lightness, chroma and hue (radians).

    Where sRGB has no such colour: the richest one of the same lightness and hue, so that
    a dark line of a vivid colour does not turn neon.
    """
    L = float(np.clip(lightness, 0, 1))
    chromas = chroma * np.linspace(1, 0, 65)
    lab = np.stack(
        [np.full(65, L), chromas * np.cos(hue), chromas * np.sin(hue)], axis=-1
    )  # [65, 3], the richest first
    linear = (lab @ _LMS_OF_OKLAB.T) ** 3 @ _RGB_OF_LMS.T
    fits = np.all((linear >= -1e-4) & (linear <= 1 + 1e-4), axis=-1)
    return from_linear(linear[np.argmax(fits)])


def mix_oklab(colors: ArrayLike, weights: ArrayLike) -> Array:
    """Mean of sRGB colours [n, 3] by weights [n], taken in OKLab; weights are divided by their sum.

    A colour of weight one comes back as it was, to the last bit of float64's rounding.
    """
    w = np.asarray(weights, np.float64)
    return from_oklab((w / w.sum()) @ to_oklab(colors))


def to_cielab(srgb: ArrayLike) -> Array:
    """sRGB [..., 3] to CIELAB [..., 3] under D65 (L 0..100)."""
    ratio = (to_linear(srgb) @ _XYZ_OF_RGB.T) / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def ciede2000(lab1: ArrayLike, lab2: ArrayLike) -> Array:
    """CIEDE2000 difference of CIELAB colours [..., 3]; 1 is about the least that an eye sees.

    Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, Color Research and Application
    30 (2005), with kL = kC = kH = 1; the numbers in the comments are their equations.
    """
    L1, a1, b1 = np.moveaxis(np.asarray(lab1, np.float64), -1, 0)
    L2, a2, b2 = np.moveaxis(np.asarray(lab2, np.float64), -1, 0)
    mean_chroma7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean_chroma7 / (mean_chroma7 + 25.0**7)))  # (4)
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)  # (6)
    h1 = np.degrees(np.arctan2(b1, (1 + g) * a1)) % 360  # (7)
    h2 = np.degrees(np.arctan2(b2, (1 + g) * a2)) % 360
    gray = c1 * c2 == 0
    turn = np.where(gray, 0.0, h2 - h1)
    turn = turn - 360 * np.sign(turn) * (np.abs(turn) > 180)  # (10)
    hue_step = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)  # (11)
    L, c = (L1 + L2) / 2, (c1 + c2) / 2  # (12), (13)
    apart = np.abs(h1 - h2) > 180
    h = np.where(gray, h1 + h2, (h1 + h2 + np.where(apart, 360.0, 0.0)) / 2)  # (14), modulo 360
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )  # (15)
    rotation = 30 * np.exp(-((((h % 360) - 275) / 25) ** 2))  # (16)
    twist = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(2 * rotation))  # (17), (21)
    lightness = (L2 - L1) / (1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2))  # (18)
    chroma = (c2 - c1) / (1 + 0.045 * c)  # (19)
    hue = hue_step / (1 + 0.015 * c * t)  # (20)
    return np.sqrt(lightness**2 + chroma**2 + hue**2 + twist * chroma * hue)  # (22)
