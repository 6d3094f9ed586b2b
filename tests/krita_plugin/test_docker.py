"""The docker outside Krita, with the real engine, where some Python here has PyQt.

What it does inside Krita is tested in tests/hosts/krita.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "outside_krita.py"
SECONDS = 120


def python_with_qt() -> str | None:
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        for qt in ("PyQt5", "PyQt6"):
            probe = [python or "", "-I", "-c", f"import {qt}.QtWidgets"]
            if python and shutil.which(python):
                if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
                    return python
    return None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dark-wide-en", "light-short-ja"])
def test_the_docker_draws_heads_and_fills_its_grid(tmp_path, name):
    python = python_with_qt()
    if python is None:
        pytest.skip("no Python with PyQt5 or PyQt6 here (Debian: python3-pyqt5)")
    command = [python, SCRIPT, "--engine", sys.executable, "--out", tmp_path, "--only", name]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    assert (tmp_path / f"{name}.png").stat().st_size > 10_000
    assert "Traceback" not in ended.stderr
