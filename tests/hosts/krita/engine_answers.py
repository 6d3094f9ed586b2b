"""Answers of the real engine, kept as files, so that scenarios of inserting need no engine."""

import json
import sys
from pathlib import Path
from typing import Any

from core.engine import client
from core.engine.child import Process

SIZE = 256
ASKED = {"eyes_open": 0.6, "glasses": True, "smile": True}  # irises that are partly hidden


def write_answers(folder: Path) -> None:
    """A head whole and taken apart, and a short morph, of the default model."""
    engine = Process(client.command(sys.executable))
    try:
        made, _ = engine.ask(
            "generate", {"seed": 7, "count": 2, "attributes": ASKED, "pictures": False}
        )
        one, other = made["heads"]
        _write(folder, "head", {"recipe": one["recipe"], "tag": one["tag"]}, b"")
        for split in ("parts", "inks", "flat"):
            asked = {"recipe": one["recipe"], "split": split, "size": SIZE, "format": "bgra8"}
            _write(folder, split, *engine.ask("layers", asked))
        asked = {"recipe": one["recipe"], "split": "flat", "size": SIZE, "crop": False}
        _write(folder, "flat_whole", *engine.ask("layers", asked))
        _write(folder, "morph", *_morph(engine, [one["recipe"], other["recipe"]]))
    finally:
        engine.close()


def write_drawn_answers(folder: Path) -> None:
    """The same of a head that is drawn, not generated: crisp edges, no haze.

    Raises:
        ImportError: skia-python, or a library that it needs, is missing.
    """
    from core.engine.layer_answers import taken_apart
    from core.engine.pixel_layouts import Payload
    from training.drawn_heads import drawn, recipes

    head = drawn(next(recipes(1, 7, **ASKED)))
    for name, split, crop in (
        ("parts", "parts", True), ("inks", "inks", True), ("flat_whole", "flat", False),
    ):  # fmt: skip
        payload = Payload("bgra8")
        taken = taken_apart(head, split, SIZE, crop)
        layers = [entry | payload.add(image) for entry, image, _ in taken]
        _write(folder, f"drawn_{name}", {"layers": layers}, payload.joined())


def _morph(engine: Process, recipes: list[dict[str, Any]]) -> tuple[dict[str, Any], bytes]:
    pictures: list[dict[str, Any]] = []
    pixels = bytearray()

    def on_progress(told: dict[str, Any], payload: bytes) -> None:
        picture = told.get("head", {}).get("picture")
        if picture:
            start = picture["offset"]
            pictures.append({**picture, "offset": len(pixels)})
            pixels.extend(payload[start : start + picture["bytes"]])

    asked = {"recipes": recipes, "frames": 6, "size": 128, "format": "bgra8"}
    engine.ask("morph", asked, progress=on_progress)
    return {"pictures": pictures}, bytes(pixels)


def _write(folder: Path, name: str, answer: dict[str, Any], payload: bytes) -> None:
    (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / f"{name}.bin").write_bytes(payload)
