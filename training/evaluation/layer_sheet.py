"""Every layer of a head alone, on white, black and magenta, and its line art in black.

    python -m training.evaluation.layer_sheet MODEL --out layers.png

Ghosts of other parts, haze, holes and dirty rims show on one of the three.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from core.head import Head, Layer
from core.kashira import Kashira

GROUNDS = ("#ffffff", "#000000", "#ff00ff")
SHOWN = {  # as much as a head can wear
    "hair_color": "aqua",
    "hair_style": "twintails",
    "bangs": "swept",
    "hat": True,
    "hat_kind": "beret",
    "ribbon": True,
    "glasses": True,
    "blush": True,
    "smile": True,
    "open_mouth": 0.7,
    "wrinkles": 0.0,
    "yaw": 0.4,
}
SEED = 81_000_000
ACROSS = 13  # layers in a row
TITLE = 14  # px above each


def on(picture: Image.Image, ground: str) -> Image.Image:
    """A picture with alpha on a plain colour."""
    below = Image.new("RGBA", picture.size, ground)
    return Image.alpha_composite(below, picture).convert("RGB")


def views(layer: Layer) -> Iterator[Image.Image]:
    """The layer on every ground, then its lines alone, black on white; white where it has none."""
    yield from (on(layer.image, ground) for ground in GROUNDS)
    lines = Image.new("RGB", layer.image.size, GROUNDS[0])
    for name, ink in layer.inks.items():
        if name.endswith(".line"):
            lines.paste("#000000", mask=ink.getchannel("A"))
    yield lines


def sheet(head: Head, side: int) -> Image.Image:
    """All layers of a head, bottom to top, `side` pixels each."""
    layers = list(head.layers.values())
    rows = -(-len(layers) // ACROSS)
    high = TITLE + (len(GROUNDS) + 1) * side
    whole = Image.new("RGB", (ACROSS * side, rows * high), "#ffffff")
    pen = ImageDraw.Draw(whole)
    for number, layer in enumerate(layers):
        x, y = number % ACROSS * side, number // ACROSS * high
        pen.text((x + 3, y + 1), layer.name, fill="#000000")
        for row, view in enumerate(views(layer)):
            small = view.resize((side, side), Image.Resampling.BOX)
            whole.paste(small, (x, y + TITLE + row * side))
    return whole


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path, default=Path("layers.png"))
    parser.add_argument("--side", type=int, default=128)
    options = parser.parse_args()
    head = Kashira(options.model).generate(seed=SEED, **SHOWN)[0]
    sheet(head, options.side).save(options.out)


if __name__ == "__main__":
    main()
