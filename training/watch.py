"""A run on pictures, seen from outside while it goes: copies, distance to the pictures, labels."""

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training import memorization
from training.evaluation import classifier
from training.evaluation.statistics import kernel_distance
from training.progress import Log
from training.samples import write_sheet

REFERENCE = 400  # pictures that painted heads are held against, at most
LINES, SHADES = 2, 8  # layers of the classifier: they see 5 and 13 px, strokes and not shapes


class Watch:
    """What a run learns from, to hold its heads against."""

    def __init__(self, reference: NDArray[np.uint8], copies: bool):
        """`reference`: pictures [M, S, S, 3]; `copies`: whether repeating one would be a fault."""
        self._reference = reference
        self._known = memorization.Known(reference) if copies else None
        self._eye = classifier.shipped()
        if self._eye is not None:
            _, self._features = classifier.judge(self._eye, enlarged(reference))
            self._hands: dict[int, NDArray[np.float32]] = {}  # of the reference, by size

    def look(
        self, run: Path, log: Log, images: int, painted: NDArray[np.uint8], asked: NDArray[np.bool_]
    ) -> dict[str, float]:
        """Figures of painted heads [N, S, S, 3]; to the log, and the nearest pictures as a sheet.

        `nearness`: 1 is as new as the pictures are to each other, below `memorization.ALARM` are
        copies. Where the classifier knows the drawings as they are: `hand_distance` (of lines and
        shading), `kernel_distance` (of shapes) and `precision` (share of the shape labels asked
        for, [N, labels], that are seen).
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
            ours = hand(self._eye, enlarged(painted))
            figures["hand_distance"] = hand_distance(ours, self._hand(self._eye, painted.shape[1]))
            figures["kernel_distance"] = kernel_distance(features, self._features)
            if asked.shape[1]:
                figures["precision"] = float(seen[:, : asked.shape[1]][asked].mean())
        log.scalars(images, "watch", figures)
        return figures

    def _hand(self, eye: classifier.LabelNet, size: int) -> NDArray[np.float32]:
        """`hand` of the reference, as fine as heads of this size are."""
        if size not in self._hands:
            self._hands[size] = hand(eye, enlarged(resized(self._reference, size)))
        return self._hands[size]


@torch.no_grad()
def hand(eye: classifier.LabelNet, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """f32 [N, F]: how lines and shades of pictures [N, 256, 256, 3] are, wherever they lie.

    Means and deviations of early features, as in Huang and Belongie 2017 (AdaIN). The classifier's
    last ones tell shapes, whatever hand has drawn them.
    """
    found = []
    for start in range(0, len(pictures), 16):
        part = torch.from_numpy(pictures[start : start + 16]).permute(0, 3, 1, 2).float()
        x, seen = part / 127.5 - 1, []
        for number, layer in enumerate(list(eye.whole)[: SHADES + 1]):
            x = layer(x)
            if number in (LINES, SHADES):
                seen += [x.mean((2, 3)), x.std((2, 3))]
        found.append(torch.cat(seen, 1).numpy())
    return np.concatenate(found)


def hand_distance(painted: NDArray[np.float32], wanted: NDArray[np.float32]) -> float:
    """Kernel distance of what `hand` says of two sets, in deviations of the second."""
    middle, spread = wanted.mean(0), wanted.std(0) + 1e-3
    return kernel_distance((painted - middle) / spread, (wanted - middle) / spread)


def enlarged(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[N, S, S, 3] at the classifier's size."""
    return resized(pictures, classifier.SIZE)


def resized(pictures: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """[N, S, S, 3] -> [N, size, size, 3], by area."""
    x = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float()
    x = functional.interpolate(x, (size, size), mode="area")
    return x.round().byte().permute(0, 2, 3, 1).numpy()
