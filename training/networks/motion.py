"""Motion of the layers: what a latent does to a drawing is, for the most part, to move its parts.

Each layer is painted as the head has it at rest, then bent by a smooth field: a sum of learnt
modes of its own, as in active appearance models (Cootes, Edwards and Taylor 2001). How a field
should be is not guessed from pictures: the drawing code knows (`training.drawing.tracks`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.networks.presence import Presence

WINDOWS = "windows"  # what a file that holds the network calls those of its layers
PARTS = 16  # along each side of the picture: windows are given in these
MODES = 32  # of a layer of which nothing else is said
HIDDEN = 512
CRISPER = 0.55  # of what a pixel differs from the mean of nine is added before a layer is bent:
# reading between pixels takes a third of it at two pixels a line, the rest is lost before


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


WHOLE = Window(0, 0, PARTS, PARTS)  # the picture


class Motion(nn.Module):
    """Inputs to one field for each layer; at the start, none moves anything."""

    def __init__(
        self,
        inputs: int,
        windows: Sequence[Window],
        counts: Sequence[int],
        own: Mapping[int, int] | None = None,
    ):
        """`counts`: modes of each layer; `own`: layers of which a network of their own, of so many
        features, decides as well, beside the one that all share.
        """
        super().__init__()
        self.counts = list(counts)
        self.shapes = [window.shape for window in windows]
        self.sizes = [2 * rows * columns for rows, columns in self.shapes]
        self.mix = _mixer(inputs, HIDDEN, sum(counts))
        wide = own or {}
        mixers = {str(layer): _mixer(inputs, wide[layer], counts[layer]) for layer in wide}
        self.own = nn.ModuleDict(mixers)
        self.direct = nn.Linear(inputs, sum(counts))
        self.modes = nn.ModuleList(
            nn.Linear(count, size) for count, size in zip(counts, self.sizes, strict=True)
        )
        silent = [self.modes, *[mixer[-1] for mixer in mixers.values()]]
        for parameter in chain.from_iterable(part.parameters() for part in silent):
            nn.init.zeros_(parameter)

    def forward(self, inputs: Tensor) -> list[Tensor]:
        """[N, inputs] -> for each layer f32 [N, 2 (x, y), rows, columns], in half widths.

        A field says how far from a place its ink is fetched.
        """
        shares = self._shared(inputs)
        return [self._bent(layer, share, inputs) for layer, share in enumerate(shares)]

    def alone(self, inputs: Tensor, layer: int) -> Tensor:
        """The field of one layer; what it learns by it, no other layer feels."""
        with torch.no_grad():
            share = self._shared(inputs)[layer]
        return self._bent(layer, share, inputs)

    def _shared(self, inputs: Tensor) -> tuple[Tensor, ...]:
        return (self.mix(inputs) + self.direct(inputs)).split(self.counts, 1)

    def _bent(self, layer: int, share: Tensor, inputs: Tensor) -> Tensor:
        if str(layer) in self.own:
            share = share + self.own[str(layer)](inputs)
        return self.modes[layer](share).float().unflatten(1, (2, *self.shapes[layer]))


def _mixer(inputs: int, width: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, width),
        nn.SiLU(),
        nn.Linear(width, width),
        nn.SiLU(),
        nn.Linear(width, outputs),
    )


def crisper(layer: Tensor) -> Tensor:
    """A layer [N, inks, rows, columns], sharpened by what bending it will take."""
    around = functional.avg_pool2d(layer, 3, 1, padding=1, count_include_pad=False)
    return layer + CRISPER * (layer - around)


def bent(
    layers: Sequence[Tensor],
    rests: Sequence[Window],
    fields: Sequence[Tensor],
    windows: Sequence[Window],
    size: int,
    shrinking: Sequence[tuple[Presence, Tensor, Tensor] | None] = (),
) -> list[Tensor]:
    """Layers at rest, bent by their fields: ink weights [N, inks, rows, columns] in their windows.

    Args:
        layers: ink weights [N, inks, rows, columns] of each layer, in its window at rest.
        rests: those windows; nothing was painted outside, unless the picture's edge cut it off.
        fields: of `Motion`, one for each layer.
        windows: of each field; outside there is no ink.
        size: of the whole picture.
        shrinking: for each layer how it shrinks, if it does, how much of it there is, [N], and
            where to it shrinks, [N or 1, 2].
    """
    out = []
    ways = shrinking or [None] * len(layers)
    for layer, rest, field, window, way in zip(layers, rests, fields, windows, ways, strict=True):
        where = _sources(field, window, rest, size)
        if way is not None:
            where = way[0].shrunk(where, *way[1:], *_into(rest, field))
        elif rest.bottom == PARTS:
            where = _turned_back(where)
        out.append(_sampled(layer, where))
    return out


def placed(layers: Sequence[Tensor], windows: Sequence[Window], size: int) -> Tensor:
    """Ink weights [N, K, size, size] of layers that fill a window each."""
    unit = size // PARTS
    whole = []
    for layer, window in zip(layers, windows, strict=True):
        left, right = window.left * unit, size - window.right * unit
        top, bottom = window.top * unit, size - window.bottom * unit
        whole.append(functional.pad(layer, (left, right, top, bottom)))
    return torch.cat(whole, 1)


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
        times, more = _into(window, here)
        found = _sampled(field, (here * times + more)[:, None])[:, :, 0].transpose(1, 2)
        off.append(found - (rest - here))
        for axis in (-1, -2):
            rough = rough + field.diff(2, dim=axis).square().mean()
    distance = torch.stack(off, 1).square().sum(-1).add(1e-12).sqrt()
    return distance * known, rough / len(off)


def _sources(field: Tensor, window: Window, rest: Window, size: int) -> Tensor:
    """[N, rows, columns, 2]: where in `rest`, -1..1, each pixel of a window gets its ink."""
    unit = size // PARTS
    rows, columns = (window.bottom - window.top) * unit, (window.right - window.left) * unit
    times, more = _into(rest, field)
    grown = functional.interpolate(
        field * times[:, None, None], size=(rows, columns), mode="bilinear", align_corners=False
    )
    x = _line(window.left, window.right, size, field) * times[0] + more[0]
    y = _line(window.top, window.bottom, size, field) * times[1] + more[1]
    return torch.stack([grown[:, 0] + x, grown[:, 1] + y[:, None]], -1)


def window_columns(window: Window, size: int, like: Tensor) -> Tensor:
    """The middles of a window's columns in a picture of that size, -1..1."""
    return _line(window.left, window.right, size, like)


def _line(first: int, last: int, size: int, like: Tensor) -> Tensor:
    """The middles of the pixels from 16th `first` to `last` of a picture, -1..1."""
    unit = size // PARTS
    pixels = torch.arange(first * unit, last * unit, device=like.device)
    return (pixels * 2 + 1) / size - 1


def _into(window: Window, like: Tensor) -> tuple[Tensor, Tensor]:
    """(factor, summand) [2] that make x, y of the picture, -1..1, x, y of a window, -1..1."""
    low = torch.tensor([window.left, window.top], device=like.device)
    high = torch.tensor([window.right, window.bottom], device=like.device)
    times = PARTS / (high - low)
    return times, times * (1 - 2 * low / PARTS) - 1


def _turned_back(where: Tensor) -> Tensor:
    """Places below the picture, mirrored at its lower edge: clothes go on in their patterns."""
    x, y = where.unbind(-1)
    return torch.stack([x, torch.minimum(y, 2 - y)], -1)


def _sampled(weights: Tensor, where: Tensor) -> Tensor:
    """What lies beyond an edge goes on as the edge is: nothing, or what the picture cuts off."""
    return functional.grid_sample(weights, where, padding_mode="border", align_corners=False)
