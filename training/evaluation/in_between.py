"""Morphs between unlike heads, frame by frame: is each a head, and does none jump?

    python -m training.evaluation.in_between MODEL [--morphs 24]

A frame is a head where the cascade finds one face and the classifier the hair style of one of the
two ends, or the short hair that there is while one style draws in and the other grows, and whatever
both ends have or both lack. A morph jumps by its largest step, of the mean
square of pixels, over its median step.
"""

import argparse
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.head import Head
from core.kashira import Kashira
from training.drawing.vocabulary import BANGS, CLOTHES, HAIR_STYLES, HATS
from training.evaluation import cascade, classifier
from training.evaluation.classifier import LABELS, OTHERS, STYLES, LabelNet
from training.evaluation.evaluate import asked_labels, picture8

FRAMES = 48
SEED = 71_000_000
_DRAWN_IN = np.isin(LABELS, ["hair_style=short", "hair_style=cropped"])
SMALLEST = 1e-4  # RMS of pixels; below, two frames are one


class Morph(NamedTuple):
    """What was found in one morph."""

    faces: NDArray[np.bool_]  # [frames]: the cascade finds one
    labels: NDArray[np.bool_]  # [frames]: the classifier finds what the ends have
    jump: float  # largest step over the median step


def unlike(model: Kashira, number: int) -> tuple[Head, Head]:
    """Two heads that differ in turn, hair style, fringe, clothes, and one of which wears a hat."""
    random = np.random.default_rng([SEED, number])
    ends: tuple[dict, dict] = ({"yaw": -0.7, "hat": True}, {"yaw": 0.7, "hat": False})
    for name, values in (
        ("hair_style", HAIR_STYLES),
        ("bangs", BANGS),
        ("clothes", CLOTHES),
    ):
        for end, place in zip(ends, random.permutation(len(values))[:2], strict=True):
            end[name] = values[place]
    ends[0]["hat_kind"] = HATS[random.integers(len(HATS))]
    same = {"skin_color": "fair", "glasses": False}
    first, last = (
        model.generate(seed=SEED + 2 * number + i, **end, **same)[0] for i, end in enumerate(ends)
    )
    return first, last


def looked_at(frames: Sequence[Head], network: LabelNet) -> Morph:
    """What is found in the frames of a morph; the first and the last are its ends."""
    pictures = np.stack([picture8(frame, classifier.SIZE) for frame in frames])
    seen = classifier.judge(network, pictures)[0]
    first, last = asked_labels([frames[0].recipe, frames[-1].recipe])
    both = [i for i in OTHERS if first[i] == last[i]]
    style = (seen[:, STYLES] & (first | last | _DRAWN_IN)[STYLES]).any(1)
    right = style & (seen[:, both] == first[both]).all(1)
    found = np.array([cascade.faces(picture) == 1 for picture in pictures])
    return Morph(found, right, jump(pictures))


def jump(pictures: NDArray[np.uint8]) -> float:
    """The largest step between pictures [N, H, W, 3] over the median step."""
    steps = [
        np.sqrt(np.square((b.astype(np.float32) - a) / 255).mean())
        for a, b in itertools.pairwise(pictures)
    ]
    return float(max(steps) / max(np.median(steps), SMALLEST))


def morphs(model: Kashira, count: int, network: LabelNet) -> Iterator[Morph]:
    """So many morphs between unlike heads."""
    for number in range(count):
        yield looked_at(list(model.morph(unlike(model, number), FRAMES)), network)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--morphs", type=int, default=24)
    options = parser.parse_args()
    network = classifier.trained(classifier.ClassifierPlan(), Path("runs/classifier"))
    found = []
    for number, morph in enumerate(morphs(Kashira(options.model), options.morphs, network)):
        found.append(morph)
        print(f"{number}: one face in {morph.faces.sum()} of {FRAMES}, labels right in "
              f"{morph.labels.sum()}, largest step {morph.jump:.2f} of the median")  # fmt: skip
    faces, labels = (np.stack([m[i] for m in found]) for i in (0, 1))
    jumps = [m.jump for m in found]
    print(
        f"all: one face in {faces.mean():.1%} of the frames, labels right in {labels.mean():.1%}, "
        f"both in {(faces & labels).mean():.1%}; largest step {np.median(jumps):.2f} of the median "
        f"(median of morphs), {max(jumps):.2f} (worst)"
    )


if __name__ == "__main__":
    main()
