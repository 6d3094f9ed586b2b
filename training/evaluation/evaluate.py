"""The evaluation of a model, start to end: generated heads through `core`, drawings beside them."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.head import Head
from core.kashira import Kashira
from core.recipe import Recipe
from training.drawing.vocabulary import LAYERS
from training.drawn_heads import drawn, recipes
from training.evaluation import cascade, classifier
from training.evaluation.classifier import LABELS, ClassifierPlan, LabelNet
from training.evaluation.colors import check_colors
from training.evaluation.fidelity import compared, layer_overlaps, on_white
from training.evaluation.statistics import kernel_distance, mean_distance, prdc, wilson

SEED_MADE, SEED_DRAWN = 21_000_000, 31_000_000


@dataclass(frozen=True)
class EvaluationPlan:
    """How much to look at."""

    heads: int = 2000
    paired: int = 300
    drawings: int = 500
    faces: int = 200
    people: int = 6
    versions: int = 12
    classifier: ClassifierPlan = field(default_factory=ClassifierPlan)


@dataclass
class Seen:
    """What was found in a set of heads; all lists run over its heads."""

    asked: list[Recipe] = field(default_factory=list)
    labels: np.ndarray = field(default_factory=lambda: np.zeros((0, len(LABELS)), bool))
    features: np.ndarray = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    colors: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    colors_obeyed: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    faces: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))


def picture8(head: Head, size: int) -> np.ndarray:
    """On white, uint8 [size, size, 3]."""
    whole = Image.fromarray(np.rint(on_white(head) * 255).astype(np.uint8))
    return np.asarray(whole.resize((size, size), Image.Resampling.BOX))


def look(heads: Iterable[Head], network: LabelNet, count: int, faces: int, what: str) -> Seen:
    """Everything that can be found in heads one by one."""
    seen, small = Seen(), []
    for number, head in enumerate(heads):
        seen.asked.append(head.recipe)
        small.append(picture8(head, classifier.SIZE))
        for check in check_colors(head):
            seen.colors[check.label].append(check.difference)
            seen.colors_obeyed[check.label].append(check.obeyed)
        groups = ("all", "plain") if cascade.is_plain(head) else ("all",)
        for group in groups:
            if len(seen.faces[group]) < faces:
                seen.faces[group].append(cascade.faces(picture8(head, 256)) == 1)
        if number % 200 == 199:
            print(f"{what}: {number + 1} of {count}", file=sys.stderr, flush=True)
    seen.labels, seen.features = classifier.judge(network, np.stack(small))
    return seen


def asked_labels(asked: list[Recipe]) -> np.ndarray:
    """bool [N, labels]: what the recipes ask for."""
    return np.array([[_asks(a, *label.split("=")) for label in LABELS] for a in asked])


def _asks(recipe: Recipe, name: str, value: str = "") -> bool:
    asked = recipe.attributes[name]
    return asked == value if value else float(asked) >= 0.5  # type: ignore[arg-type]


def label_table(seen: Seen) -> dict[str, dict[str, float]]:
    """Of each label: how often asked for and obeyed, 95 % interval, and when asked against."""
    wanted, table = asked_labels(seen.asked), {}
    for column, label in enumerate(LABELS):
        asked = wanted[:, column]
        right = seen.labels[:, column] == asked
        table[label] = rate(right[asked]) | {"against": float(right[~asked].mean())}
    for label in sorted(seen.colors):
        finite = [d for d in seen.colors[label] if np.isfinite(d)]
        difference = float(np.median(finite)) if finite else float("inf")
        table[label] = rate(seen.colors_obeyed[label]) | {"ciede2000": difference}
    return table


def together(parts: list[Seen]) -> Seen:
    """Labels and colours of several sets as one."""
    whole = Seen()
    for part in parts:
        whole.asked += part.asked
        for label, values in part.colors.items():
            whole.colors[label] += values
            whole.colors_obeyed[label] += part.colors_obeyed[label]
    whole.labels = np.concatenate([part.labels for part in parts])
    return whole


def rate(obeyed: Any) -> dict[str, float]:
    """asked, obeyed, low, high."""
    hits, count = int(np.sum(obeyed)), len(obeyed)
    low, high = wilson(hits, count)
    return {"asked": count, "obeyed": hits, "low": low, "high": high}


def pairs(model: Kashira, count: int) -> Iterator[tuple[Head, Head]]:
    """(generated, drawn) of the same recipes."""
    for made in model.iterate(count, SEED_MADE):
        yield made, drawn(made.recipe)


def paired_table(found: Iterable[tuple[Head, Head]]) -> tuple[dict[str, float], dict[str, float]]:
    """(means of the paired figures, mean overlap of each layer)."""
    figures: dict[str, list[float]] = defaultdict(list)
    overlaps: dict[str, list[float]] = defaultdict(list)
    for made, drawing in found:
        for name, value in compared(made, drawing).items():
            figures[name].append(value)
        for name, value in layer_overlaps(made, drawing).items():
            overlaps[name].append(value)
    order = [layer["name"] for layer in LAYERS if layer["name"] in overlaps]
    return (
        {name: float(np.mean(values)) for name, values in figures.items()},
        {name: float(np.mean(overlaps[name])) for name in order},
    )


def diversity(model: Kashira, network: LabelNet, plan: EvaluationPlan) -> dict[str, float]:
    """How different heads of the same attributes are: generated, and drawn from the same recipes.

    Mean distance of pairs, in the classifier's features and as RMS of pixels at 64 px.
    """
    sums: dict[str, list[float]] = defaultdict(list)
    for person in range(plan.people):
        asked: dict[str, Any] = next(recipes(1, SEED_MADE + person)).attributes
        made = list(model.iterate(plan.versions, SEED_MADE + 1000 * person, **asked))
        for name, heads in (("made", made), ("drawn", [drawn(h.recipe) for h in made])):
            pictures = np.stack([picture8(head, classifier.SIZE) for head in heads])
            small = np.stack([picture8(head, 64) for head in heads]).reshape(len(heads), -1)
            sums[f"features_{name}"].append(
                mean_distance(classifier.judge(network, pictures)[1].astype(np.float64))
            )
            pixels = small.astype(np.float64) / 255
            sums[f"pixels_{name}"].append(mean_distance(pixels) / pixels.shape[1] ** 0.5)
    return {name: float(np.mean(values)) for name, values in sums.items()}


def distribution(made: Seen, drawn_a: Seen, drawn_b: Seen) -> dict[str, dict[str, float]]:
    """Kernel distance and PRDC against fresh drawings; "floor": other drawings in their place."""
    count = min(len(made.features), len(drawn_a.features), len(drawn_b.features))
    middle, scale = drawn_a.features.mean(0), drawn_a.features.std(0) + 1e-6
    a, b, m = ((s.features[:count] - middle) / scale for s in (drawn_a, drawn_b, made))
    return {
        "made": {"kernel_distance": kernel_distance(m, a)} | prdc(a, m),
        "floor": {"kernel_distance": kernel_distance(b, a)} | prdc(a, b),
    }


def evaluate(folder: Path, plan: EvaluationPlan, cache: Path) -> dict[str, Any]:
    """All figures of a model, as they go into its manifest."""
    model = Kashira(folder)
    network = classifier.trained(plan.classifier, cache)
    made = look(model.iterate(plan.heads, SEED_MADE), network, plan.heads, plan.faces, "generated")
    drawings = [
        look((drawn(r) for r in recipes(plan.drawings, SEED_DRAWN + i * 1_000_000)), network,
             plan.drawings, plan.faces, "drawn")
        for i in range(2)
    ]  # fmt: skip
    figures, overlaps = paired_table(pairs(model, plan.paired))
    return {
        "heads": plan.heads,
        "labels": label_table(made),
        "labels_of_drawings": label_table(together(drawings)),
        "paired": figures,
        "layer_overlap": overlaps,
        "distribution": distribution(made, *drawings),
        "diversity": diversity(model, network, plan),
        "one_face": {k: rate(v) for k, v in made.faces.items()},
        "one_face_of_drawings": {k: rate(v) for k, v in drawings[0].faces.items()},
    }
