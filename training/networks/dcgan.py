"""A small DCGAN of a tutorial: noise to pictures of 64 px, no attributes, no padding anywhere."""

from torch import Tensor, nn

LATENT_SIZE = 100
SIZE = 64  # of its pictures, px
_SLOPE = 0.2


class DCGANGenerator(nn.Module):
    """Dense, then three transposed convolutions: 3 -> 9 -> 21 -> 64 px."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(LATENT_SIZE, 512 * 3 * 3),
            nn.Unflatten(1, (512, 3, 3)),
            nn.LeakyReLU(_SLOPE),
            nn.ConvTranspose2d(512, 256, 3, 3),
            nn.BatchNorm2d(256),
            nn.LeakyReLU(_SLOPE),
            nn.ConvTranspose2d(256, 128, 5, 2),
            nn.BatchNorm2d(128),
            nn.LeakyReLU(_SLOPE),
            nn.ConvTranspose2d(128, 3, 4, 3),
            nn.Tanh(),
        )

    def forward(self, latent: Tensor, labels: Tensor | None = None) -> Tensor:
        """latent [N, 100] (standard normal) -> [N, 3, 64, 64] in -1..1; labels are ignored."""
        return self.body(latent)


class DCGANDiscriminator(nn.Module):
    """Three convolutions of stride 3, 64 -> 20 -> 6 -> 1 px, then one number."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 64, 5, 3),
            nn.LeakyReLU(_SLOPE),
            nn.Conv2d(64, 128, 5, 3),
            nn.BatchNorm2d(128),
            nn.LeakyReLU(_SLOPE),
            nn.Conv2d(128, 256, 5, 3),
            nn.BatchNorm2d(256),
            nn.LeakyReLU(_SLOPE),
            nn.Flatten(),
            nn.Linear(256, 1),
        )

    def forward(self, picture: Tensor) -> tuple[Tensor, None]:
        """[N, 3, 64, 64] in -1..1 -> logits of being real [N], and no labels."""
        return self.body(picture)[:, 0], None
