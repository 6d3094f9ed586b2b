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


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """A user folder of Blender's into which Blender itself has installed the zip."""
    if running_blender.python_with_bpy() is None:
        pytest.skip(
            "no Blender: name a Python that has bpy (pip install bpy) in KASHIRA_BPY_PYTHON"
        )
    folder = tmp_path_factory.mktemp("blender")
    archive = build.build(folder / "zip")
    resources = folder / "resources"
    resources.mkdir()
    running_blender.play("install", resources, tiny_model, archive=str(archive))
    elsewhere = Place(folder / "elsewhere")
    install.install(elsewhere)
    own = safe_write.make_folder(Place(resources).own)
    shutil.copy(elsewhere.own / install.ENGINE_FILE, own)
    return resources


@pytest.fixture
def blender(installed: Path, tmp_path: Path, tiny_model: Path) -> Blender:
    """Play a scene in a Blender of its own: `blender("scene", argument=...)`."""
    resources = Path(shutil.copytree(installed, tmp_path / "resources"))

    def play(scene: str, model: Path = tiny_model, **arguments: Any) -> Any:
        return running_blender.play(scene, resources, model, **arguments)

    return play
