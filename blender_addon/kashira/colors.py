"""Colours as text and as numbers, both sRGB-encoded."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import mul


def from_hex(text: str) -> tuple[float, float, float]:
    """``#rrggbb`` as three numbers in 0..1."""
    red, green, blue = bytes.fromhex(text[1:7])
    return red / 255, green / 255, blue / 255


def to_hex(color: Sequence[float]) -> str:
    """Three numbers as ``#rrggbb``."""
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in color[:3])


def premultiply(pixels: array[float]) -> None:
    """Multiply R G B of straight pixels by their alpha: Blender draws its icons so."""
    for channel in range(3):
        pixels[channel::4] = array("f", map(mul, pixels[channel::4], pixels[3::4]))
