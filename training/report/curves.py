"""The figures of a run as curves: SVG, drawn from its log.csv."""

import csv
import html
import statistics
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 420, 160, 34
SMOOTHED = 200  # points of a curve at most; each is the mean of those it stands for

TITLES = {
    "loss": "Loss of the generator",
    "loss_discriminator": "Loss of the discriminator",
    "psnr": "Likeness to drawings, PSNR in dB",
    "psnr_face": "Likeness of faces, PSNR in dB",
    "edge_energy": "Sharpness: edge energy over the drawing's",
    "hand_distance": "Lines and shading: kernel distance to the pictures (0 is best)",
    "kernel_distance": "Shapes: kernel distance to the pictures (0 is best)",
    "precision": "Share of the labels asked for that are seen",
    "nearness": "Newness: below 0.5 the heads are copies",
    "images_per_second": "Images a second",
}


def read(path: Path) -> dict[str, list[tuple[float, float]]]:
    """Name -> (images, value) of every figure that has a title, from a log.csv."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    if not path.exists():
        return found
    with path.open(newline="") as file:
        for row in csv.reader(file):
            if len(row) == 4 and row[2] in TITLES:
                found[row[2]].append((float(row[0]), float(row[3])))
    return {name: found[name] for name in TITLES if found[name]}


def speeds(path: Path) -> dict[int, float]:
    """Processes -> images a second, the middle of what a log.csv says of them.

    How many processes they are stands in the log after the speeds that they reached.
    """
    found: dict[int, list[float]] = defaultdict(list)
    waiting: list[float] = []
    last = 1
    if path.exists():
        with path.open(newline="") as file:
            for row in csv.reader(file):
                if len(row) != 4:
                    continue
                if row[2] == "images_per_second":
                    waiting.append(float(row[3]))
                elif row[2] == "processes":
                    last = int(float(row[3]))
                    found[last] += waiting
                    waiting = []
    found[last] += waiting
    return {n: statistics.median(found[n]) for n in sorted(found) if found[n]}


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most `SMOOTHED` points, each the mean of its neighbours."""
    each = -(-len(points) // SMOOTHED)
    parts = [points[i : i + each] for i in range(0, len(points), each)]
    return [(part[-1][0], sum(y for _, y in part) / len(part)) for part in parts]


def svg(name: str, points: Sequence[tuple[float, float]]) -> str:
    """One curve with its lowest, highest and last value."""
    points = thinned(points)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low, high = min(ys), max(ys)
    across, up = max(xs) - min(xs) or 1.0, high - low or 1.0

    def place(x: float, y: float) -> str:
        left = MARGIN + (x - min(xs)) / across * (WIDTH - 2 * MARGIN)
        top = HEIGHT - MARGIN - (y - low) / up * (HEIGHT - 2 * MARGIN)
        return f"{left:.1f},{top:.1f}"

    line = " ".join(place(x, y) for x, y in points)
    last = place(*points[-1]).split(",")
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<circle cx="{last[0]}" cy="{last[1]}" r="3" fill="currentColor"/>'
        f'<text x="{MARGIN}" y="{HEIGHT - 14}">{min(xs):.0f}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 14}" text-anchor="end">{max(xs):.0f} pictures'
        f'</text><text x="4" y="{MARGIN}">{high:.3g}</text>'
        f'<text x="4" y="{HEIGHT - MARGIN}">{low:.3g}</text>'
        f"</svg><figcaption>{html.escape(TITLES[name])}: now {ys[-1]:.3g}</figcaption></figure>"
    )
