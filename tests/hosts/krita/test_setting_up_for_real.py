"""An artist without an engine presses the button: see scenarios/setting_up_for_real.py."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.krita import running_krita
from tests.hosts.krita.conftest import run_kashira
from tests.hosts.krita.running_krita import NEEDS_KRITA, Played, scenario_names

pytestmark = [pytest.mark.host, pytest.mark.slow, NEEDS_KRITA]

FILE = "setting_up_for_real.py"
SECONDS = 800
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def played(display: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The engine and all it needs as wheels in a folder, and a plugin that knows of no engine."""
    home, folder = tmp_path_factory.mktemp("首の家"), tmp_path_factory.mktemp("setting_up")
    wheels = str(folder / "real packages")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", wheels, str(ROOT)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"the engine's packages cannot be had: {done.stderr.strip()[-200:]}")
    run_kashira(home, "install", "krita")
    (home / ".local/share/krita/kashira/engine.json").unlink()
    running_krita.install_driver(home)
    extra = {"KASHIRA_PYTHON": sys.executable}
    return running_krita.play(FILE, home, display, folder, SECONDS, extra=extra)


@pytest.mark.parametrize("scenario", scenario_names(FILE))
def test_setting_up_for_real(played: Played, scenario: str) -> None:
    print(played.check(scenario))
