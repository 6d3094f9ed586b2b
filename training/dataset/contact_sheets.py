"""What was kept and what was not, to look at."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from core import safe_write
from core.formats import sheets
from training.dataset.dataset import CROPS
from training.dataset.table import Row

KEPT, REJECTED = "kept.jpg", "rejected.jpg"
MOST = 240  # heads on a sheet: more is no looking
CELL = 128  # pixels


def write(folder: Path, rows: Sequence[Row]) -> None:
    """kept.jpg and rejected.jpg, at most `MOST` heads of each, taken evenly from all.

    Kept heads carry their hair and eye colour, rejected ones the reason. A sheet without a head
    is removed.
    """
    heads = [row for row in rows if row.picture]
    kept = [row for row in heads if row.kept]
    rejected = sorted((row for row in heads if not row.kept), key=lambda row: row.reasons)
    _write(folder, KEPT, kept)
    _write(folder, REJECTED, rejected)


def _write(folder: Path, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        (folder / name).unlink(missing_ok=True)
        return
    step = max(1, -(-len(rows) // MOST))
    chosen = rows[::step]
    page = sheets.sheet(
        [_small(folder / CROPS / row.picture) for row in chosen],
        cell=CELL,
        labels=[_label(row) for row in chosen],
    )
    with safe_write.replacing(folder / name) as part:
        page.convert("RGB").save(part, "JPEG", quality=88)


def _small(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB").resize((CELL, CELL), Image.Resampling.BOX)


def _label(row: Row) -> str:
    if row.kept:
        return ", ".join(row.colors[n] for n in ("hair_color", "eye_color") if n in row.colors)
    return row.reasons[0]
