"""The docker outside Krita, with the real engine, where some Python here has PyQt.

What it does inside Krita is tested in tests/hosts/krita.
"""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PICTURES, SCENARIOS = HERE / "outside_krita.py", HERE / "docker_scenarios.py"
BY_HAND = HERE / "docker_by_hand.py"
SECONDS = 300


def python_with_qt() -> str | None:
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        for qt in ("PyQt5", "PyQt6"):
            probe = [python or "", "-I", "-c", f"import {qt}.QtWidgets"]
            if python and shutil.which(python):
                if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
                    return python
    return None


def scenario_names() -> list[str]:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in (SCENARIOS, BY_HAND)]
    functions = [n for tree in trees for n in tree.body if isinstance(n, ast.FunctionDef)]
    return [node.name for node in functions if [a.arg for a in node.args.args] == ["desk"]]


def run(script: Path, *options: object) -> subprocess.CompletedProcess[str]:
    python = python_with_qt()
    if python is None:
        pytest.skip("no Python with PyQt5 or PyQt6 here (Debian: python3-pyqt5)")
    command = [python, script, "--engine", sys.executable, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str | None]:
    ended = run(SCENARIOS)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    return json.loads(ended.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", scenario_names())
def test_docker(outcomes, scenario):
    assert outcomes[scenario] is None, outcomes[scenario]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dark-wide-en", "light-short-ja"])
def test_the_docker_looks_well(tmp_path, name):
    ended = run(PICTURES, "--out", tmp_path, "--only", name)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    assert (tmp_path / f"{name}.png").stat().st_size > 10_000
    assert "Traceback" not in ended.stderr
