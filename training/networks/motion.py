"""Motion of the layers: what a latent does to a drawing is, for the most part, to move its parts.

A convolutional network that sees its inputs at 4x4 only must paint every part anew at every place,
and learns to move things slowly (docs/experiments.md). So each layer is painted first, then bent
by a smooth field: a sum of learnt modes, as in active appearance models (Cootes, Edwards and Taylor
2001).
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

GRID = 16  # nodes of a field along each side; extents are in the same 16ths
MODES = 96
REACH = 0.2  # in half widths of the picture: what a mode of length 1 moves by
FEATURES = 32  # a crop's corner is given in so many parts of the picture

Extent = tuple[int, int, int, int]  # top, left, bottom, right, in 16ths of the picture


class Motion(nn.Module):
    """One field for each layer; at the start, none moves anything."""

    def __init__(self, inputs: int, hidden: int, layers: int):
        super().__init__()
        self.layers = layers
        self.direct = nn.Linear(inputs, MODES)
        self.mixed = nn.Linear(hidden, MODES)
        self.modes = nn.Linear(MODES, (layers + 1) * 2 * GRID * GRID)
        nn.init.normal_(self.direct.weight, std=inputs**-0.5)
        nn.init.zeros_(self.direct.bias)
        nn.init.zeros_(self.mixed.weight)
        nn.init.zeros_(self.mixed.bias)
        nn.init.zeros_(self.modes.weight)
        nn.init.zeros_(self.modes.bias)

    def forward(self, inputs: Tensor, hidden: Tensor) -> Tensor:
        """[N, inputs], [N, hidden] -> f32 [N, layers, 2 (x, y), GRID, GRID], in half widths.

        Each layer moves by its own field and by one that all share.
        """
        fields = self.modes(self.direct(inputs) + self.mixed(hidden)) * REACH
        fields = fields.float().view(-1, self.layers + 1, 2, GRID, GRID)
        return fields[:, 1:] + fields[:, :1]


def moved(
    weights: Tensor, fields: Tensor, counts: Sequence[int], extents: Sequence[Extent]
) -> Tensor:
    """Ink weights [N, K, S, S] of a whole picture, each layer's channels as its field bends them.

    Args:
        weights: as painted.
        fields: of `Motion`, one for each layer: where, from a place, its ink comes from.
        counts: channels of each layer.
        extents: of each layer; outside there is no ink.
    """
    size = weights.shape[-1]
    where = _sources(fields, size)
    unit = size // GRID
    out = []
    for part, at, extent in zip(
        weights.split(list(counts), 1), where.unbind(1), extents, strict=True
    ):
        top, left, bottom, right = (edge * unit for edge in extent)
        seen = _sampled(part, at[:, top:bottom, left:right])
        out.append(functional.pad(seen, (left, size - right, top, size - bottom)))
    return torch.cat(out, 1)


def moved_crop(weights: Tensor, fields: Tensor, counts: Sequence[int], corner: Tensor) -> Tensor:
    """The same for a crop, half as wide as the picture: weights [N, K, S, S].

    What a field brings from beyond the crop's edge is not known there.

    Args:
        corner: int [N, 2]: top and left of the crop, in FEATURES parts of the picture.
    """
    size = weights.shape[-1]
    step = 2 * size // FEATURES
    where = []
    for of_head, (top, left) in zip(_sources(fields, 2 * size), corner.tolist(), strict=True):
        y, x = top * step, left * step
        middle = torch.tensor([x, y], device=weights.device) / size + 0.5 - 1  # in half widths
        where.append((of_head[:, y : y + size, x : x + size] - middle) * 2)
    parts = zip(weights.split(list(counts), 1), torch.stack(where).unbind(1), strict=True)
    return torch.cat([_sampled(part, at) for part, at in parts], 1)


def _sources(fields: Tensor, size: int) -> Tensor:
    """[N, layers, size, size, 2]: where each pixel's ink comes from, x and y in -1..1."""
    line = (torch.arange(size, device=fields.device) * 2 + 1) / size - 1
    here = torch.stack([line.expand(size, size), line[:, None].expand(size, size)])
    grown = functional.interpolate(
        fields.flatten(1, 2), size=(size, size), mode="bilinear", align_corners=False
    )
    return (grown.unflatten(1, (-1, 2)) + here).permute(0, 1, 3, 4, 2)


def _sampled(weights: Tensor, where: Tensor) -> Tensor:
    return functional.grid_sample(weights, where, padding_mode="border", align_corners=False)
