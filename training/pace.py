"""The clock of a stage: how far it is, and how quick its steps are."""

import time
from typing import Any

from training.progress import duration


class Pace:
    """Moves a run's position on, a step at a time; what is done between steps does not count."""

    def __init__(self, position: dict[str, Any], images: int):
        """`position`: of the run, changed in place; `images`: that all processes see in a step."""
        self._at, self._each = position, images
        self._at.setdefault("total_seconds", position["seconds"])
        self._images, self._seconds = position["images"], position["seconds"]
        self._clock = time.monotonic()

    def go_on(self) -> None:
        """The next step begins now, not when the last one ended."""
        self._clock = time.monotonic()

    def step(self) -> float:
        """A step has been made; returns how many seconds it took."""
        took = time.monotonic() - self._clock
        self._clock += took
        self._at["step"] += 1
        for name in ("images", "total_images"):
            self._at[name] += self._each
        for name in ("seconds", "total_seconds"):
            self._at[name] += took
        return took

    @property
    def speed(self) -> float:
        """Images a second, since the stage was begun or taken up again."""
        return (self._at["images"] - self._images) / max(self._at["seconds"] - self._seconds, 1e-6)

    def left(self, done: float) -> str:
        """How long the rest of the stage takes, of which `done` (0..1) is behind us."""
        return f"{duration(self._at['seconds'] * (1 - done) / done)} left" if done else ""

    def figures(self, processes: int) -> dict[str, float]:
        """For the log: minutes of learning so far, images a second, by how many processes."""
        minutes = self._at["total_seconds"] / 60
        return {"minutes": minutes, "images_per_second": self.speed, "processes": processes}
