"""The generator: attributes and latent in, ink weights out, in three steps.

Looks: every layer as the head has it at rest, mixed from pictures of it (`Looks`). Twice the size,
crisp (`Sharpener`). Then every layer is bent to where the head has it (`training.networks.motion`).
Shapes and looks apart, each a sum of learnt modes: an active appearance model (Cootes, Edwards and
Taylor 2001) whose modes a network mixes. Drawings at rest vary so little that a few pictures of
each layer hold 99 % of them, where convolutions from 4x4 on learnt them slowly
(docs/experiments.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.networks.contour import kept_within
from training.networks.exchange import exchanged, two_likeliest
from training.networks.motion import (
    MODES,
    PARTS,
    WHOLE,
    Motion,
    Window,
    bent,
    crisper,
    placed,
    window_columns,
)
from training.networks.presence import Presence, settled

INKS = 4  # of a layer, at most
SMALL = 128  # px of the pictures that looks are mixed from
SIZES = (SMALL, 2 * SMALL)  # that come out
SLOPE = 0.2  # of the leaky ReLU
WAVES = (1, 2, 4)  # half turns of a swinging input from -1 to 1


@dataclass(frozen=True)
class LayerShape:
    """One layer: its inks, how many pictures it is mixed from, where it is at rest and can be.

    `detailed`: its pictures have the full size, and need no sharpening. `presence`: how it makes
    way for what other choices show. `exchanged`: it does so column by column, between values of
    these inputs, the same for all layers that do. `modes`: of its motion,
    which a network of its own decides as well if that has `own` features. `within`: layers whose
    outline it stays in (`training.networks.contour`).
    """

    inks: int
    looks: int
    rest: Window = WHOLE
    window: Window = WHOLE
    detailed: bool = False
    presence: Presence | None = None
    exchanged: tuple[int, ...] = ()
    modes: int = MODES
    own: int = 0
    within: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Of the whole picture that its pictures are parts of."""
        return SIZES[-1] if self.detailed else SMALL

    @property
    def shape(self) -> tuple[int, int, int]:
        """Inks, rows and columns at rest, at that size."""
        unit = self.size // PARTS
        rows, columns = self.rest.bottom - self.rest.top, self.rest.right - self.rest.left
        return self.inks, rows * unit, columns * unit


@dataclass(frozen=True)
class GeneratorConfig:
    """What decides the shape of the network.

    `painted`: which inputs (latent, then attributes) decide the looks, all if not given; the rest
    only move them. `swinging`: which of those are numbers along which looks change a lot.
    """

    latent_size: int
    attribute_size: int
    layers: tuple[LayerShape, ...]
    painted: tuple[int, ...] = ()
    swinging: tuple[int, ...] = ()
    hidden: int = 384
    sharp_width: int = 32

    @property
    def inputs(self) -> int:
        """Latent and attributes."""
        return self.latent_size + self.attribute_size


def waves(inputs: Tensor) -> Tensor:
    """[N, I] -> [N, I * 2 * len(WAVES)]: sines and cosines of the inputs.

    How much there is of a picture swings several times while a lid comes down; from the bare
    number a network learns that late (Fourier features: Tancik et al. 2020).
    """
    turns = [inputs * (torch.pi / 2 * times) for times in WAVES]
    return torch.cat([wave(x) for x in turns for wave in (torch.sin, torch.cos)], 1)


def activate(x: Tensor) -> Tensor:
    """Leaky ReLU."""
    return functional.leaky_relu(x, SLOPE)


