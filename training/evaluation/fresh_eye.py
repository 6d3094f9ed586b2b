"""Heads for somebody to judge who has not seen them: 24 of a model, and the same as drawn.

    python -m training.evaluation.fresh_eye MODEL --seed 90000000 --out FOLDER

`heads.png` and `drawn.png` have all at their own size; `large-1.png` and so on three at a time,
enlarged, generated above and drawn below.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.kashira import Kashira
from training.drawn_heads import drawn
from training.evaluation.evaluate import picture8

HEADS, ACROSS = 24, 6
LARGE = 3  # heads in an enlarged row, and times the size

Picture = NDArray[np.uint8]  # [S, S, 3]


def rows(pictures: Sequence[Picture], across: int) -> Image.Image:
    """Pictures of one size, so many in a row."""
    lines = [
        np.concatenate(pictures[at : at + across], 1) for at in range(0, len(pictures), across)
    ]
    return Image.fromarray(np.concatenate(lines))


def enlarged(made: Sequence[Picture], beside: Sequence[Picture]) -> Image.Image:
    """Heads in a row, below each what it is held against."""
    pair = rows([*made, *beside], len(made))
    return pair.resize((pair.width * LARGE, pair.height * LARGE), Image.Resampling.BICUBIC)


def write(model: Kashira, seed: int, out: Path) -> None:
    """All pictures, in the folder `out`."""
    heads = list(model.iterate(HEADS, seed))
    size = heads[0].rgba.shape[0]
    made = [picture8(head, size) for head in heads]
    beside = [picture8(drawn(head.recipe), size) for head in heads]
    out.mkdir(parents=True, exist_ok=True)
    rows(made, ACROSS).save(out / "heads.png")
    rows(beside, ACROSS).save(out / "drawn.png")
    for number, at in enumerate(range(0, HEADS, LARGE), 1):
        part = slice(at, at + LARGE)
        enlarged(made[part], beside[part]).save(out / f"large-{number}.png")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--seed", type=int, default=90_000_000)
    parser.add_argument("--out", type=Path, default=Path("fresh-eye"))
    options = parser.parse_args()
    write(Kashira(options.model), options.seed, options.out)


if __name__ == "__main__":
    main()
