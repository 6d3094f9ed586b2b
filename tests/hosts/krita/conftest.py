"""One screen, one home and one set of the engine's answers for all tests in real Krita."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from krita_plugin import build
from tests.hosts.krita import engine_answers, running_krita
from tests.hosts.krita.running_krita import Played


@contextlib.contextmanager
def a_screen() -> Iterator[str]:
    """A screen with a window manager; the server itself chooses a free number."""
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-noreset"]
    quiet = subprocess.DEVNULL
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(server, stdout=subprocess.PIPE, stderr=quiet) as screen,
    ):
        assert screen.stdout is not None
        name = ":" + screen.stdout.readline().decode().strip()
        environment = running_krita.environment(Path(home), name)
        manager = subprocess.Popen(["openbox"], env=environment, stderr=quiet, stdout=quiet)
        try:
            yield name
        finally:
            for process in (manager, screen):
                process.terminate()
                process.wait()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """One screen for all tests."""
    with a_screen() as name:
        yield name


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with letters that are not ASCII, in which our command installed the plugin."""
    folder = tmp_path_factory.mktemp("首の家")
    run_kashira(folder, "install", "krita")
    running_krita.install_driver(folder)
    return folder


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that scenarios read the engine's answers from, and write their own files to."""
    folder = tmp_path_factory.mktemp("scenarios")
    engine_answers.write_answers(folder)
    build.build(folder).rename(folder / "kashira.zip")
    try:
        engine_answers.write_drawn_answers(folder)
    except ImportError as error:
        print(f"skipped: heads that are drawn ({error})")
    return folder


@pytest.fixture(scope="session")
def krita(home: Path, display: str, answers: Path) -> Callable[..., Played]:
    """Plays a file of scenarios once, however many tests ask for it."""
    known: dict[str, Played] = {}

    def play(file: str, **more: object) -> Played:
        if file not in known:
            known[file] = running_krita.play(file, home, display, answers, **more)  # type: ignore[arg-type]
        return known[file]

    return play


def run_kashira(home: Path, *words: str) -> str:
    """Run our command for the person who lives in ``home``; what it said."""
    command = [sys.executable, "-P", "-c", "from core.cli import main; main()", *words]
    done = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
