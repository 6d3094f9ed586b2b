"""The figures of an evaluation for people: a Markdown report and a contact sheet."""

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from PIL import Image

from core import manifest, safe_write
from core.kashira import Kashira
from training.drawn_heads import drawn
from training.evaluation.evaluate import SEED_MADE, picture8
from training.labels import LABELS

GOAL = 0.9  # a label obeyed by so many heads counts as obeyed


def label_lines(labels: dict[str, dict[str, float]], ceiling: dict[str, dict]) -> list[str]:
    """The table of the 34 labels, then of what the drawing has beyond them."""
    lines = [
        "| label | asked | obeyed | 95 % interval | off when off | ΔE2000 | of drawings |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in labels.items():
        against = f"{row['against']:.1%}" if "against" in row else ""
        away = f"{row['ciede2000']:.1f}" if "ciede2000" in row else ""
        top = ceiling.get(name)
        best = f"{top['obeyed'] / max(top['asked'], 1):.1%}" if top else ""
        share = row["obeyed"] / max(row["asked"], 1)
        interval = f"{row['low']:.1%} to {row['high']:.1%}"
        cells = (name, f"{row['asked']:.0f}", f"{share:.1%}", interval, against, away, best)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def obeyed_labels(labels: dict[str, dict[str, float]]) -> int:
    """How many labels are obeyed by at least `GOAL` of the heads."""
    return sum(labels[name]["obeyed"] >= GOAL * labels[name]["asked"] > 0 for name in LABELS)


def value_lines(values: dict[str, float]) -> list[str]:
    """A small table of names and numbers."""
    return ["| | |", "| --- | --- |", *(f"| {k} | {v:.3g} |" for k, v in values.items())]


def markdown(figures: dict[str, Any], title: str) -> str:
    """The whole report."""
    labels = figures["labels"]
    made, floor = figures["distribution"]["made"], figures["distribution"]["floor"]
    parts = [
        f"# Evaluation of {title}",
        f"{figures['heads']} generated heads. {obeyed_labels(labels)} of {len(LABELS)} labels are "
        f"obeyed by at least {GOAL:.0%} of the heads that they were asked of.",
        "## Labels",
        "Shapes: an independent classifier trained on fresh drawings; its own accuracy on drawings "
        "is the last column. Colours: obeyed when the colour asked for is the nearest named one "
        "(CIEDE2000) to the median of the part's flats in the finished picture.",
        "\n".join(label_lines(labels, figures["labels_of_drawings"])),
        "## Beside the drawing of the same latent and attributes",
        "\n".join(value_lines(figures["paired"])),
        "Edge energy: generated over drawn, 1 is as crisp.",
        "## Layers: overlap of alpha with the drawing's (intersection over union)",
        "\n".join(value_lines(figures["layer_overlap"])),
        "## As a set, in the classifier's features (not FID, not comparable with other papers)",
        "\n".join(
            ["| | generated | other drawings |", "| --- | --- | --- |"]
            + [f"| {name} | {made[name]:.4g} | {floor[name]:.4g} |" for name in made]
        ),
        "## Heads of the same attributes: mean distance of pairs",
        "\n".join(value_lines(figures["diversity"])),
        "## Heads in which the LBP cascade finds exactly one face",
        "\n".join(
            ["| | generated | drawn |", "| --- | --- | --- |"]
            + [
                f"| {group} | {share(row)} | {share(figures['one_face_of_drawings'].get(group))} |"
                for group, row in figures["one_face"].items()
            ]
        ),
    ]
    return "\n\n".join(parts) + "\n"


def share(row: dict[str, float] | None) -> str:
    """97.0% (194 of 200)."""
    if not row or not row["asked"]:
        return "none seen"
    return f"{row['obeyed'] / row['asked']:.1%} ({row['obeyed']:.0f} of {row['asked']:.0f})"


def contact_sheet(folder: Path, rows: int = 3, columns: int = 8, size: int = 192) -> Image.Image:
    """Rows of drawings, below each row the generated heads of the same latent and attributes."""
    heads = Kashira(folder).generate(count=rows * columns, seed=SEED_MADE)
    strips = []
    for row in range(rows):
        part = heads[row * columns : (row + 1) * columns]
        strips.append(np.concatenate([picture8(drawn(h.recipe), size) for h in part], 1))
        strips.append(np.concatenate([picture8(h, size) for h in part], 1))
    return Image.fromarray(np.concatenate(strips, 0))


def into_manifest(folder: Path, figures: dict[str, Any]) -> None:
    """Write the figures into model.json, which is replaced whole."""
    path = folder / manifest.FILE_NAME
    made = msgspec.structs.replace(manifest.read(path), metrics=rounded(figures))
    text = manifest.encode(made)
    manifest.decode(text, path)
    safe_write.write_bytes(path, text)


def rounded(value: Any) -> Any:
    """Numbers to five digits, and none that JSON has no word for."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, float):
        return float(f"{value:.5g}") if np.isfinite(value) else 999.0
    return value


def write_report(folder: Path, figures: dict[str, Any], out: Path) -> None:
    """report.md, figures.json and sheet.png in `out`."""
    safe_write.make_folder(out)
    text = markdown(figures, folder.name)
    safe_write.write_bytes(out / "report.md", text.encode())
    data = json.dumps(rounded(figures), indent=1).encode()
    safe_write.write_bytes(out / "figures.json", data)
    with safe_write.replacing(out / "sheet.png") as part:
        contact_sheet(folder).save(part, "PNG")
