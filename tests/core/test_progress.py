import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.cli import progress
from core.cli.progress import Progress

pty = pytest.importorskip("pty")


@contextlib.contextmanager
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """A terminal in place of stderr; gives a function that reads what it shows."""
    reader, writer = pty.openpty()
    os.set_blocking(reader, False)

    def shown() -> str:
        with contextlib.suppress(BlockingIOError):
            return os.read(reader, 100_000).decode(errors="replace")
        return ""

    with os.fdopen(writer, "w") as terminal, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        patch.setenv("TERM", "xterm")
        yield shown
    os.close(reader)


def test_what_takes_a_while_shows_a_bar_and_leaves_stdout_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_SECONDS", -1.0)
    with screen(monkeypatch) as shown:
        with Progress("Heads", 3) as bar:
            for i in range(3):
                bar.say(Path(f"{i}.png"))
                bar.advance()
        assert "Heads" in shown()
    assert capsys.readouterr().out == "0.png\n1.png\n2.png\n"


def test_what_is_quick_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with screen(monkeypatch) as shown:
        with Progress("Heads", 3) as bar:
            bar.advance()
        assert shown() == ""
