"""A run on pictures, seen from outside while it goes: copies, distance to the pictures, labels."""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.distributed
from numpy.typing import NDArray
from torch.nn import functional

from training import memorization
from training.evaluation import classifier
from training.evaluation.statistics import kernel_distance
from training.progress import Log
from training.samples import write_sheet

REFERENCE = 400  # pictures that painted heads are held against, at most


class Watch:
    """What a run learns from, to hold its heads against."""

    def __init__(self, reference: NDArray[np.uint8], copies: bool):
        """`reference`: pictures [M, S, S, 3]; `copies`: whether repeating one would be a fault."""
        self._reference = reference
        self._known = memorization.Known(reference) if copies else None
        self._eye = classifier.shipped()
        if self._eye is not None:
            _, self._features = classifier.judge(self._eye, enlarged(reference))

    def look(
        self, run: Path, log: Log, images: int, painted: NDArray[np.uint8], asked: NDArray[np.bool_]
    ) -> dict[str, float]:
        """Figures of painted heads [N, S, S, 3]; to the log, and the nearest pictures as a sheet.

        `nearness`: 1 is as new as the pictures are to each other, below `memorization.ALARM` are
        copies. `kernel_distance` and `precision` (share of the shape labels asked for, [N, labels],
        that are seen) where the classifier knows the drawings as they are.
        """
        figures: dict[str, float] = {}
        if self._known is not None:
            found = self._known.nearness(painted)
            figures["nearness"] = found.ratio
            sheet = memorization.beside(painted, self._reference, found)
            write_sheet(sheet, run / "nearest" / f"{images:09d}.png")
            if found.rings:
                print(
                    f"the heads are copies: {found.ratio:.2f} of the pictures' own distance away "
                    f"from the nearest ({run / 'nearest'} shows them); give more pictures, or stop",
                    file=sys.stderr,
                )
        if self._eye is not None:
            seen, features = classifier.judge(self._eye, enlarged(painted))
            figures["kernel_distance"] = kernel_distance(features, self._features)
            if asked.shape[1]:
                figures["precision"] = float(seen[:, : asked.shape[1]][asked].mean())
        log.scalars(images, "watch", figures | {"processes": processes()})
        return figures


def processes() -> int:
    """How many learn together."""
    together = torch.distributed.is_available() and torch.distributed.is_initialized()
    return torch.distributed.get_world_size() if together else 1


def enlarged(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[N, S, S, 3] at the classifier's size."""
    x = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float()
    x = functional.interpolate(x, (classifier.SIZE, classifier.SIZE), mode="area")
    return x.round().byte().permute(0, 2, 3, 1).numpy()
