"""How often heads obey two labels that were asked of them together, as a picture of 34 by 34.

    python -m training.evaluation.label_pairs core/models/kashira --out pairs.png

Every toggle is asked for in half of the heads, everything else as the seed draws it, so that rare
things meet: a drill, a hat and glasses. Judged as in `training.evaluation.evaluate`.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.head import Head
from core.kashira import Kashira
from training.evaluation import classifier
from training.evaluation.colors import check_colors
from training.evaluation.evaluate import asked_labels, picture8
from training.labels import LABELS, TOGGLES

SEED = 51_000_000
CELL, MARGIN = 22, 150  # px of the picture
NEVER, GOOD = (225, 225, 225), 0.9  # colour of pairs that exclude each other; the bar
_SHAPES = [i for i, label in enumerate(classifier.LABELS) if label in LABELS]
_AT = [LABELS.index(classifier.LABELS[i]) for i in _SHAPES]

Counts = NDArray[np.int64]  # [34, 34]


def heads(model: Kashira, count: int) -> Iterator[Head]:
    """Heads with much on."""
    random = np.random.default_rng(SEED)
    for index in range(count):
        asked: dict[str, Any] = {name: bool(random.random() < 0.5) for name in TOGGLES}
        yield from model.iterate(1, SEED + index, **asked)


def count_pairs(
    made: Iterator[Head], network: classifier.LabelNet, count: int
) -> tuple[Counts, Counts]:
    """(how many heads were asked for both labels, how many of those obeyed both)."""
    asked, obeyed = (np.zeros((count, len(LABELS)), bool) for _ in range(2))
    for row, head in enumerate(made):
        for check in check_colors(head):
            asked[row, LABELS.index(check.label)] = True
            obeyed[row, LABELS.index(check.label)] = check.obeyed
        seen = np.stack([picture8(head, classifier.SIZE)])
        asked[row, _AT] = asked_labels([head.recipe])[0, _SHAPES]
        obeyed[row, _AT] = classifier.judge(network, seen)[0][0, _SHAPES]
        if row % 200 == 199:
            print(f"label pairs: {row + 1} of {count}", file=sys.stderr, flush=True)
    wanted, got = asked.astype(np.int64), (asked & obeyed).astype(np.int64)
    return wanted.T @ wanted, got.T @ got


def picture(asked: Counts, obeyed: Counts) -> Image.Image:
    """A square for each pair: green where all obey, yellow at the bar, red below it."""
    side = MARGIN + CELL * len(LABELS)
    image = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(image)
    for i, label in enumerate(LABELS):
        at = MARGIN + i * CELL
        pen.text((4, at + 5), label, "black")
        upright = Image.new("RGB", (MARGIN, CELL), "white")
        ImageDraw.Draw(upright).text((4, 5), label, "black")
        image.paste(upright.rotate(90, expand=True), (at, 0))
        for j in range(len(LABELS)):
            corner = MARGIN + j * CELL
            pen.rectangle(
                (corner, at, corner + CELL - 2, at + CELL - 2), _color(asked, obeyed, i, j)
            )
            if asked[i, j]:
                text = f"{100 * obeyed[i, j] / asked[i, j]:.0f}"
                pen.text((corner + (1 if len(text) > 2 else 4), at + 5), text, "black")
    return image


def _color(asked: Counts, obeyed: Counts, i: int, j: int) -> tuple[int, int, int]:
    if not asked[i, j]:
        return NEVER
    share = obeyed[i, j] / asked[i, j]
    if share >= GOOD:
        return (int(250 - 130 * (share - GOOD) / (1 - GOOD)), 220, 120)
    return (240, int(200 * share / GOOD), 110)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--heads", type=int, default=3000)
    parser.add_argument("--out", type=Path, default=Path("pairs.png"))
    options = parser.parse_args()
    network = classifier.trained(classifier.ClassifierPlan(), Path("runs/classifier"))
    model = Kashira(options.model)
    asked, obeyed = count_pairs(heads(model, options.heads), network, options.heads)
    picture(asked, obeyed).save(options.out)
    pairs = [(i, j) for i in range(len(LABELS)) for j in range(i) if asked[i, j]]
    share = {pair: obeyed[pair] / asked[pair] for pair in pairs}
    bad = sorted((p for p in pairs if share[p] < GOOD), key=share.__getitem__)
    print(f"{len(pairs)} pairs, each asked of {min(asked[p] for p in pairs)} heads or more")
    print(f"{len(pairs) - len(bad)} obeyed by at least {GOOD:.0%} of them")
    for i, j in bad:
        print(f"{LABELS[j]} + {LABELS[i]}: {obeyed[i, j]} of {asked[i, j]}")


if __name__ == "__main__":
    main()
