"""Answers requests one after another: what is read, what waits, what is drawn, what is stopped.

Two threads. The *reader* calls `Server.receive` with bytes as they come, and `close` at their
end; it never writes and never waits. The *worker* runs `serve`: it alone draws and writes, so
frames are never mixed. A request that takes long is an iterator; between two of its steps the
worker does whatever else has come.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.engine import failures, protocol
from core.engine.protocol import BadFrame, Frame, Frames, Id, encode

_REST_SECONDS = 2.0  # without a request: the artist looks, or paints


class Answer(NamedTuple):
    """A result and its payload."""

    result: Any
    payload: bytes = b""


class Progress(NamedTuple):
    """What a long request tells while it runs; the server adds the request's id."""

    params: dict[str, Any]
    payload: bytes = b""


class Method(NamedTuple):
    """How a request is done: a call that answers, or an iterator of progress and the answer.

    ``supersedes``: a newer request of this method ends the older ones.
    ``long``: everything else is done between two of its steps; those of others take turns.
    """

    run: Callable[[dict[str, Any], bytes], Answer | Iterator[Progress | Answer]]
    supersedes: bool = False
    long: bool = False


@dataclass(eq=False)
class _Job:
    """A request that is being done. ``key``: its id; an object of its own for a notification."""

    key: object
    id: Id
    silent: bool
    name: str
    params: dict[str, Any]
    payload: bytes
    steps: Iterator[Progress | Answer] | None = None
    fate: int = 0  # the error code it is to end with, once that is decided
    ended: bool = False


