"""The 2017 paper's networks: an SRResNet generator, a residual discriminator that tells labels.

Jin et al. 2017 (arXiv 1708.05509, figures 4 and 5). The paper's figure prints 1024 outputs for the
first dense layer; 16 residual blocks at 16x16 with 64 features need 64 * 16 * 16.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

LATENT_SIZE = 128
SIZE = 128  # of its pictures, px
_WIDTH, _SIDE, _BLOCKS = 64, 16, 16
_DEEPER = ((64, 4), (128, 4), (256, 3), (512, 3), (1024, 3))  # width and kernel of each stride
_SLOPE = 0.01  # of the discriminator's leaky ReLU, PyTorch's default


class NormalizedBlock(nn.Module):
    """conv, BN, ReLU, conv, BN, and the input again."""

    def __init__(self, width: int):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> the same shape."""
        return x + self.body(x)


class SRResNetGenerator(nn.Module):
    """Noise and labels to a picture of 128 px; 4.3 million parameters with 34 labels."""

    def __init__(self, labels: int):
        super().__init__()
        self.enter = nn.Linear(LATENT_SIZE + labels, _WIDTH * _SIDE * _SIDE)
        self.first = nn.BatchNorm2d(_WIDTH)
        self.blocks = nn.Sequential(*(NormalizedBlock(_WIDTH) for _ in range(_BLOCKS)))
        self.last = nn.BatchNorm2d(_WIDTH)
        climb: list[nn.Module] = []
        for _ in range(3):
            climb += [
                nn.Conv2d(_WIDTH, 4 * _WIDTH, 3, padding=1),
                nn.PixelShuffle(2),
                nn.BatchNorm2d(_WIDTH),
                nn.ReLU(),
            ]
        self.climb = nn.Sequential(*climb)
        self.paint = nn.Conv2d(_WIDTH, 3, 9, padding=4)

    def forward(self, latent: Tensor, labels: Tensor) -> Tensor:
        """latent [N, 128] (normal), labels [N, L] of -1 or 1 -> [N, 3, 128, 128] in -1..1."""
        x = self.enter(torch.cat([latent, labels], 1)).unflatten(1, (_WIDTH, _SIDE, _SIDE))
        x = functional.relu(self.first(x))
        x = x + functional.relu(self.last(self.blocks(x)))
        return torch.tanh(self.paint(self.climb(x)))


class PlainBlock(nn.Module):
    """conv, leaky ReLU, conv, the input again, leaky ReLU: no normalisation."""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> the same shape."""
        y = self.second(functional.leaky_relu(self.first(x), _SLOPE))
        return functional.leaky_relu(x + y, _SLOPE)


class LabelDiscriminator(nn.Module):
    """A picture of 128 px to two heads: real or not, and which labels it shows."""

    def __init__(self, labels: int):
        super().__init__()
        width = 32
        layers: list[nn.Module] = [nn.Conv2d(3, width, 4, 2, 1), nn.LeakyReLU(_SLOPE)]
        for deeper, kernel in _DEEPER:
            layers += [PlainBlock(width), PlainBlock(width)]
            layers += [nn.Conv2d(width, deeper, kernel, 2, 1), nn.LeakyReLU(_SLOPE)]
            width = deeper
        self.body = nn.Sequential(*layers, nn.Flatten())
        self.real = nn.Linear(width * 2 * 2, 1)
        self.labels = nn.Linear(width * 2 * 2, labels)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """[N, 3, 128, 128] in -1..1 -> logits of being real [N] and of the labels [N, L]."""
        features = self.body(picture)
        return self.real(features)[:, 0], self.labels(features)