def conv(inputs: int, outputs: int, side: int = 3) -> nn.Conv2d:
    """A convolution that keeps the size, and the variance under the leaky ReLU."""
    made = nn.Conv2d(inputs, outputs, side, padding=side // 2)
    nn.init.kaiming_normal_(made.weight, a=SLOPE)
    made.bias = nn.Parameter(torch.zeros(outputs))
    return made


class Looks(nn.Module):
    """Every layer at rest: a mean picture, and shares of others that the inputs decide."""

    def __init__(
        self, inputs: int, hidden: int, layers: Sequence[LayerShape], swinging: Sequence[int] = ()
    ):
        super().__init__()
        self.swinging = list(swinging)
        self.shapes = [layer.shape for layer in layers]
        self.counts = [layer.looks for layer in layers]
        self.mix = nn.Sequential(
            nn.Linear(inputs + 2 * len(WAVES) * len(swinging), hidden),
            nn.SiLU(),
            nn.Linear(hidden, hidden),
            nn.SiLU(),
            nn.Linear(hidden, hidden),
            nn.SiLU(),
            nn.Linear(hidden, sum(self.counts)),
        )
        self.pictures = nn.ModuleList(
            nn.Linear(count, inks * rows * columns)
            for count, (inks, rows, columns) in zip(self.counts, self.shapes, strict=True)
        )
        for pictures in self.of_layers:
            nn.init.normal_(pictures.weight, std=0.01)
            nn.init.zeros_(pictures.bias)

    @property
    def of_layers(self) -> list[nn.Linear]:
        """The pictures of each layer: weight [values, looks], and the mean as the bias."""
        return [layer for layer in self.pictures if isinstance(layer, nn.Linear)]

    def shares(self, inputs: Tensor) -> Tensor:
        """[N, inputs] -> how much a head has of each picture, of all layers [N, looks]."""
        return self.mix[-1](self.told(inputs))

    def told(self, inputs: Tensor) -> Tensor:
        """[N, inputs] -> what the shares follow from [N, hidden]."""
        return self.mix[:-1](torch.cat([inputs, waves(inputs[:, self.swinging])], 1))

    def forward(self, inputs: Tensor, only: Sequence[int] | None = None) -> list[Tensor]:
        """[N, inputs] -> for each layer ink weights [N, inks, rows, columns]; or `only` of some."""
        shares = self.shares(inputs).split(self.counts, 1)
        return [
            self.of_layers[i](shares[i]).unflatten(1, self.shapes[i])
            for i in (range(len(shares)) if only is None else only)
        ]


class Sharpener(nn.Module):
    """A layer at twice the size, its edges and lines as fine; the same weights for all layers."""

    def __init__(self, width: int):
        super().__init__()
        self.first, self.second = conv(INKS, width, 5), conv(width, width)
        self.last = conv(width, INKS * 4)
        nn.init.zeros_(self.last.weight)

    def forward(self, weights: Tensor) -> Tensor:
        """[N, inks, H, W] -> [N, inks, 2H, 2W]."""
        inks = weights.shape[1]
        x = functional.pad(weights, (0, 0, 0, 0, 0, INKS - inks)) if inks < INKS else weights
        x = self.last(activate(self.second(activate(self.first(x)))))
        finer = functional.pixel_shuffle(x, 2)[:, :inks]
        return finer + functional.interpolate(
            weights, scale_factor=2, mode="bilinear", align_corners=False
        )


class Generator(nn.Module):
    """Attributes and latent to ink weights at any of `SIZES`."""

    def __init__(self, config: GeneratorConfig):
        super().__init__()
        self.config = config
        self.painted = config.painted or tuple(range(config.inputs))
        self.windows = [layer.window for layer in config.layers]
        self.rests = [layer.rest for layer in config.layers]
        swinging = [self.painted.index(i) for i in config.swinging]
        self.looks = Looks(len(self.painted), config.hidden, config.layers, swinging)
        self.within = [layer.within for layer in config.layers]
        self.presences = [layer.presence for layer in config.layers]
        self.exchanged = [i for i, layer in enumerate(config.layers) if layer.exchanged]
        choices = {choice for p in self.presences if p for choice in p.choices}
        self.choices = sorted(choices | {config.layers[i].exchanged for i in self.exchanged})
        self.sharpen = Sharpener(config.sharp_width)
        counts = [layer.modes for layer in config.layers]
        own = {place: layer.own for place, layer in enumerate(config.layers) if layer.own}
        self.motion = Motion(config.inputs, self.windows, counts, own)

    def at_rest(self, latent: Tensor, attributes: Tensor) -> list[Tensor]:
        """What is painted, of each layer [N, inks, rows, columns], at its size."""
        inputs = joined(latent, attributes)
        painted, shapes = self.looks(self.settled(inputs)), self.config.layers
        if not self.exchanged:
            return painted
        first, later, share = two_likeliest(inputs, shapes[self.exchanged[0]].exchanged)
        ends = (self.looks(self.settled(end), self.exchanged) for end in (first, later))
        for i, one, other in zip(self.exchanged, *ends, strict=True):
            columns = window_columns(shapes[i].rest, shapes[i].size, share)
            painted[i] = exchanged(one, other, share, columns)
        return painted

    def settled(self, inputs: Tensor) -> Tensor:
        """Those of the inputs [N, Z + A] that decide what is painted, with every choice made."""
        return settled(inputs, self.choices)[:, self.painted]

    def shrinking(
        self, latent: Tensor, attributes: Tensor
    ) -> list[tuple[Presence, Tensor, Tensor] | None]:
        """How much there is of each layer, where that can change, and where to it shrinks."""
        inputs = joined(latent, attributes)
        return [p and (p, p.amount(inputs), p.home(inputs)) for p in self.presences]

    def fields(self, latent: Tensor, attributes: Tensor) -> list[Tensor]:
        """Where it goes, as `Motion` says it."""
        return self.motion(joined(latent, attributes))

    def forward(
        self,
        latent: Tensor,
        attributes: Tensor,
        sizes: Sequence[int] = (SIZES[-1],),
        at_rest: bool = False,
    ) -> list[Tensor]:
        """latent [N, Z], attributes [N, A] -> raw ink weights [N, K, size, size] of each size.

        `at_rest`: as painted, nothing moved.
        """
        layers = self.at_rest(latent, attributes)
        if at_rest:
            return [placed(self.sized(layers, size), self.rests, size) for size in sizes]
        fields, shrinking = self.fields(latent, attributes), self.shrinking(latent, attributes)
        out = []
        for size in sizes:
            crisp = [crisper(layer) for layer in self.sized(layers, size)]
            moved = bent(crisp, self.rests, fields, self.windows, size, shrinking)
            kept = kept_within(moved, self.windows, self.within, size)
            out.append(placed(kept, self.windows, size))
        return out

    def sized(self, layers: Sequence[Tensor], size: int) -> list[Tensor]:
        """Layers of `at_rest` as they are at a size."""
        return [
            layer
            if shape.size == size
            else functional.avg_pool2d(layer, 2)
            if shape.detailed
            else self.sharpen(layer)
            for layer, shape in zip(layers, self.config.layers, strict=True)
        ]


def joined(latent: Tensor, attributes: Tensor) -> Tensor:
    """The inputs [N, Z + A], toggles and choices as -1 and 1."""
    return torch.cat([latent, attributes * 2 - 1], 1)
