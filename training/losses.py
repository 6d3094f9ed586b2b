"""What the generator is scored by: every layer for itself, and the finished picture.

All tensors are float32 unless said; ink weights are [N, K, H, W] in about 0..1, colours sRGB 0..1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from core.compositing import HAZE, SOLID

WINDOW = 8  # pixels; small enough that a lash may move without its eye
MOVING = 1e-3  # price of a pixel's move, so that what need not move stays


@dataclass(frozen=True)
class LayerTable:
    """Which channels make which layer, which layer clips it, and which ink each channel is."""

    first: tuple[int, ...]
    count: tuple[int, ...]
    clip: tuple[int | None, ...]  # index of the clipping layer
    ink: tuple[int, ...]  # of each channel
    names: tuple[str, ...]
    solid: tuple[bool, ...]

    @staticmethod
    def from_layers(layers: Sequence[dict]) -> "LayerTable":
        """The table of `vocabulary.LAYERS` (the shape of model.json)."""
        names = tuple(layer["name"] for layer in layers)
        inks = sorted({ink for layer in layers for ink in layer["inks"]})
        return LayerTable(
            first=tuple(layer["channel"] for layer in layers),
            count=tuple(len(layer["inks"]) for layer in layers),
            clip=tuple(names.index(x["clip"]) if "clip" in x else None for x in layers),
            ink=tuple(inks.index(ink) for layer in layers for ink in layer["inks"]),
            names=names,
            solid=tuple(layer.get("solid", False) for layer in layers),
        )

    @property
    def channels(self) -> int:
        """All inks of all layers."""
        return sum(self.count)

    def slices(self) -> list[slice]:
        """The channels of each layer."""
        return [slice(f, f + n) for f, n in zip(self.first, self.count, strict=True)]


def composite(weights: Tensor, palette: Tensor, background: Tensor, table: LayerTable) -> Tensor:
    """Layers over a background: [N, K, H, W], [N, K, 3], [N, 3, 1 or H, 1 or W] -> [N, 3, H, W].

    Clipped layers go atop the layer before them, inside its alpha (docs/model-folder.md,
    "Pixels"): group <- group * (1 - alpha) + color * base.
    """
    n, _, h, w = weights.shape
    picture = background.expand(n, 3, h, w)
    group = base = picture.new_zeros(())  # premultiplied colour and alpha, not yet in the picture
    # split, not slices: the gradient of a slice is a whole zeroed tensor for each layer
    parts = zip(weights.split(table.count, 1), palette.split(table.count, 1), strict=True)
    for index, (inks, colors) in enumerate(parts):
        alpha = inks.sum(1, keepdim=True)
        color = torch.bmm(colors.transpose(1, 2), inks.reshape(n, -1, h * w))
        color = color.view(n, 3, h, w)
        if table.clip[index] is not None:
            group = torch.addcmul(torch.addcmul(group, color, base), group, alpha, value=-1)
            continue
        if index:
            picture = torch.addcmul(picture + group, picture, base, value=-1)
        group, base = color, alpha
    return torch.addcmul(picture + group, picture, base, value=-1)


def mended(weights: Tensor, table: LayerTable) -> Tensor:
    """Ink weights [N, K, H, W] in 0..1 without faults of networks, as heads leave the engine.

    The same as `core.compositing.normalize` does with `mend`, with a slope.
    """
    parts = []
    for inks, solid in zip(weights.split(table.count, 1), table.solid, strict=True):
        low, high = (float(end) for end in (SOLID if solid else HAZE))
        alpha = inks.sum(1, keepdim=True)
        there = ((alpha - low) / (high - low)).clamp(0, 1)
        parts.append(inks * there / alpha.clamp(min=low if solid else 1.0))
    return torch.cat(parts, 1)


def random_palette(
    count: int, table: LayerTable, generator: torch.Generator | None = None
) -> Tensor:
    """[count, K, 3]: any colour for any ink; the same ink has the same colour in every layer."""
    colors = torch.rand(count, max(table.ink) + 1, 3, generator=generator)
    return colors[:, list(table.ink)]


def layer_weights(deviation: Tensor, table: LayerTable, power: float, cap: float) -> Tensor:
    """[K]: weight of each channel, so that small and rare layers are learnt as well.

    Args:
        deviation: [K] mean absolute deviation of each channel from its mean picture.
        power: 0: all pixels count the same; 1: all layers count the same.
        cap: no layer weighs more than this many times the median layer.
    """
    per_layer = torch.stack([deviation[part].sum() for part in table.slices()]).clamp(min=1e-6)
    weight = per_layer.pow(-power)
    weight = weight.clamp(max=cap * weight.median().item())
    weight = weight / (weight * per_layer).sum()  # the mean picture scores about 1 (in L1)
    return torch.repeat_interleave(weight, torch.tensor(table.count))


class _WeightedL1L2(torch.autograd.Function):
    """sum(weight * (a |d| + 4 d^2)) / (N*H*W) in few passes over memory, which is what costs."""

    @staticmethod
    def forward(ctx, d: Tensor, weight: Tensor, absolute: float) -> Tensor:
        scale = weight.view(1, -1, 1, 1) / (d.numel() / d.shape[1])
        # d/dx (a |d| + 4 d^2) = a sign(d) + 8 d
        ctx.absolute = absolute
        ctx.save_for_backward(d, scale)
        first, second = (torch.linalg.vector_norm(d, p, (0, 2, 3)) for p in (1, 2))
        per_channel = absolute * first + 4 * second.square()
        return (per_channel * scale.flatten()).sum()

    @staticmethod
    def backward(ctx, *grads: Tensor) -> tuple[Tensor, None, None]:
        d, scale = ctx.saved_tensors
        slope = d.sign().mul_(ctx.absolute / 8).add_(d).mul_(scale * (8 * grads[0]))
        return slope, None, None


def paired_loss(
    made: Tensor, drawn: Tensor, weight: Tensor, absolute: float = 1.0, bold: float = 0.0
) -> Tensor:
    """Per-layer balanced `absolute` * L1 + 4 L2 on ink weights; weight [K] from `layer_weights`.

    L1 makes crisp, but paints nothing where it is less sure than a tenth: it is for later stages.

    Args:
        made, drawn: ink weights [N, K, H, W].
        weight: [K].
        absolute: weight of L1.
        bold: how much dearer it is to miss ink than to spill it, in the half of the channels that
            are small or rare. With 3, what is as likely as not is painted at 0.8, not 0.5: thin
            things are seen long before their place is known to a pixel, and are thick till then.
    """
    d = made - drawn
    if bold:
        small = (weight > weight.median()).view(-1, 1, 1)
        d = d * (1 + bold * small * drawn).sqrt()
    return _WeightedL1L2.apply(d, weight, absolute)  # pyright: ignore[reportReturnType]


def edges(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Differences of neighbours: across [.., H, W-1] and down [.., H-1, W]."""
    return picture.diff(dim=-1), picture.diff(dim=-2)


