"""The engine as a child process of Blender's, and the one job that it is doing.

A job is a generator: it yields a `Request` and is sent the `Answer`, on Blender's main thread, and
between two of them Blender goes on. Timers never fire in background mode: it waits for jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import bpy

from .engine.child import Process
from .engine.client import EngineFailure
from .engine.protocol import CANCELLED, SUPERSEDED
from .engine_places import HOW_TO, find_engine

TICK_SECONDS = 0.05


class Request(NamedTuple):
    """What a job asks the engine; ``progress``: takes params and payload of each notification."""

    method: str
    params: dict[str, Any]
    progress: Callable[[dict[str, Any], bytes], object] | None = None


class Answer(NamedTuple):
    """What the engine answers."""

    result: Any
    payload: bytes


Steps = Generator[Request, Answer, None]


class Refusal(Exception):  # noqa: N818 -- what is caught reads as what happened
    """Something that cannot be done, in one sentence for a person."""


class EngineConnection:
    """At most one process and one job; `fault` says in a sentence why the last job failed."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._steps: Steps | None = None
        self._call_id: int | None = None
        self._old_log = ""
        self.title, self.fraction, self.fault = "", 0.0, ""
        self.generation = 0  # how many processes were started: what one said, the next may not

    @property
    def is_busy(self) -> bool:
        """Whether a job has not ended yet."""
        return self._steps is not None

    @property
    def pid(self) -> int | None:
        """The engine's process id; None where none runs."""
        return self._process.pid if self._process else None

    @property
    def log(self) -> str:
        """The end of what the engine said on stderr; of the last one, where none runs."""
        return self._process.log if self._process else self._old_log

    def run(self, title: str, steps: Steps) -> bool:
        """Begin a job; in background mode wait for its end. False: it failed (see `fault`)."""
        self.title, self.fraction, self.fault = title, 0.0, ""
        self._steps = steps
        self._advance(None)
        if bpy.app.background:
            while self.is_busy:
                self._poll(0.1)
        elif self.is_busy:
            self._keep_time()
        _redraw()
        return not self.fault

    def ask_aside(
        self, request: Request, done: Callable[[Answer], object], failed: Callable[[], object]
    ) -> None:
        """Ask something beside the job; a Refusal where there is no engine.

        ``failed``: the answer will not come; why is told, but for requests that give way.
        """

        def fail(failure: EngineFailure) -> None:
            if failure.code not in (CANCELLED, SUPERSEDED):
                self.tell(_sentence(failure.message))
            failed()

        self._running().client.call(
            request.method,
            request.params,
            done=lambda result, payload: done(Answer(result, payload)),
            failed=fail,
        )
        self._keep_time()

    def tell(self, fault: str) -> None:
        """Show a sentence in the panel, unless a job is told of there."""
        if not self.is_busy:
            self.fault = fault
            _redraw()

    def cancel(self) -> None:
        """End the job; the engine stays."""
        if self._process is not None and self._call_id is not None:
            self._process.client.cancel(self._call_id)

    def stop(self, fault: str) -> None:
        """End the job at once, whatever the engine still says to it; the engine stays."""
        if self.is_busy:
            self.cancel()
            self._end(fault)

    def close(self) -> None:
        """End the job and the process."""
        self._end("")
        if bpy.app.timers.is_registered(self._tick):
            bpy.app.timers.unregister(self._tick)
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _keep_time(self) -> None:
        if not bpy.app.timers.is_registered(self._tick):
            bpy.app.timers.register(self._tick, first_interval=TICK_SECONDS, persistent=True)

    def _tick(self) -> float | None:
        self._poll()
        _redraw()
        asked = self._process is not None and self._process.client.open_calls
        return TICK_SECONDS if self.is_busy or asked else None

    def _poll(self, wait_seconds: float = 0.0) -> None:
        if self._process is not None and not self._process.poll(wait_seconds):
            self._forget()

    def _advance(self, answer: Answer | None) -> None:
        """Let the job go on to its next request, or to its end."""
        if self._steps is None:
            return
        self._call_id = None
        try:
            request = self._steps.send(answer) if answer else next(self._steps)
            client = self._running().client
        except StopIteration:
            self._end("")
        except Refusal as refusal:
            self._end(str(refusal))
        except BaseException:
            self._end("Kashira failed: Blender's console says where")
            raise
        else:
            steps = self._steps
            self._call_id = client.call(
                request.method,
                request.params,
                done=lambda result, payload: self._answered(steps, Answer(result, payload)),
                failed=lambda failure: self._failed(steps, failure),
                progress=lambda params, payload: self._progressed(steps, request, params, payload),
            )

    def _answered(self, steps: Steps, answer: Answer) -> None:
        if steps is self._steps:
            self._advance(answer)

    def _failed(self, steps: Steps, failure: EngineFailure) -> None:
        if steps is self._steps:
            self._end("" if failure.code == CANCELLED else _sentence(failure.message))

    def _progressed(
        self, steps: Steps, request: Request, params: dict[str, Any], payload: bytes
    ) -> None:
        if steps is not self._steps:
            return
        self.fraction = float(params.get("fraction", 0.0))
        if request.progress is not None:
            request.progress(params, payload)

    def _end(self, fault: str) -> None:
        steps, self._steps = self._steps, None
        self._call_id, self.fault = None, fault
        if steps is not None:
            steps.close()

    def _running(self) -> Process:
        """The process; a new one where none was started or the last one has ended."""
        if self._process is not None and self._process.exit_status is not None:
            self._forget()
        if self._process is None:
            found = find_engine()
            if found is None:
                raise Refusal(f"There is no engine: type {HOW_TO} in a terminal")
            try:
                self._process = Process(found)
            except OSError as error:
                reason = error.strerror or error
                raise Refusal(f"The engine {found[0]} cannot be started: {reason}") from error
            self.generation += 1
        return self._process

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._old_log = process.log
            process.close()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "IMAGE_EDITOR"):
                area.tag_redraw()


connection = EngineConnection()
