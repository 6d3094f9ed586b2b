"""The docker in real Krita: see scenarios/using_the_docker.py and setting_up.py."""

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hosts.krita.running_krita import NEEDS_KRITA, Played, scenario_names

pytestmark = [pytest.mark.host, pytest.mark.slow, NEEDS_KRITA]

DOCKER, SETTING_UP = "using_the_docker.py", "setting_up.py"
_STAND_IN = {
    "core/__init__.py": "",
    "core/engine.py": "",
    "onnxruntime.py": "",
    "numpy.py": "",
    "PIL.py": "",
    "msgspec.py": "",
    "kashira-9.9.dist-info/METADATA": "Metadata-Version: 2.1\nName: kashira\nVersion: 9.9\n",
    "kashira-9.9.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "kashira-9.9.dist-info/RECORD": "",
}


@pytest.mark.parametrize("scenario", scenario_names(DOCKER))
def test_docker(krita: Callable[..., Played], scenario: str) -> None:
    print(krita(DOCKER).check(scenario))


def test_when_krita_quits_no_engine_is_left(krita: Callable[..., Played]) -> None:
    played = krita(DOCKER)
    facts = played.check("krita_quits_and_takes_the_engine_along")
    assert played.exit_status == 0, played.log[-2000:]
    assert not _is_running(facts["pid"])


def test_when_krita_quits_the_engine_ends_by_itself_and_is_not_killed(
    krita: Callable[..., Played], answers: Path
) -> None:
    krita(DOCKER).check("krita_quits_and_takes_the_engine_along")
    assert (answers / "the engine's last word.sh.status").read_text() == "0\n"


@pytest.mark.parametrize("scenario", scenario_names(SETTING_UP))
def test_setting_up(krita: Callable[..., Played], answers: Path, scenario: str) -> None:
    _write_stand_in(answers / "packages")
    print(krita(SETTING_UP, extra={"KASHIRA_PYTHON": sys.executable}).check(scenario))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")  # one that ended and that nobody asked about is no process
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def _write_stand_in(folder: Path) -> None:
    """A package of the engine's name, with modules of its dependencies' names."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "kashira-9.9-py3-none-any.whl", "w") as wheel:
        for name, text in _STAND_IN.items():
            wheel.writestr(name, text)
