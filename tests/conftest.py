"""What many tests share: a small real model, and an environment that is nobody's home."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before anything loads a runtime

from core import Kashira
from tests.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small real model; read only: copy it to break it."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny(tiny_model: Path) -> Kashira:
    """The small model, opened."""
    return Kashira(tiny_model)


@pytest.fixture(autouse=True)
def _no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that the person who runs the tests has installed are not there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-home"))
    monkeypatch.delenv("KASHIRA_MODELS", raising=False)
    monkeypatch.delenv("KASHIRA_MODEL", raising=False)
