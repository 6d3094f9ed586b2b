"""A race of networks as curves: python -m benchmarks.rivals_plot rivals.csv out.png"""

import csv
import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PANEL, MARGIN = (520, 300), 56  # px
INKS = {"kashira": "#c2376b", "srresnet-dragan": "#2f6fb3", "dcgan64": "#5b8f3a"}
ACROSS = {"images": "pictures seen", "minutes": "minutes of one core"}
UP = {"kernel_distance": "kernel distance to drawings", "precision": "labels seen of those asked"}

Points = dict[str, list[tuple[float, float]]]


def points(rows: list[dict[str, str]], across: str, up: str) -> Points:
    """Network -> (x, y), both as they are shown: x and distances as powers of ten."""
    out: Points = {}
    for row in rows:
        x, y = float(row[across]), float(row[up])
        if x > 0 and math.isfinite(y):
            shown = math.log10(max(y, 1e-2)) if up == "kernel_distance" else y
            out.setdefault(row["network"], []).append((math.log10(x), shown))
    return out


def panel(found: Points, across: str, up: str) -> Image.Image:
    """One plot."""
    width, height = PANEL
    image = Image.new("RGB", PANEL, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    xs, ys = ([p[i] for line in found.values() for p in line] for i in (0, 1))
    low, high = (0.0, 1.0) if up == "precision" else (min(ys), max(ys))
    wide, tall = max(max(xs) - min(xs), 1e-6), max(high - low, 1e-6)

    def at(x: float, y: float) -> tuple[float, float]:
        left = MARGIN + (x - min(xs)) / wide * (width - 2 * MARGIN)
        return left, height - MARGIN - (y - low) / tall * (height - 2 * MARGIN)

    draw.rectangle((MARGIN, MARGIN, width - MARGIN, height - MARGIN), outline="#bbbbbb")
    for name, line in found.items():
        draw.line([at(*p) for p in line], fill=INKS[name], width=2)
        for p in line:
            x, y = at(*p)
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=INKS[name])
    for i, (name, ink) in enumerate(INKS.items()):
        draw.text((MARGIN + 150 * i, 30), name, fill=ink, font=font)
    draw.text((MARGIN, 10), UP[up], fill="black", font=font)
    ends = [f"{y:.2g}" if up == "precision" else f"{10**y:.2g}" for y in (high, low)]
    draw.text((8, MARGIN), ends[0], fill="black", font=font)
    draw.text((8, height - MARGIN - 14), ends[1], fill="black", font=font)
    below = height - MARGIN + 8
    draw.text((MARGIN, below), f"{10 ** min(xs):.3g}", fill="black", font=font)
    draw.text((width - MARGIN - 40, below), f"{10 ** max(xs):.3g}", fill="black", font=font)
    draw.text((width / 2 - 60, below), f"{ACROSS[across]} (log)", fill="black", font=font)
    return image


def plot(table: Path) -> Image.Image:
    """The four plots of a rivals.csv."""
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    image = Image.new("RGB", (2 * PANEL[0], 2 * PANEL[1]), "white")
    for i, across in enumerate(ACROSS):
        for j, up in enumerate(UP):
            image.paste(panel(points(rows, across, up), across, up), (i * PANEL[0], j * PANEL[1]))
    return image


if __name__ == "__main__":
    plot(Path(sys.argv[1])).save(sys.argv[2])
