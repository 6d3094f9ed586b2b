"""How much of a layer is there while a choice that decides it changes.

Layers are painted for one choice or another, never for a mixture (`settled`): what lies between two
is reached by the one shrinking away and the other growing (`Presence`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

SMALLEST = 0.02  # of a layer; smaller, it is a point
NOWHERE = -9.0  # y of a place far above any window

Choices = Sequence[tuple[int, ...]]  # which inputs: one for each value, a single one for a toggle


@dataclass(frozen=True)
class Presence:
    """Where to a layer shrinks, x and y of the picture at rest, -1..1, and the least left of it.

    `hanging`: only what is below `y` shrinks, upwards. `grows`: (input, low, high): there is as
    much of it as that normal input says, made uniform from `low` to `high`, at most 1. `homes`:
    where to it shrinks depends on choices, and is the same on both sides of the picture.
    """

    choices: tuple[tuple[int, ...], ...]
    x: float
    y: float
    least: float
    hanging: bool = False
    grows: tuple[int, float, float] | None = None
    homes: "Homes | None" = None

    def home(self, inputs: Tensor) -> Tensor:
        """[N, inputs], toggles and choices as -1 and 1 -> where to it shrinks [N, 2 (x, y)]."""
        if self.homes is None:
            return inputs.new_tensor([[self.x, self.y]])
        return self.homes.at(inputs)

    def amount(self, inputs: Tensor) -> Tensor:
        """[N, inputs], toggles and choices as -1 and 1 -> [N]: 1 where all is chosen and grown."""
        clear = [_clearness(inputs[:, list(choice)]) for choice in self.choices]
        shown = 1 - (1 - torch.stack(clear).amin(0)) ** 2  # large parts go slowly, small ones fast
        amount = self.least + (1 - self.least) * shown
        if self.grows is not None:
            growth, low, high = self.grows
            amount = amount * (low + (high - low) * uniform(inputs[:, growth])).clamp(0, 1)
        return amount.clamp(min=SMALLEST)

    def shrunk(
        self, where: Tensor, amount: Tensor, home: Tensor, times: Tensor, more: Tensor
    ) -> Tensor:
        """Where pixels of the shrunk layer get their ink, from where those of the whole one do.

        Args:
            where: [N, rows, columns, 2 (x, y)] in a window.
            amount: [N].
            home: of `home`.
            times, more: [2], which make places in that window of places in the picture.
        """
        farther = (1 / amount - 1)[:, None, None]
        x, y = where.unbind(-1)
        to_x, to_y = (home * times + more)[:, None, None].unbind(-1)
        if self.hanging:
            return torch.stack([x, y + farther * (y - to_y).relu()], -1)
        if self.homes is None:
            return torch.stack([x + farther * (x - to_x), y + farther * (y - to_y)], -1)
        aside, to_aside = x - more[0], to_x - more[0]  # from the middle of the picture
        out = aside.abs() + farther * (aside.abs() - to_aside)
        beyond_middle = out < 0  # there the other side's would show
        y = torch.where(beyond_middle, NOWHERE, y + farther * (y - to_y))
        return torch.stack([more[0] + aside.sign() * out, y], -1)


@dataclass(frozen=True)
class Homes:
    """Where a layer shrinks to, x >= 0 and y, by the value of a choice and by a toggle."""

    choice: tuple[int, ...]
    toggle: int
    off: tuple[tuple[float, float], ...]
    on: tuple[tuple[float, float], ...]

    def at(self, inputs: Tensor) -> Tensor:
        """[N, inputs] -> [N, 2 (x, y)]."""
        chosen = settled(inputs, (self.choice, (self.toggle,)))
        value = (chosen[:, list(self.choice)] + 1) / 2
        toggled = (chosen[:, self.toggle, None] + 1) / 2
        off, on = (value @ value.new_tensor(table) for table in (self.off, self.on))
        return off + (on - off) * toggled


def uniform(normal: Tensor) -> Tensor:
    """Normal to uniform on 0..1, as `training.drawing.factors` has it."""
    return torch.sigmoid(1.702 * normal)


def settled(inputs: Tensor, choices: Choices) -> Tensor:
    """The inputs with every choice made: the likeliest value 1, the others -1."""
    for choice in choices:
        values = inputs[:, list(choice)]
        if len(choice) == 1:
            made = values > 0
        else:
            made = torch.arange(len(choice), device=inputs.device) == values.argmax(1)[:, None]
        inputs = with_choice(inputs, choice, torch.where(made, 1.0, -1.0))
    return inputs


def with_choice(inputs: Tensor, choice: Sequence[int], values: Tensor) -> Tensor:
    """The inputs with other values [N, values] of a choice, whose inputs follow each other."""
    return torch.cat([inputs[:, : choice[0]], values, inputs[:, choice[-1] + 1 :]], 1)


def _clearness(values: Tensor) -> Tensor:
    """[N, values] -> [N]: from 0, undecided, to 1, decided."""
    if values.shape[1] == 1:
        return values[:, 0].abs().clamp(max=1)
    first, second = values.topk(2, 1).values.unbind(1)
    return ((first - second) / 2).clamp(max=1)
