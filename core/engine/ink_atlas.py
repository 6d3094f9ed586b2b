"""The weight maps of many heads in one picture each: frames that a shader steps through."""

import math
from typing import Any

import numpy as np

from core.engine import ink_answers
from core.engine.ink_answers import Bytes
from core.engine.pixel_layouts import Payload
from core.errors import BadValue
from core.head import Head

_GUTTER = 2  # pixels around each frame, repeated from its edge: interpolation looks one pixel far
_MOST_PIXELS = 1 << 22  # of an atlas: fifty maps of it take 200 MB, and 60 frames of 256 px fit


class InkAtlas:
    """Frames side by side, the first at the top left, row by row.

    Args:
        frames: how many there will be.
        side: of a frame in pixels.

    Raises:
        BadValue: they would be too large together.
    """

    def __init__(self, frames: int, side: int) -> None:
        self.columns = math.ceil(math.sqrt(frames))
        self.rows = math.ceil(frames / self.columns)
        self._side, self._cell = side, side + 2 * _GUTTER
        if self.rows * self.columns * self._cell**2 > _MOST_PIXELS:
            fitting = _MOST_PIXELS // self._cell**2
            raise BadValue(
                f"{frames} frames of {side} px are too large for one picture, about {fitting} fit: "
                "ask for fewer, or for smaller ones"
            )
        self._entries: dict[str, dict[str, Any]] = {}
        self._planes: dict[str, Bytes] = {}
        self._count = 0

    def add(self, head: Head) -> None:
        """Put the next head into its place."""
        entries, planes = ink_answers.eight_bit(head, self._side)
        row, column = divmod(self._count, self.columns)
        top, left = row * self._cell, column * self._cell
        box = np.s_[top : top + self._cell, left : left + self._cell]
        self._entries = {entry["name"]: entry for entry in entries} | self._entries
        for name, plane in zip([*(entry["name"] for entry in entries), ""], planes, strict=True):
            if name not in self._planes:
                shape = (self.rows * self._cell, self.columns * self._cell)
                self._planes[name] = np.zeros(shape, np.uint8)
            self._planes[name][box] = np.pad(plane, _GUTTER, mode="edge")
        self._count += 1

    def answer(self, payload: Payload) -> dict[str, Any]:
        """What `ink_answers.flattened` gives of one head, and where the frames lie."""
        names = [*self._entries, ""]  # alpha is last
        planes = np.stack([self._planes[name] for name in names])
        places = {"columns": self.columns, "rows": self.rows, "side": self._side}
        maps = ink_answers.packed(list(self._entries.values()), planes, payload)
        return {"atlas": {**places, "gutter": _GUTTER}, **maps}
