"""The discriminator: looks at finished pictures (or crops of them), knows nothing of attributes."""

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.networks.generator import activate, conv


class Residual(nn.Module):
    """x + conv(act(conv(act(x)))), the identity at the start."""

    def __init__(self, width: int):
        super().__init__()
        self.first = conv(width, width)
        self.second = conv(width, width)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> the same shape."""
        return x + self.second(activate(self.first(activate(x))))


class Discriminator(nn.Module):
    """Pixel-unshuffle, then residual stages each at half the size; one logit a place, averaged.

    No normalisation and no strides: average pooling keeps it cheap and its gradients smooth.
    """

    def __init__(self, widths: tuple[int, ...] = (64, 96, 128, 192), fold: int = 4):
        super().__init__()
        self.fold = fold
        self.enter = conv(3 * fold * fold, widths[0])
        self.blocks = nn.ModuleList(Residual(width) for width in widths)
        self.widen = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in itertools.pairwise(widths))
        self.judge = nn.Sequential(
            conv(widths[-1], widths[-1]), nn.LeakyReLU(0.2), nn.Conv2d(widths[-1], 1, 1)
        )

    def forward(self, picture: Tensor) -> Tensor:
        """Composites [N, 3, S, S] in 0..1 -> [N] logits: larger is more like a drawing."""
        x = self.enter(functional.pixel_unshuffle(picture * 2 - 1, self.fold))
        for block, widen in zip(self.blocks, [*self.widen, None], strict=True):
            x = block(x)
            if widen is not None:
                x = widen(functional.avg_pool2d(activate(x), 2))
        return self.judge(activate(x)).mean((1, 2, 3))


def gradient_penalty(network: nn.Module, picture: Tensor) -> Tensor:
    """Mean squared gradient of the logit by the picture (R1 on drawings, R2 on generated ones)."""
    picture = picture.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(network(picture).sum(), picture, create_graph=True)
    return slope.square().sum((1, 2, 3)).mean()
