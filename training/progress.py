"""What a run tells while it goes: a bar, TensorBoard scalars, a CSV log, sample sheets."""

import csv
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def is_follower() -> bool:
    """Whether this process drives another than the first of several GPUs: it says nothing."""
    return os.environ.get("LOCAL_RANK", "0") != "0"


class Progress:
    """A rich bar on a terminal, a line now and then elsewhere."""

    def __init__(self, every_seconds: float = 15.0):
        self._quiet = is_follower()
        self._every = every_seconds
        self._last = 0.0
        self._bar: Any = None
        if sys.stderr.isatty() and not self._quiet:
            try:
                from rich.console import Console
                from rich.progress import BarColumn, Progress, TextColumn
            except ImportError:
                return
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TextColumn("{task.fields[note]}"),
                console=Console(stderr=True),
            )
            self._task = self._bar.add_task("", total=1.0, note="")
            self._bar.start()

    def show(self, title: str, done: float, note: str) -> None:
        """`done` 0..1 of what `title` names."""
        if self._bar is not None:
            self._bar.update(self._task, description=title, completed=done, note=note)
        elif self._quiet:
            return
        elif time.monotonic() - self._last > self._every or done >= 1:
            self._last = time.monotonic()
            print(f"{title} {done:6.1%}  {note}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Take the bar down."""
        if self._bar is not None:
            self._bar.stop()


class Log:
    """Scalars to `run/log.csv`, and to TensorBoard where it is installed."""

    def __init__(self, run: Path):
        self._path = run / "log.csv"
        self._writer: Any = None
        self._quiet = is_follower()
        if self._quiet:
            return
        try:
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(str(run / "tensorboard"))
        except ImportError:
            pass

    def scalars(self, images: int, stage: str, values: dict[str, float]) -> None:
        """One row a value: images, stage, name, value."""
        if self._quiet:
            return
        with self._path.open("a", newline="") as file:
            rows = csv.writer(file)
            for name, value in values.items():
                rows.writerow([images, stage, name, f"{value:.6g}"])
                if self._writer is not None:
                    self._writer.add_scalar(f"{name}", value, images)

    def picture(self, images: int, pixels: np.ndarray) -> None:
        """A sheet uint8 [H, W, 3] to TensorBoard."""
        if self._writer is not None:
            self._writer.add_image("samples", pixels, images, dataformats="HWC")

    def close(self) -> None:
        """Flush what is pending."""
        if self._writer is not None:
            self._writer.close()


def duration(seconds: float) -> str:
    """Seconds as h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