def picture_loss(made: Tensor, drawn: Tensor, emphasis: Tensor, edge: float) -> Tensor:
    """L1 + 4 L2 on composites [N, 3, H, W], and L1 on their edges.

    Args:
        made: the generated composite.
        drawn: the drawing's, with the same palette and background.
        emphasis: [N, 1, H, W] weight of each pixel, mean about 1 (eyes and mouth count more).
        edge: weight of the edge term.
    """
    d = made - drawn
    loss = ((d.abs() + 4 * d.square()) * emphasis).mean()
    if edge:
        for a in edges(d):
            loss = loss + edge * (a.abs() * emphasis[..., : a.shape[-2], : a.shape[-1]]).mean()
    return loss


def forgiving_loss(made: Tensor, drawn: Tensor, emphasis: Tensor, reach: int) -> Tensor:
    """L1 of composites [N, 3, H, W] where each place may lie up to `reach` pixels aside.

    A line that is crisp but a pixel off costs a pixelwise loss more than a blurred one: this one
    compares each window of WINDOW pixels with the drawing moved every way and takes the best.

    Args:
        made: the generated composite.
        drawn: the drawing's, with the same palette and background.
        emphasis: [N, 1, H, W] weight of each pixel.
        reach: pixels; the edge of so many is not compared.
    """
    h, w = made.shape[-2:]
    inner = made[..., reach : h - reach, reach : w - reach]
    best = None
    for dy in range(2 * reach + 1):
        for dx in range(2 * reach + 1):
            moved = drawn[..., dy : dy + h - 2 * reach, dx : dx + w - 2 * reach]
            off = (inner - moved).abs().mean(1, keepdim=True)
            off = functional.avg_pool2d(off, WINDOW, WINDOW // 2)
            off = off + MOVING * math.hypot(dy - reach, dx - reach)
            best = off if best is None else torch.minimum(best, off)
    assert best is not None
    around = emphasis[..., reach : h - reach, reach : w - reach]
    return (best * functional.avg_pool2d(around, WINDOW, WINDOW // 2)).mean()


def small_parts(drawn: Tensor, table: LayerTable, names: Sequence[str], reach: int) -> Tensor:
    """[N, 1, H, W]: 1 at and around (within `reach` pixels) the named layers, 0 elsewhere."""
    parts = [s for s, name in zip(table.slices(), table.names, strict=True) if name in names]
    alpha = torch.stack([drawn[:, part].sum(1) for part in parts]).amax(0)[:, None]
    return functional.max_pool2d(alpha, 2 * reach + 1, stride=1, padding=reach).clamp(max=1)
