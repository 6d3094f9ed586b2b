"""What every training run does: stages one after another, stopped and taken up again."""

import math
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from training.device import keep_memory, leave_others
from training.progress import Log, Progress
from training.settings import Settings, Stage, read_settings


class Run(Protocol):
    """A network in training."""

    position: dict[str, Any]  # stage, step, images, seconds; total_images
    log: Log

    def stage(self, stage: Stage, stopping: list[int], until: float) -> bool:
        """Train one stage from where it stands; False: stopped (and saved) before its end."""
        ...

    def save(self) -> None:
        """A checkpoint, and the weights for carrying away."""
        ...


def stage_done(stage: Stage, images: int, seconds: float) -> float:
    """How much of the stage's budget is used: 1 and more is the end."""
    by_images = images / stage.images if stage.images else 0.0
    by_time = seconds / (60 * stage.minutes) if stage.minutes else 0.0
    return max(by_images, by_time)


def run_stages(begin: Callable[[Settings, Path, Progress], Run], run: Path, minutes: float) -> bool:
    """Train what `run`/config.toml says; goes on where it was stopped.

    Args:
        begin: makes the run, from its last checkpoint where it has one.
        run: its folder: config, checkpoints, log, samples and the finished weights.
        minutes: stop after so long, saved; 0: run to the end.

    Returns:
        Whether the run is finished.
    """
    until = time.monotonic() + 60 * minutes if minutes else math.inf
    keep_memory()
    settings, progress, stopping = read_settings(run / "config.toml"), Progress(), []
    training = begin(settings, run, progress)
    wanted = (signal.SIGTERM, signal.SIGINT)
    before = {s: signal.signal(s, lambda number, _: stopping.append(number)) for s in wanted}
    try:
        at = training.position
        while at["stage"] < len(settings.stages):
            if not training.stage(settings.stages[at["stage"]], stopping, until):
                return False
            at |= {"stage": at["stage"] + 1, "step": 0, "images": 0, "seconds": 0.0}
            training.save()
        leave_others()
        return True
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        progress.close()
        training.log.close()