class Server:
    """The engine between its methods and its pipes.

    Args:
        methods: what can be asked for, besides ``cancel`` and ``shutdown``.
        write: takes frames for the host; an OSError from it, which means that the host is gone,
            leaves from `serve`.
        stop: ends the network's run in progress, if there is one.
        rest: called once whenever nothing has been asked for a while.
    """

    def __init__(
        self,
        methods: Mapping[str, Method],
        write: Callable[[bytes], object],
        stop: Callable[[], object] = lambda: None,
        rest: Callable[[], object] = lambda: None,
    ) -> None:
        self._methods, self._write, self._stop, self._rest = methods, write, stop, rest
        self._frames = Frames()
        self._news = threading.Condition()  # guards all that follows
        self._outbox: deque[dict[str, Any]] = deque()
        self._short: deque[_Job] = deque()
        self._long: deque[_Job] = deque()
        self._open: dict[object, _Job] = {}
        self._current: _Job | None = None
        self._closing = False
        self._farewell: dict[str, Any] | None = None

    def receive(self, data: bytes) -> None:
        """Take bytes of the host's; from the reader's thread."""
        for frame in self._frames.feed(data):
            with self._news:
                if isinstance(frame, BadFrame):
                    self._outbox.append(failures.answer(frame.id, frame.code, frame.reason))
                else:
                    self._accept(frame)
                self._news.notify()

    def close(self) -> None:
        """No more will come: what is short is still done, what makes several heads is stopped."""
        with self._news:
            self._closing = True
            for job in list(self._open.values()):
                if self._methods[job.name].long:
                    self._end(job, protocol.CANCELLED)
            self._news.notify()

    def serve(self) -> None:
        """Do what comes, until `close` or a shutdown; from the worker's thread."""
        while (todo := self._next()) is not None:
            if isinstance(todo, _Job):
                self._work(todo)
            else:
                self._write(encode(todo))
        if self._farewell is not None:
            self._write(encode(self._farewell))

    def _accept(self, frame: Frame) -> None:
        message = frame.message
        number, fault = protocol.readable_id(message), failures.fault(message)
        if fault is not None:
            self._outbox.append(failures.answer(number, *fault))
            return
        silent, name, params = "id" not in message, message["method"], message.get("params", {})
        job = _Job(object() if silent else number, number, silent, name, params, frame.payload)
        if name == "cancel":
            self._cancel(job)
        elif name == "shutdown":
            self._shut_down(job)
        elif name not in self._methods:
            known = ", ".join([*self._methods, "cancel", "shutdown"])
            sentence = f"there is no method {name[:80]!r}: choose from {known}"
            self._reply(job, failures.answer(number, protocol.METHOD_NOT_FOUND, sentence))
        elif job.key in self._open:
            sentence = "a request with this id is still open: give each an id of its own"
            self._reply(job, failures.answer(number, protocol.INVALID_REQUEST, sentence))
        else:
            self._enqueue(job)

    def _enqueue(self, job: _Job) -> None:
        if self._methods[job.name].supersedes:
            for older in [other for other in self._open.values() if other.name == job.name]:
                self._end(older, protocol.SUPERSEDED)
        self._open[job.key] = job
        self._short.append(job)
        if self._closing:
            self._end(job, protocol.CANCELLED)

    def _cancel(self, asking: _Job) -> None:
        wanted = asking.params.get("id")
        job = self._open.get(wanted) if type(wanted) in (int, str) else None
        found = job is not None and not job.fate
        if job is not None:
            self._end(job, protocol.CANCELLED)
        self._reply(asking, {"jsonrpc": "2.0", "id": asking.id, "result": found})

    def _shut_down(self, asking: _Job) -> None:
        self._closing = True
        for job in list(self._open.values()):
            self._end(job, protocol.CANCELLED)
        if not asking.silent:
            self._farewell = {"jsonrpc": "2.0", "id": asking.id, "result": None}

    def _end(self, job: _Job, fate: int) -> None:
        """Decide how a request ends; the worker answers it where it is at it just now."""
        job.fate = job.fate or fate
        if job is self._current:
            self._stop()  # hits no other's run: to go on to another, the worker needs our lock
        else:
            self._forget(job)
            self._reply(job, failures.fate(job.id, job.fate))

    def _forget(self, job: _Job) -> None:
        job.ended = True
        self._open.pop(job.key, None)

    def _reply(self, job: _Job, message: dict[str, Any]) -> None:
        if not job.silent:
            self._outbox.append(message)

    def _next(self) -> _Job | dict[str, Any] | None:
        """What the worker does next: write an answer, or else a short request, or else a head."""
        rested = False
        with self._news:
            while True:
                if self._outbox:
                    return self._outbox.popleft()
                for waiting in (self._short, self._long):
                    while waiting:
                        job = waiting.popleft()
                        if not job.ended:
                            self._current = job
                            return job
                if self._closing:
                    return None
                if not self._news.wait(None if rested else _REST_SECONDS):
                    rested = True
                    self._rest()

    def _work(self, job: _Job) -> None:
        """Do a short request, begin a long one, or take its next step; then answer."""
        fresh = job.steps is None
        frame, last = self._step(job)
        with self._news:
            self._current = None
            if job.fate or last:
                self._forget(job)
            elif not self._methods[job.name].long:
                self._short.append(job)
            elif fresh:
                self._long.append(job)
            else:
                self._long.appendleft(job)
            if job.fate:
                self._reply(job, failures.fate(job.id, job.fate))
                return
        if frame and not job.silent:
            self._write(frame)

    def _step(self, job: _Job) -> tuple[bytes, bool]:
        """The frame that a step of a request gives, and whether it is its last."""
        try:
            if job.steps is None:
                begun = self._methods[job.name].run(job.params, job.payload)
                if not isinstance(begun, Answer):
                    job.steps = begun
                    return b"", False
                step = begun
            else:
                step = next(job.steps)
            if isinstance(step, Progress):
                params = {"id": job.id, **step.params}
                message = {"jsonrpc": "2.0", "method": "progress", "params": params}
                return encode(message, step.payload), False
            message = {"jsonrpc": "2.0", "id": job.id, "result": step.result}
            return encode(message, step.payload), True
        except Exception as error:  # the outermost loop: no request may end the engine
            return encode(failures.of(job.id, error)), True
