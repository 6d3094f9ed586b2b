"""What the discriminator sees of few pictures: each moved, scaled, mirrored, and partly covered.

Differentiable (Zhao et al. 2020, "Differentiable augmentation for data-efficient GAN training"),
without colour: in a hand, colours are part of what is learnt, and heads come in palettes of their
own.
"""

import torch
from torch import Tensor
from torch.nn import functional

SHIFT = 0.125  # of the side, at most
ZOOM = 0.12  # at most so much larger or smaller
COVERED = 0.4  # side of the square that is covered, of the picture's


def augment(
    picture: Tensor, random: torch.Generator | None = None, share: tuple[int, int] = (0, 1)
) -> Tensor:
    """Pictures [N, 3, S, S] in 0..1, each changed by chance; white comes in at the sides.

    `share`: which of how many processes' parts of the whole batch these are.
    """
    n, _, side, _ = picture.shape
    device = picture.device

    def chance(*each: int) -> Tensor:
        every = torch.rand(n * share[1], *each, generator=random)
        return every[n * share[0] : n * (share[0] + 1)].to(device)

    zoom = 1 + ZOOM * (2 * chance() - 1)
    mirror = torch.where(chance() < 0.5, -1.0, 1.0)
    move = torch.zeros(n, 2, 3, device=device)
    move[:, 0, 0], move[:, 1, 1] = zoom * mirror, zoom
    move[:, :, 2] = 2 * SHIFT * (2 * chance(2) - 1)
    grid = functional.affine_grid(move, [n, 3, side, side], align_corners=False)
    seen = 1 - functional.grid_sample(1 - picture, grid, align_corners=False)
    at = torch.arange(side, device=device) / side
    corner = chance(2) * (1 + COVERED) - COVERED
    rows, columns = (
        (at >= corner[:, i, None]) & (at < corner[:, i, None] + COVERED) for i in (0, 1)
    )
    covered = (rows[:, None, :, None] & columns[:, None, None, :]).float()
    return seen * (1 - covered) + 0.5 * covered
