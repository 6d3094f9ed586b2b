"""Heads to prepare: those of the default model, whose attributes are known."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira

pytest.importorskip("cv2")
pytest.importorskip("pyarrow")

PLAIN = {"glasses": 0, "hat": 0, "eyes_open": 1.0, "yaw": 0.0, "tilt": 0.0, "nod": 0.0}
LOOKS = (("blonde", "blue"), ("pink", "green"), ("blue", "red"), ("brown", "purple"))


@pytest.fixture(scope="session")
def looks() -> tuple[tuple[str, str], ...]:
    """Hair and eyes of the heads."""
    return LOOKS


@pytest.fixture(scope="session")
def heads() -> list[Image.Image]:
    """Four heads as RGBA, 256 px, that look as `looks` says."""
    kashira = Kashira(threads=1)
    return [
        kashira.generate(seed=40 + i, hair_color=hair, eye_color=eyes, **PLAIN)[0].image
        for i, (hair, eyes) in enumerate(LOOKS)
    ]


@pytest.fixture(scope="session")
def picture(heads: list[Image.Image]) -> Image.Image:
    """The first head on a pale green wall, 400 x 360 px, RGB."""
    wall = Image.new("RGB", (400, 360), "#cfe3d2")
    wall.paste(heads[0], (70, 60), heads[0])
    return wall


@pytest.fixture(scope="session")
def rgb(picture: Image.Image) -> np.ndarray:
    """The same as uint8 [360, 400, 3]."""
    return np.asarray(picture)


@pytest.fixture
def art(tmp_path: Path, heads: list[Image.Image]) -> Path:
    """A folder of an artist: four heads as PNG with alpha, the last in a folder of its own."""
    folder = tmp_path / "art"
    (folder / "2024").mkdir(parents=True)
    for name, head in zip(("ai.png", "bo.png", "cy.png", "2024/di.png"), heads, strict=True):
        head.save(folder / name)
    return folder
