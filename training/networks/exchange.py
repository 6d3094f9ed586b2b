"""How one garment gives way to another: side to side, every column wholly one or the other.

A body stays in its clothes, so they do not shrink (`training.networks.presence`); faded into each
other they would be two garments at once.
"""

import torch
from torch import Tensor

from training.networks.presence import with_choice

ACROSS = 0.85  # x of the picture, 0..1, that the widest shoulders reach
SEAM = 0.02  # of the picture's half width


def two_likeliest(inputs: Tensor, choice: tuple[int, ...]) -> tuple[Tensor, Tensor, Tensor]:
    """The inputs with one and with the other of a choice's two likeliest values made.

    Args:
        inputs: [N, inputs], choices as -1 and 1, or between.
        choice: which inputs are the values of the choice.

    Returns:
        Inputs of the value that comes first in the choice, inputs of the one that comes later, and
        how far the later one is there, [N], 0..1.
    """
    values = inputs[:, list(choice)] + 1
    likeliest = values.topk(2, 1).indices
    columns = torch.arange(len(choice), device=inputs.device)
    ends = []
    for one in (likeliest.amin(1), likeliest.amax(1)):
        made = torch.where(columns == one[:, None], 1.0, -1.0)
        ends.append((made, (values * (made + 1) / 2).sum(1)))
    (first, least), (later, most) = ends
    share = most / (least + most).clamp(min=1e-6)
    return with_choice(inputs, choice, first), with_choice(inputs, choice, later), share


def exchanged(first: Tensor, later: Tensor, share: Tensor, columns: Tensor) -> Tensor:
    """Two layers [N, inks, rows, columns] in one: the later from the left, as far as `share`.

    Args:
        first, later: the layers.
        share: [N], 0..1.
        columns: x of their columns in the picture, -1..1.
    """
    seam = (2 * share[:, None] - 1) * (ACROSS + SEAM)
    there = ((seam - columns) / SEAM + 0.5).clamp(0, 1)[:, None, None]
    return first + (later - first) * there
