"""The figures of a run as curves: SVG, drawn from its log.csv."""

import csv
import html
import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 420, 160, 34
SMOOTHED = 200  # points of a curve at most; each is the mean of those it stands for
BY_TENS = ("loss", "images_per_second")  # their stages are far apart: tenfold is one step up
WATCHED = "watch"  # no stage: what `training.watch` sees of any

TITLES = {
    "loss": "Loss of the generator",
    "loss_discriminator": "Loss of the discriminator",
    "accuracy_discriminator": "Discriminator: share of pairs told apart (above 0.9 it rests)",
    "psnr": "Likeness to drawings, PSNR in dB",
    "psnr_face": "Likeness of faces, PSNR in dB",
    "edge_energy": "Sharpness: edge energy over the drawing's",
    "hand_distance": "Lines and shading: kernel distance to the pictures (0 is best); compare "
    "stages of one size",
    "kernel_distance": "Shapes: kernel distance to the pictures (0 is best)",
    "precision": "Share of the labels asked for that are seen",
    "nearness": "Newness: below 0.5 the heads are copies",
    "images_per_second": "Images a second",
}

Points = list[tuple[float, float]]


@dataclass
class Figures:
    """What a log.csv tells, over minutes of learning (of older runs: over pictures)."""

    unit: str
    curves: dict[str, Points] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)  # name -> where it began


def rows(path: Path) -> Iterator[tuple[float, str, str, float]]:
    """(images, stage, name, value) of a log.csv."""
    if not path.exists():
        return
    with path.open(newline="") as file:
        for row in csv.reader(file):
            if len(row) == 4:
                yield float(row[0]), row[1], row[2], float(row[3])


def read(path: Path) -> Figures:
    """Every figure that has a title; what a run did twice, since it was killed, counts once."""
    timed = any(name == "minutes" for _, _, name, _ in rows(path))
    found, at = Figures("minutes" if timed else "pictures"), math.nan
    curves: dict[str, Points] = defaultdict(list)
    for images, stage, name, value in rows(path):
        now = value if name == "minutes" else at if timed else images
        if now < at:
            for points in curves.values():
                while points and points[-1][0] > now:
                    points.pop()
        at = now
        if name in TITLES and math.isfinite(at) and math.isfinite(value):
            curves[name].append((at, value))
            if stage != WATCHED:
                found.stages.setdefault(stage, at)
    found.curves = {name: curves[name] for name in TITLES if curves[name]}
    return found


def speeds(path: Path) -> dict[str, dict[int, float]]:
    """Stage -> processes -> images a second, the middle of what a log.csv says of them.

    How many processes they are stands in the log after the speed that they reached.
    """
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    speed = math.nan
    for _, stage, name, value in rows(path):
        if name == "images_per_second":
            speed = value
        elif name == "processes" and stage != WATCHED and math.isfinite(speed):
            found[stage][int(value)].append(speed)
            speed = math.nan
    return {
        stage: {n: statistics.median(seen[n]) for n in sorted(seen)}
        for stage, seen in found.items()
    }


def thinned(points: Sequence[tuple[float, float]]) -> Points:
    """At most `SMOOTHED` points, each the mean of its neighbours."""
    each = -(-len(points) // SMOOTHED)
    parts = [points[i : i + each] for i in range(0, len(points), each)]
    return [(part[-1][0], sum(y for _, y in part) / len(part)) for part in parts]


def svg(name: str, figures: Figures) -> str:
    """One curve with its lowest, highest and last value; thin lines where stages begin."""
    points = thinned(figures.curves[name])
    ys = [y for _, y in points]
    low, high = min(ys), max(ys)
    first, last = (f(x for p in figures.curves.values() for x, _ in p) for f in (min, max))
    tens = name in BY_TENS and low > 0
    bottom, top = (math.log10(low), math.log10(high)) if tens else (low, high)

    def left(x: float) -> float:
        return MARGIN + (x - first) / (last - first or 1.0) * (WIDTH - 2 * MARGIN)

    def down(y: float) -> float:
        share = ((math.log10(y) if tens else y) - bottom) / (top - bottom or 1.0)
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)

    line = " ".join(f"{left(x):.1f},{down(y):.1f}" for x, y in points)
    begun = "".join(
        f'<path d="M{left(x):.1f},{MARGIN - 8}V{HEIGHT - MARGIN + 4}" class="stage"/>'
        for x in figures.stages.values()
        if first < x < last
    )
    x, y = points[-1]
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">{begun}'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<circle cx="{left(x):.1f}" cy="{down(y):.1f}" r="3" fill="currentColor"/>'
        f'<text x="{MARGIN}" y="{HEIGHT - 14}">{first:.0f}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 14}" text-anchor="end">{last:.0f} '
        f'{figures.unit}</text><text x="2" y="{MARGIN}">{high:.3g}</text>'
        f'<text x="2" y="{HEIGHT - MARGIN}">{low:.3g}</text>'
        f"</svg><figcaption>{html.escape(TITLES[name])}: now {ys[-1]:.3g}</figcaption></figure>"
    )
