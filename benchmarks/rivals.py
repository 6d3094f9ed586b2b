"""The networks of `--network` from nothing on this project's drawings, at equal images and time.

    python -m benchmarks.rivals --minutes 30 --out runs/rivals
    python -m benchmarks.rivals_plot runs/rivals/rivals.csv curves.png

Each learns on one core, in slices; after each slice its heads are judged by the classifier that
ships. Writes rivals.csv and a sheet of each network. Time is the processor's, so company
on the machine does not count; of each slice some seconds are the start's.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training import checkpoint, labels
from training.evaluation import classifier
from training.evaluation.statistics import kernel_distance
from training.flat_networks import FLAT_NETWORKS
from training.run_config import shipped
from training.samples import write_sheet
from training.watch import enlarged

HEADS = 256  # judged after each slice
NETWORKS = ("kashira", *FLAT_NETWORKS)
COLUMNS = ("network", "images", "minutes", "kernel_distance", "precision", "by_chance")
KASHIRA = 128  # px that our network is compared at
DRAWINGS = 2000  # whole heads that the flat networks learn from
AT_REST = 3000  # heads at rest that ours works its pictures out from, in each slice again
TRACKS = 5000  # heads whose outlines it follows; the default's 30,000 take two hours of one core
BATCH = 16  # of theirs; the papers' 64 would be a step in half a minute
SEED = 77


def config_of(network: str, corpus: Path, minutes: float) -> dict[str, Any]:
    """The config that ships for a network, on one core; of ours the stages at 128 px, cut short."""
    table = tomllib.loads(shipped(network, data=False).read_text(encoding="utf-8"))
    table |= {"threads": 1, "sample_minutes": 1e6}
    table["corpus"] |= {"folder": str(corpus), "enough": DRAWINGS, "workers": 1}
    if network == "kashira":
        table["corpus"] |= {"rest": AT_REST, "tracks": TRACKS}
        stages = [stage for stage in table["stage"] if stage["size"] == KASHIRA]
        planned = sum(stage["minutes"] for stage in stages)
        table["stage"] = [s | {"minutes": s["minutes"] * minutes / planned} for s in stages]
        table["average"] = 0.99
    else:
        table["stage"] = [stage | {"batch": BATCH} for stage in table["stage"]]
    return table


def learn(run: Path, minutes: float) -> float:
    """Train a slice; returns the processor's minutes that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = (sys.executable, "-m", "training.cli", "fit", "--out", run, "--minutes", minutes)
    subprocess.run([str(word) for word in command], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 60


@torch.no_grad()
def painted(network: str, run: Path) -> tuple[np.ndarray, np.ndarray]:
    """(pictures uint8 [HEADS, S, S, 3], which shape labels were asked for, bool [HEADS, L])."""
    random = np.random.default_rng(SEED)
    if network == "kashira":
        return _composites(run, random)
    plan = FLAT_NETWORKS[network]
    generator = plan.generator().eval()
    generator.load_state_dict(checkpoint.read_weights(run))
    latent = random.standard_normal((HEADS, plan.latent_size)).astype(np.float32)
    asked = labels.asked(HEADS, random)[:, : plan.labels]
    inputs = torch.from_numpy(latent), torch.from_numpy(asked)
    parts = [generator(*(x[i : i + 32] for x in inputs)) for i in range(0, HEADS, 32)]
    pixels = (torch.cat(parts) + 1) / 2
    return _bytes(pixels), asked[:, labels.FIRST_SHAPE :][:, : len(labels.SHAPES)] > 0


def _composites(run: Path, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    from training.drawing.sampling import random_attributes
    from training.drawing.vocabulary import LATENT_SIZE, LAYERS
    from training.export_onnx import load_network
    from training.losses import LayerTable, composite
    from training.palettes import channel_palette, named_values

    network, table = load_network(run), LayerTable.from_layers(LAYERS)
    attributes = np.stack([random_attributes(random) for _ in range(HEADS)])
    latent = random.standard_normal((HEADS, LATENT_SIZE)).astype(np.float32)
    palettes = np.stack([channel_palette(named_values(random)) for _ in range(HEADS)])
    parts = []
    for i in range(0, HEADS, 32):
        z, a, p = (torch.from_numpy(x[i : i + 32]) for x in (latent, attributes, palettes))
        made = network(z, a, (KASHIRA,))[0].clamp(0, 1)
        parts.append(composite(made, p, torch.ones(1, 3, 1, 1), table))
    return _bytes(torch.cat(parts)), classifier.targets(attributes).numpy() > 0.5


def _bytes(pixels: torch.Tensor) -> np.ndarray:
    return (pixels.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()


def share(seen: np.ndarray, asked: np.ndarray) -> float:
    """Of the labels asked for [N, L], those that are seen; of other heads' labels: by chance."""
    told = seen[asked]
    return round(float(told.mean()), 3) if told.size else float("nan")


def drawings(run: Path, size: int) -> np.ndarray:
    """uint8 [400, size, size, 3]: what the networks learn from, in named colours."""
    from training.configured import corpus_plan
    from training.corpus import Corpus
    from training.flat_pictures import DrawnPictures
    from training.settings import read_settings

    pictures = DrawnPictures(Corpus(corpus_plan(read_settings(run / "config.toml"))), size, SEED)
    random = np.random.default_rng(SEED)
    return np.stack([pictures.read(i, random)[0] for i in range(400)])


def race(
    network: str, out: Path, corpus: Path, minutes: float, slices: int
) -> list[dict[str, Any]]:
    """Train one network slice by slice and judge it after each."""
    import tomli_w

    run, eye = out / network, classifier.shipped()
    if eye is None:
        raise SystemExit("the classifier that ships is of other drawings than today's")
    run.mkdir(parents=True, exist_ok=True)
    (run / "config.toml").write_bytes(tomli_w.dumps(config_of(network, corpus, minutes)).encode())
    rows, spent, features = [], 0.0, None
    for _ in range(slices):
        spent += learn(run, minutes / slices)
        pixels, asked = painted(network, run)
        if features is None:
            features = classifier.judge(eye, enlarged(drawings(run, pixels.shape[1])))[1]
        seen, ours = classifier.judge(eye, enlarged(pixels))
        shapes = seen[:, : asked.shape[1]]
        precision, chance = share(shapes, asked), share(shapes, np.roll(asked, 1, 0))
        figures = (network, checkpoint.images_seen(run), round(spent, 2))
        figures += (round(kernel_distance(ours, features), 3), precision, chance)
        rows.append(dict(zip(COLUMNS, figures, strict=True)))
        print(*figures, flush=True)
        sheet = np.concatenate([np.concatenate(list(row), 1) for row in pixels[:16].reshape(
            2, 8, *pixels.shape[1:])])  # fmt: skip
        write_sheet(sheet, out / f"{network}.png")
    return rows


def main() -> None:
    """Race all networks and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=30, help="for each network")
    parser.add_argument("--slices", type=int, default=6)
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=NETWORKS)
    parser.add_argument("--corpus", type=Path, default=Path("runs/corpus"))
    parser.add_argument("--out", type=Path, default=Path("runs/rivals"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    table = options.out / "rivals.csv"
    rows: list[dict[str, Any]] = []
    if table.exists():
        with table.open(newline="") as file:
            kept = [{k: row[k] for k in COLUMNS} for row in csv.DictReader(file)]
            rows += [row for row in kept if row["network"] not in options.networks]
    for network in options.networks:
        rows += race(network, options.out, options.corpus, options.minutes, options.slices)
        with table.open("w", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(COLUMNS)
            lines.writerows([row[name] for name in COLUMNS] for row in rows)


if __name__ == "__main__":
    main()
