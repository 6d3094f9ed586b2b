"""The contour of the head lies under the front hair: above the brows, that stays within it.

Drawings clip it there; fields of their own bend the two, and a pixel of difference hides a line
that is two pixels wide.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.networks.motion import PARTS, Window, placed

LOWEST = 6  # 16ths of the picture from its top: what is below hangs as it likes
LINE = 2  # px of 256 that are left to the line


def kept_within(
    layers: Sequence[Tensor],
    windows: Sequence[Window],
    within: Sequence[Sequence[int]],
    size: int,
) -> list[Tensor]:
    """Layers [N, inks, rows, columns] that fill a window each, cut where they have to be.

    Args:
        layers: ink weights.
        windows: of each.
        within: for each layer those in whose common outline it stays; any number, or none.
        size: of the whole picture.
    """
    out, unit = list(layers), size // PARTS
    for place, (others, window) in enumerate(zip(within, windows, strict=True)):
        rows = (LOWEST - window.top) * unit
        if not others or rows <= 0:
            continue
        alphas = [layers[other].sum(1, keepdim=True) for other in others]
        covered = placed(alphas, [windows[other] for other in others], size)
        covered = covered.amax(1, keepdim=True).clamp(0, 1)
        margin = max(1, LINE * size // 256)
        inner = 1 - functional.max_pool2d(1 - covered, 2 * margin + 1, 1, margin)
        top, left, right = (unit * edge for edge in (window.top, window.left, window.right))
        upper = layers[place][:, :, :rows] * inner[:, :, top : top + rows, left:right]
        out[place] = torch.cat([upper, layers[place][:, :, rows:]], 2)
    return out
