"""The generator: attributes and latent in at 4x4, ink weights out, with plain convolutions only.

Unmodulated on purpose (docs/experiments.md): it learns faster on a CPU than a style-modulated
network of equal size, exports as Conv/Gemm/Resize, and keeps far from the style patents.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.networks.motion import PARTS, SLOPE, Motion, Window, moved, moved_crop


@dataclass(frozen=True)
class GeneratorConfig:
    """What decides the shape of the network.

    `inks`: number of inks of each layer; `windows`: where each can be, everywhere if not given;
    `painted`: which inputs (latent, then attributes) decide what is painted, all if not given.
    The rest only move it.
    """

    latent_size: int
    attribute_size: int
    inks: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    painted: tuple[int, ...] = ()
    widths: tuple[int, ...] = (192, 192, 192, 160, 96, 64)  # at 4, 8, 16, 32, 64, 128 px
    hidden: int = 512
    depth: int = 1  # residual pairs of layers that mix, after the first two
    blocks: tuple[int, ...] = (1, 1, 1, 1, 1)  # residual blocks at 8, 16, 32, 64, 128 px
    head_width: int = 96
    sizes: tuple[int, ...] = field(default=(32, 64, 128, 256))  # that have a head

    @property
    def channels(self) -> int:
        """How many planes come out: all inks of all layers."""
        return sum(self.inks)

    @property
    def inputs(self) -> int:
        """Latent and attributes."""
        return self.latent_size + self.attribute_size


def activate(x: Tensor) -> Tensor:
    """Leaky ReLU, the only nonlinearity inside."""
    return functional.leaky_relu(x, SLOPE)


def conv3(inputs: int, outputs: int, gain: float = 1.0) -> nn.Conv2d:
    """A 3x3 convolution, variance-preserving under the leaky ReLU, times `gain`."""
    conv = nn.Conv2d(inputs, outputs, 3, padding=1)
    nn.init.kaiming_normal_(conv.weight, a=SLOPE)
    conv.weight.data *= gain
    conv.bias = nn.Parameter(torch.zeros(outputs))
    return conv


class Residual(nn.Module):
    """x + conv(act(conv(act(x)))), the identity at the start."""

    def __init__(self, width: int):
        super().__init__()
        self.first = conv3(width, width)
        self.second = conv3(width, width, gain=0.0)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> the same shape."""
        return x + self.second(activate(self.first(activate(x))))


class Mixing(nn.Module):
    """Two layers beside the identity: where factors meet (a tilted, scaled eye's place)."""

    def __init__(self, width: int):
        super().__init__()
        self.first, self.second = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C] -> the same shape."""
        return x + self.second(activate(self.first(x)))


class Stage(nn.Module):
    """To the next width at the low resolution, then twice the size, then residual blocks."""

    def __init__(self, inputs: int, outputs: int, blocks: int):
        super().__init__()
        self.widen = conv3(inputs, outputs)
        self.blocks = nn.Sequential(*(Residual(outputs) for _ in range(blocks)))

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> [N, C', 2S, 2S]."""
        x = activate(self.widen(x))
        return self.blocks(
            functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        )


