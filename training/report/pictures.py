"""What a model paints, as sheets: one row an attribute, and the way from head to head."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from core.attribute_kinds import Attribute, Choice, Color, Slider, Toggle
from core.formats.sheets import sheet
from core.kashira import Kashira

CELL = 112  # px of a head on a sheet
PEOPLE = 6  # heads of a row
STEPS = 8  # heads of an interpolation
WAYS = 3  # interpolations
FRAMES = 40  # of a film, at most
SEED = 500


def embedded(image: Image.Image, kind: str = "WEBP") -> str:
    """A picture as a data URL."""
    data = io.BytesIO()
    image.convert("RGB").save(data, kind, quality=82)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(data.getvalue()).decode()}"


def settings_of(attribute: Attribute) -> list[tuple[str, object]]:
    """What to show of an attribute: (words, value) of each row."""
    name = attribute.title
    match attribute:
        case Toggle():
            return [(f"{name}: no", False), (f"{name}: yes", True)]
        case Choice():
            return [(f"{name}: {value}", value) for value in attribute.values]
        case Slider():
            low, high = attribute.range
            return [(f"{name}: {low:g}", low), (f"{name}: {high:g}", high)]
        case Color():
            return [(f"{name}: {value}", value) for value in list(attribute.colors)[:3]]
    return []


def attribute_rows(model: Kashira) -> Iterator[tuple[str, Image.Image]]:
    """(words, the same few heads with that asked) for every attribute."""
    for attribute in model.manifest.attributes:
        for words, value in settings_of(attribute):
            asked: dict[str, Any] = {attribute.name: value}
            heads = model.generate(count=PEOPLE, seed=SEED, **asked)
            yield words, sheet([head.image for head in heads], PEOPLE, CELL)


def ways(model: Kashira) -> Iterator[Image.Image]:
    """From one head to the next, every picture a head."""
    ends = model.generate(count=2 * WAYS, seed=SEED + 50)
    for a, b in zip(ends[::2], ends[1::2], strict=True):
        yield sheet([head.image for head in model.mix(a, b, STEPS)], STEPS, CELL)


def film(folder: Path) -> list[tuple[str, Image.Image]]:
    """(pictures seen, sheet) of a run's samples, evenly taken, the last one always."""
    paths = sorted(folder.glob("*.png"))
    if len(paths) > FRAMES:
        paths = [paths[round(i * (len(paths) - 1) / (FRAMES - 1))] for i in range(FRAMES)]
    frames = []
    for path in paths:
        with Image.open(path) as image:
            frames.append((str(int(path.stem.split("-")[0])), image.convert("RGB")))
    return frames
