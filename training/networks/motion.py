"""Motion of the layers: what a latent does to a drawing is, for the most part, to move its parts.

Each layer is painted as the head has it at rest, then bent by a smooth field: a sum of learnt
modes, as in active appearance models (Cootes, Edwards and Taylor 2001). How a field should be
is not guessed from pictures: the drawing code knows (`training.drawing.tracks`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

PARTS = 16  # along each side of the picture: windows are given in these
MODES = 128
HIDDEN = 384
SLOPE = 0.2  # of every leaky ReLU
FEATURES = 32  # a crop's corner is given in so many parts of the picture


@dataclass(frozen=True)
class Window:
    """Where a layer can have ink, in 16ths of the picture, and how fine its field is."""

    top: int
    left: int
    bottom: int
    right: int
    nodes: int = 1  # of the field, along each side of a 16th

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the field."""
        return (self.bottom - self.top) * self.nodes, (self.right - self.left) * self.nodes


class Motion(nn.Module):
    """Inputs to one field for each layer; at the start, none moves anything."""

    def __init__(self, inputs: int, windows: Sequence[Window]):
        super().__init__()
        self.shapes = [window.shape for window in windows]
        self.sizes = [2 * rows * columns for rows, columns in self.shapes]
        self.mix = nn.Sequential(
            nn.Linear(inputs, HIDDEN),
            nn.LeakyReLU(SLOPE),
            nn.Linear(HIDDEN, HIDDEN),
            nn.LeakyReLU(SLOPE),
            nn.Linear(HIDDEN, MODES),
        )
        self.direct = nn.Linear(inputs, MODES)
        self.modes = nn.Linear(MODES, sum(self.sizes))
        nn.init.zeros_(self.modes.weight)
        nn.init.zeros_(self.modes.bias)

    def forward(self, inputs: Tensor) -> list[Tensor]:
        """[N, inputs] -> for each layer f32 [N, 2 (x, y), rows, columns], in half widths.

        A field says how far from a place its ink is fetched.
        """
        fields = self.modes(self.mix(inputs) + self.direct(inputs)).float()
        parts = zip(fields.split(self.sizes, 1), self.shapes, strict=True)
        return [part.unflatten(1, (2, *shape)) for part, shape in parts]


def moved(
    weights: Tensor, fields: Sequence[Tensor], counts: Sequence[int], windows: Sequence[Window]
) -> Tensor:
    """Ink weights [N, K, S, S] of a whole picture, each layer's channels as its field bends them.

    Args:
        weights: as painted.
        fields: of `Motion`, one for each layer.
        counts: channels of each layer.
        windows: of each layer; outside there is no ink.
    """
    size = weights.shape[-1]
    unit = size // PARTS
    out = []
    for part, field, window in zip(weights.split(list(counts), 1), fields, windows, strict=True):
        seen = _sampled(part, _sources(field, window, size))
        left, right = window.left * unit, size - window.right * unit
        top, bottom = window.top * unit, size - window.bottom * unit
        out.append(functional.pad(seen, (left, right, top, bottom)))
    return torch.cat(out, 1)


def moved_crop(
    weights: Tensor,
    fields: Sequence[Tensor],
    counts: Sequence[int],
    windows: Sequence[Window],
    corner: Tensor,
) -> Tensor:
    """The same for a crop, half as wide as the picture: weights [N, K, S, S].

    What a field brings from beyond the crop's edge is not known there.

    Args:
        corner: int [N, 2]: top and left of the crop, in FEATURES parts of the picture.
    """
    size = weights.shape[-1]
    line = _line(0, PARTS, 2 * size, weights)
    here = torch.stack([line.expand(2 * size, -1), line[:, None].expand(-1, 2 * size)], -1)
    step = 2 * size // FEATURES
    out = []
    for part, field, window in zip(weights.split(list(counts), 1), fields, windows, strict=True):
        unit = 2 * size // PARTS
        rows = slice(window.top * unit, window.bottom * unit)
        columns = slice(window.left * unit, window.right * unit)
        where = here.expand(len(part), -1, -1, -1).clone()
        where[:, rows, columns] = _sources(field, window, 2 * size)
        inside = torch.zeros_like(where[..., 0])
        inside[:, rows, columns] = 1
        seen = []
        for i, (top, left) in enumerate(corner.tolist()):
            y, x = top * step, left * step
            cut = (i, slice(y, y + size), slice(x, x + size))
            middle = torch.tensor([x, y], device=weights.device) / size + 0.5 - 1
            piece = _sampled(part[i : i + 1], ((where[cut] - middle) * 2)[None])
            seen.append(piece * inside[cut])
        out.append(torch.cat(seen))
    return torch.cat(out, 1)


def followed(
    fields: Sequence[Tensor], windows: Sequence[Window], points: Tensor
) -> tuple[Tensor, Tensor]:
    """How well fields know where points come from.

    Args:
        fields: of `Motion`.
        windows: of each layer.
        points: [N, layers, P, 4]: x, y in the picture and x, y at rest, each -1..1; NaN: none.

    Returns:
        [N, layers, P]: how far each is off, in half widths, 0 where there is none; and how rough
        the fields are: the mean square of second differences.
    """
    known = ~points.isnan().any(-1)
    points = points.nan_to_num()
    off, rough = [], points.new_zeros(())
    for field, window, (here, rest) in zip(
        fields, windows, ((p[..., :2], p[..., 2:]) for p in points.unbind(1)), strict=True
    ):
        low = here.new_tensor([window.left, window.top])
        high = here.new_tensor([window.right, window.bottom])
        within = ((here + 1) * (PARTS / 2) - low) / (high - low) * 2 - 1
        found = _sampled(field, within[:, None])[:, :, 0].transpose(1, 2)
        off.append(found - (rest - here))
        for axis in (-1, -2):
            rough = rough + field.diff(2, dim=axis).square().mean()
    distance = torch.stack(off, 1).square().sum(-1).add(1e-12).sqrt()
    return distance * known, rough / len(off)


def _sources(field: Tensor, window: Window, size: int) -> Tensor:
    """[N, rows, columns, 2]: where each pixel of a window gets its ink, x and y in -1..1."""
    unit = size // PARTS
    rows, columns = (window.bottom - window.top) * unit, (window.right - window.left) * unit
    x = _line(window.left, window.right, size, field)
    y = _line(window.top, window.bottom, size, field)
    here = torch.stack([x.expand(rows, columns), y[:, None].expand(rows, columns)])
    grown = functional.interpolate(
        field, size=(rows, columns), mode="bilinear", align_corners=False
    )
    return (grown + here).permute(0, 2, 3, 1)


def _line(first: int, last: int, size: int, like: Tensor) -> Tensor:
    """The middles of the pixels from 16th `first` to `last` of a picture, -1..1."""
    unit = size // PARTS
    pixels = torch.arange(first * unit, last * unit, device=like.device)
    return (pixels * 2 + 1) / size - 1


def _sampled(weights: Tensor, where: Tensor) -> Tensor:
    return functional.grid_sample(weights, where, padding_mode="border", align_corners=False)
