"""Blender as a program that has just had the extension's zip installed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from blender_addon import build, install
from blender_addon.blender_folders import Place
from core import safe_write
from tests.hosts.blender import running_blender

os.environ.setdefault("OMP_NUM_THREADS", "1")

Blender = Callable[..., Any]


@pytest.fixture(scope="session", params=[*running_blender.blenders().items()] or [None],
                ids=lambda found: f"blender {found[0]}" if found else "no blender")  # fmt: skip
def python(request: pytest.FixtureRequest) -> str:
    """A Python that has bpy; each one that is there in its turn."""
    if request.param is None:
        pytest.skip(
            "no Blender: name a Python that has bpy (pip install bpy) in KASHIRA_BPY_PYTHON"
        )
    return request.param[1]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, python: str) -> Path:
    """A user folder of Blender's into which Blender itself has installed the zip."""
    folder = tmp_path_factory.mktemp("blender")
    archive = build.build(folder / "zip")
    resources = folder / "resources"
    resources.mkdir()
    running_blender.play("install", resources, tiny_model, python, archive=str(archive))
    elsewhere = Place(folder / "elsewhere")
    install.install(elsewhere)
    own = safe_write.make_folder(Place(resources).own)
    shutil.copy(elsewhere.own / install.ENGINE_FILE, own)
    return resources


@pytest.fixture
def blender(installed: Path, tmp_path: Path, tiny_model: Path, python: str) -> Blender:
    """Play a scene in a Blender of its own: `blender("scene", argument=...)`."""
    resources = Path(shutil.copytree(installed, tmp_path / "resources"))

    def play(scene: str, model: Path = tiny_model, **arguments: Any) -> Any:
        return running_blender.play(scene, resources, model, python, **arguments)

    return play
