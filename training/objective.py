"""The loss of one batch: layers, and the composite with palettes and backgrounds of chance."""

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.corpus import Corpus
from training.losses import (
    LayerTable,
    composite,
    forgiving_loss,
    layer_weights,
    paired_loss,
    picture_loss,
    random_palette,
    small_parts,
)
from training.palettes import palette_bank
from training.settings import LossSettings, Stage

SMALL = ("mouth", "eye_white", "iris", "eye_light", "lashes", "brows", "nose", "glasses")
STATISTICS = 400  # heads that the weights of the layers are taken from
PALETTES = 256  # of named colours; half of each batch wears one, half any colours at all


def channel_weights(corpus: Corpus, table: LayerTable, settings: LossSettings) -> Tensor:
    """f32 [K]: the weight of each channel in the paired loss, from the first heads."""
    count = min(STATISTICS, len(corpus))
    planes = torch.stack([torch.from_numpy(corpus.planes(i, 32)) for i in range(count)])
    planes = planes.float() / 255
    deviation = (planes - planes.mean(0)).abs().mean((0, 2, 3))
    return layer_weights(deviation, table, settings.balance, settings.cap)


def pooled(x: Tensor, fold: int) -> Tensor:
    """[N, K, S, S] at S / fold, by area."""
    return x if fold == 1 else functional.avg_pool2d(x, fold)


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
        made: list[Tensor],
        batch: Batch,
        stage: Stage,
        random: torch.Generator,
        share: tuple[int, int] = (0, 1),
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(loss, generated composites, drawn composites) of raw ink weights [N, K, S, S].

        `made` ascends in size; only the largest is put together, of the share `stage.pictured` of
        the batch. `share`: which of how many processes' parts of the whole batch this is: each has
        the palettes that one process alone would give them.
        """
        options, size = self._settings, stage.size
        drawn = batch.drawn.to(self._device).float().div_(255)
        loss, painted = drawn.new_zeros(()), made[-1]
        for painted in made:
            painted = painted.contiguous()  # as the drawings are: mixed layouts cost half the loss
            fold = drawn.shape[-1] // painted.shape[-1]
            loss = loss + paired_loss(
                painted, pooled(drawn, fold), self._weights, stage.absolute, stage.bold
            )
        n = max(1, round(stage.pictured * len(drawn)))
        painted, drawn = painted[:n], drawn[:n]
        mine = slice(share[0] * n, (share[0] + 1) * n)
        palette, background = self._dresses(n * share[1], random)
        palette, background = palette[mine].to(self._device), background[mine].to(self._device)
        with torch.no_grad():
            wanted = composite(drawn, palette, background, self._table)
            around = small_parts(drawn, self._table, SMALL, max(1, size // 32))
            emphasis = 1 + options.emphasis * around
        shown = composite(painted, palette, background, self._table)
        loss = loss + options.picture * picture_loss(shown, wanted, emphasis, options.edge)
        loss = stage.paired * loss
        if stage.forgiving:
            aside = forgiving_loss(shown, wanted, emphasis, stage.reach)
            loss = loss + stage.forgiving * aside
        return loss, shown, wanted

    def _dresses(self, count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Palettes [count, K, 3], every other one of named colours, and backgrounds."""
        palette = random_palette(count, self._table, random)
        if self._bank is not None:
            rows = torch.randint(len(self._bank), (count // 2,), generator=random)
            palette[1::2] = self._bank[rows]
        return palette, torch.rand(count, 3, 1, 1, generator=random)