class Head(nn.Module):
    """Ink logits at twice the feature resolution: 3x3, then 1x1 to four sub-pixels each."""

    def __init__(self, inputs: int, width: int, channels: int):
        super().__init__()
        self.spread = conv3(inputs, width)
        self.paint = nn.Conv2d(width, channels * 4, 1)
        nn.init.zeros_(self.paint.weight)
        self.paint.bias = nn.Parameter(torch.zeros(channels * 4))

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> [N, channels, 2S, 2S].

        The four sub-pixels share one bias, so that the export may be one transposed convolution.
        """
        x = activate(self.spread(activate(x)))
        return functional.pixel_shuffle(
            functional.conv2d(x, self.paint.weight, self.shared_bias()), 2
        )

    def shared_bias(self) -> Tensor:
        """[channels * 4]: the mean of every four biases, four times."""
        bias = self.paint.bias
        assert bias is not None
        return bias.view(-1, 4).mean(1, keepdim=True).expand(-1, 4).flatten()


class Generator(nn.Module):
    """Attributes and latent to ink weights at any of `config.sizes`."""

    def __init__(self, config: GeneratorConfig):
        super().__init__()
        self.config = config
        widths = config.widths
        self.painted = config.painted or tuple(range(config.inputs))
        self.windows = config.windows or (Window(0, 0, PARTS, PARTS),) * len(config.inks)
        self.mix = nn.Sequential(
            nn.Linear(len(self.painted), config.hidden),
            nn.LeakyReLU(SLOPE),
            nn.Linear(config.hidden, config.hidden),
            nn.LeakyReLU(SLOPE),
            *(Mixing(config.hidden) for _ in range(config.depth)),
        )
        self.grid = nn.Linear(config.hidden, widths[0] * 16)
        self.motion = Motion(config.inputs, self.windows)
        self.start = Residual(widths[0])
        self.stages = nn.ModuleList(
            Stage(*pair, blocks)
            for pair, blocks in zip(itertools.pairwise(widths), config.blocks, strict=True)
        )
        self.heads = nn.ModuleDict(
            {
                str(size): Head(widths[stage_of(size)], config.head_width, config.channels)
                for size in config.sizes
            }
        )

    def hidden(self, latent: Tensor, attributes: Tensor) -> Tensor:
        """What is painted, from latent [N, Z] and attributes [N, A]: [N, H]."""
        return self.mix(self._inputs(latent, attributes)[:, self.painted])

    def fields(self, latent: Tensor, attributes: Tensor) -> list[Tensor]:
        """Where it goes, as `Motion` says it."""
        return self.motion(self._inputs(latent, attributes))

    def _inputs(self, latent: Tensor, attributes: Tensor) -> Tensor:
        return torch.cat([latent, attributes * 2 - 1], 1)

    def trunk(self, hidden: Tensor, stages: int) -> Tensor:
        """The features after so many stages: [N, widths[stages], 4 * 2**stages, same]."""
        x = self.grid(hidden).unflatten(1, (-1, 4, 4))
        x = self.start(x.contiguous(memory_format=torch.channels_last))
        return self.climb(x, 0, stages)

    def climb(self, x: Tensor, first: int, last: int) -> Tensor:
        """Features (a crop of them will do) from stage `first` to stage `last`."""
        for stage in self.stages[first:last]:
            x = stage(x)
        return x

    def paint(self, x: Tensor, size: int) -> Tensor:
        """Features of stage `stage_of(size)` to raw ink weights [N, K, 2S, 2S], not yet moved."""
        return self.heads[str(size)](x)

    def move(
        self, painted: Tensor, fields: Sequence[Tensor], corner: Tensor | None = None
    ) -> Tensor:
        """Painted ink weights [N, K, S, S], whole or a crop, bent by `fields`."""
        if corner is None:
            return moved(painted, fields, self.config.inks, self.windows)
        return moved_crop(painted, fields, self.config.inks, self.windows, corner)

    def forward(
        self,
        latent: Tensor,
        attributes: Tensor,
        sizes: Sequence[int] = (256,),
        corner: Tensor | None = None,
        at_rest: bool = False,
    ) -> list[Tensor]:
        """latent [N, Z], attributes [N, A] -> raw ink weights [N, K, size, size] of each size.

        `at_rest`: as painted, nothing moved.

        Sizes ascend and share the trunk, which learns from the largest alone: the smaller ones
        take its features as they are. With `corner` int64 [N, 2] (top, left in the 32x32
        features) the trunk runs once, and only a quarter of those features goes on: half the
        size comes out, of 128 and 256 px.
        """
        at = stage_of(min(64, *sizes))
        fields = None if at_rest else self.fields(latent, attributes)
        x = self.trunk(self.hidden(latent, attributes), at)
        if corner is not None:
            x = cropped(x, corner)
        out = []
        for size in sizes:
            x, at = self.climb(x, at, stage_of(size)), stage_of(size)
            last = size == sizes[-1]
            painted = self.paint(x if last else x.detach(), size)
            if fields is not None:
                where = fields if last else [field.detach() for field in fields]
                painted = self.move(painted, where, corner)
            out.append(painted)
        return out


def cropped(x: Tensor, corner: Tensor) -> Tensor:
    """Half the width and height of [N, C, S, S], from `corner` [N, 2] (top, left) on."""
    half = x.shape[-1] // 2
    pieces = [
        x[i, :, top : top + half, left : left + half]
        for i, (top, left) in enumerate(corner.tolist())
    ]
    return torch.stack(pieces).contiguous(memory_format=torch.channels_last)


def stage_of(size: int) -> int:
    """How many stages the trunk climbs before the head of this output size."""
    return (size // 8).bit_length() - 1
