"""A progress bar on the terminal for whatever takes more than a second."""

import sys
import time
from types import TracebackType

import click

_PATIENCE_SECONDS = 1.0


class Progress:
    """Counts steps; the bar is on stderr, comes after a second, and only where somebody watches.

    Use it in a ``with`` block and call `advance` after each step.
    """

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total, self._done = title, total, 0
        self._begun = time.monotonic()
        self._bar = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self) -> None:
        """One more step is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)
        elif sys.stderr.isatty() and time.monotonic() - self._begun > _PATIENCE_SECONDS:
            self._show()

    def say(self, line: object) -> None:
        """A line on stdout; where the bar is on the same screen, above it."""
        if self._bar is not None and sys.stdout.isatty():
            self._bar.console.print(str(line), markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line)

    def _show(self) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # stdout may be a pipe, and is what it is for
        )
        self._task = self._bar.add_task(self._title, total=self._total, completed=self._done)
        self._bar.start()
