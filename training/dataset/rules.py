"""Which heads are kept: each rule has a number, and can be switched off by its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.dataset import duplicates, faces, table

NAMES = ("unsure", "small", "blurred", "monochrome", "cut-off", "duplicate")


@dataclass(frozen=True)
class Rules:
    """The numbers, and the names of the rules that are off.

    ``min_votes``: of the detector, for a face to be one. ``min_side``: of the crop, in pixels of
    the source. ``min_sharpness``, ``min_tones``: see `measures`. ``max_padding``: share of the
    crop, 0..1, that the edge of the picture cuts off. ``duplicate_distance``: bits of 256 that
    may differ between two pictures that count as one.
    """

    min_votes: float = faces.MIN_VOTES
    min_side: int = 96
    min_sharpness: float = 0.1
    min_tones: float = 0.01
    max_padding: float = 0.05
    duplicate_distance: int = duplicates.DISTANCE
    allowed: frozenset[str] = frozenset()

    def faults(self, row: table.Row) -> tuple[str, ...]:
        """Why a head by itself is not kept, each as ``rule: figure``."""
        side = row.crop[2]
        found = {
            "unsure": (row.votes < self.min_votes, f"{row.votes:.0f} votes"),
            "small": (side < self.min_side, f"{side:.0f} px"),
            "blurred": (row.sharpness < self.min_sharpness, f"{row.sharpness:.3f}"),
            "monochrome": (row.tones < self.min_tones, f"{row.tones:.3f}"),
            "cut-off": (row.padding > self.max_padding, f"{row.padding:.0%}"),
        }
        return tuple(
            f"{name}: {figure}"
            for name, (bad, figure) in found.items()
            if bad and name not in self.allowed
        )


def judge(rows: Sequence[table.Row], rules: Rules) -> None:
    """Set ``kept``, ``reasons`` and ``duplicate_of`` of rows that have a head and no reason yet.

    Of several doubles the largest in its source is kept, then the sharpest, then the first by
    name.
    """
    heads = [row for row in rows if row.picture]
    for row in heads:
        row.reasons = (*row.reasons, *rules.faults(row))
    good = sorted(
        (row for row in heads if not row.reasons),
        key=lambda row: (-row.crop[2], -row.sharpness, row.source, row.picture),
    )
    earlier: Sequence[int | None] = [None] * len(good)
    if "duplicate" not in rules.allowed:
        earlier = duplicates.repeats([_look(row) for row in good], rules.duplicate_distance)
    for row, first in zip(good, earlier, strict=True):
        row.kept = first is None
        if first is not None:
            row.duplicate_of = good[first].picture
            row.reasons = (f"duplicate: of {good[first].source}",)


def _look(row: table.Row) -> duplicates.Look:
    x, y, width, height = row.box
    middle = ((x + width / 2) / row.width, (y + height / 2) / row.height)
    return duplicates.Look(row.phash, row.whole_phash, middle)
