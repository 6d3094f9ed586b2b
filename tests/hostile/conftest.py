"""Bad input through the command line: one sentence, a status that is not 0, nothing left behind."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import cli

Refusal = Callable[..., str]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a command runs in."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def refused(work: Path) -> Refusal:
    """Run a command that must fail, and return its one sentence."""

    def run(*args: object) -> str:
        before = snapshot(work)
        result = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=True)
        assert result.exit_code not in (0, 1), (result.output, result.exception)
        assert result.stdout == ""
        assert re.fullmatch(r"kashira: [^\n]+\n", result.stderr), result.stderr
        assert snapshot(work) == before
        return result.stderr.removeprefix("kashira: ").strip()

    return run


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
