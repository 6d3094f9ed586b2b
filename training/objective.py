"""The loss of one batch: layers, and the composite with palettes and backgrounds of chance."""

import torch
from torch import Tensor

from training.batches import CROP, GRID, Batch
from training.corpus import Corpus
from training.losses import (
    LayerTable,
    composite,
    layer_weights,
    paired_loss,
    picture_loss,
    random_palette,
    small_parts,
)
from training.palettes import palette_bank
from training.settings import LossSettings

SMALL = ("mouth", "eye_white", "iris", "eye_light", "lashes", "brows", "nose", "glasses")
MARGIN = 4  # of a crop's 32x32 features: nearer to its edge than 3.25 the network sees padding
STATISTICS = 400  # heads that the weights of the layers are taken from
PICTURED = 0.25  # of a batch is put together: 23 layers cost as much memory traffic as the network
PALETTES = 256  # of named colours; half of each batch wears one, half any colours at all


def channel_weights(corpus: Corpus, table: LayerTable, settings: LossSettings) -> Tensor:
    """f32 [K]: the weight of each channel in the paired loss, from the first heads."""
    count = min(STATISTICS, len(corpus))
    planes = torch.stack([torch.from_numpy(corpus.planes(i, 32)) for i in range(count)])
    planes = planes.float() / 255
    deviation = (planes - planes.mean(0)).abs().mean((0, 2, 3))
    return layer_weights(deviation, table, settings.balance, settings.cap)


def inside(corner: Tensor, scale: int) -> Tensor:
    """f32 [N, 1, S, S]: 1 where a crop is compared, 0 near an edge that is not the picture's."""
    side = CROP * scale
    at = torch.arange(side)
    before = (at >= MARGIN * scale)[None, None] | (corner == 0)[..., None]  # [N, 2, S]
    after = (at < side - MARGIN * scale)[None, None] | (corner == GRID - CROP)[..., None]
    good = (before & after).float()
    return (good[:, 0, :, None] * good[:, 1, None, :])[:, None]


class Objective:
    """The paired loss of a batch, and the two composites for whoever else wants to look."""

    def __init__(
        self, settings: LossSettings, table: LayerTable, weights: Tensor, device: torch.device
    ):
        self._settings, self._table, self._device = settings, table, device
        self._weights = weights.to(device)
        bank = palette_bank(PALETTES, seed=0)
        self._bank = None if bank is None else torch.from_numpy(bank)

    def __call__(
        self,
        made: Tensor,
        batch: Batch,
        size: int,
        random: torch.Generator,
        absolute: float = 1.0,
        pictured: float = PICTURED,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(loss, generated composites, drawn composites) of raw ink weights [N, K, S, S].

        Composites are made of the share `pictured` of the batch; `absolute` is the weight of L1.
        """
        options = self._settings
        made = made.contiguous()  # planes, as the drawings are: mixed layouts cost half the loss
        drawn = batch.drawn.to(self._device).float().div_(255)
        if batch.corner is not None:
            mask = inside(batch.corner, size // GRID).to(self._device)
            made, drawn = made * mask, drawn * mask
        loss = paired_loss(made, drawn, self._weights, absolute)
        n = max(1, round(pictured * len(made)))
        made, drawn = made[:n], drawn[:n]
        palette = random_palette(n, self._table, random)
        if self._bank is not None:
            rows = torch.randint(len(self._bank), (n // 2,), generator=random)
            palette[: n // 2] = self._bank[rows]
        palette = palette.to(self._device)
        background = torch.rand(n, 3, 1, 1, generator=random).to(self._device)
        with torch.no_grad():
            wanted = composite(drawn, palette, background, self._table)
            around = small_parts(drawn, self._table, SMALL, max(1, size // 32))
            emphasis = 1 + options.emphasis * around
        shown = composite(made, palette, background, self._table)
        loss = loss + options.picture * picture_loss(shown, wanted, emphasis, options.edge)
        return loss, shown, wanted
