"""A second hand: heads in a clearly other style than the default model's, for fine-tuning trials.

    python -m tests.training.second_hand --count 100 --out DIR

The same drawing code, with other proportions, a brush twice as thick in near-black, two flat tones
without gloss, muted colours, on paper. Each picture gets its tags beside it, as booru sites have
them, and the folder a rights.csv.
"""

import argparse
import csv
from pathlib import Path
from unittest import mock

import numpy as np
from PIL import Image

from training.drawing import compose, sampling
from training.drawing.factors import Factors
from training.drawing.vocabulary import ATTRIBUTES
from training.flat_pictures import put_together
from training.palettes import channel_palette, named_values

SEED = 77_000_000  # far from every corpus
INK = "#17131c"
PAPER = np.array([247, 242, 230], np.float32)
LINES = ("hair.line", "skin.line", "cloth.line", "accent.line", "ribbon.line", "hat.line")
STYLES = ("long hair", "short hair", "twintails", "drill hair", "ponytail", "twin braids",
          "double bun", "very short hair")  # fmt: skip
LIGHTS = ("hair", "skin", "accent", "ribbon", "hat")


class OtherHand(Factors):
    """Long faces, low wide eyes, heavy brows and lids, full hair, thick lines, no gloss."""

    def __init__(self, attributes, z) -> None:
        super().__init__(attributes, z)
        self.line_w *= 2.0
        self.gloss, self.depth = 0.05, 1.1
        self.eye_h *= 0.74
        self.eye_w *= 1.12
        self.iris *= 0.84
        self.eye_y += 0.02
        self.lash *= 1.5
        self.brow_w *= 1.8
        self.chin_len += 0.06
        self.hair_vol += 0.06


def colors(random: np.random.Generator) -> tuple[dict[str, str], np.ndarray]:
    """Names of a head's colours, and the muted palette [K, 3] that this hand paints them with."""
    names = named_values(random)
    ink = dict.fromkeys(LINES, INK)
    palette = channel_palette(names, ink)
    grey = palette.mean(1, keepdims=True)
    return names, (grey + 0.62 * (palette - grey)).astype(np.float32) * 0.95


def head(number: int, size: int = 512) -> tuple[np.ndarray, list[str]]:
    """Picture uint8 [size, size, 3] and tags of head `number`."""
    attributes, z = sampling.random_head(SEED, number)
    names, palette = colors(np.random.default_rng([SEED, number]))
    with mock.patch.object(compose, "Factors", OtherHand):
        planes = compose.draw(attributes, z, size)
    picture = put_together(planes, palette) * (PAPER / 255)
    return np.rint(picture).astype(np.uint8), tags(attributes, names)


def tags(attributes: np.ndarray, names: dict[str, str]) -> list[str]:
    """What a tagger would say of a head, in the words of booru sites."""
    found = [f"{names['hair_color']} hair", f"{names['eye_color']} eyes"]
    index = {entry["name"]: entry["index"] for entry in ATTRIBUTES if "index" in entry}
    at = index["hair_style"]
    found.append(STYLES[int(np.argmax(attributes[at : at + len(STYLES)]))])
    words = {"blush": "blush", "smile": "smile", "open_mouth": "open mouth", "hat": "hat"}
    words |= {"ribbon": "hair ribbon", "glasses": "glasses"}
    found += [word for name, word in words.items() if attributes[index[name]] > 0.5]
    return found


def write(count: int, folder: Path, size: int = 512) -> None:
    """`count` pictures with their tags, and whose they are."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "rights.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["source", "author", "license", "consent"])
        for number in range(count):
            picture, found = head(number, size)
            Image.fromarray(picture).save(folder / f"{number:04d}.png")
            (folder / f"{number:04d}.txt").write_text(", ".join(found))
            rows.writerow([f"{number:04d}.png", "Second Hand", "CC0-1.0", "yes"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write(asked.count, asked.out)
