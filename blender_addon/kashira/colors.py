"""Colours as text and as numbers, both sRGB-encoded."""

from __future__ import annotations

from collections.abc import Sequence


def from_hex(text: str) -> tuple[float, float, float]:
    """``#rrggbb`` as three numbers in 0..1."""
    red, green, blue = bytes.fromhex(text[1:7])
    return red / 255, green / 255, blue / 255


def to_hex(color: Sequence[float]) -> str:
    """Three numbers as ``#rrggbb``."""
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in color[:3])
