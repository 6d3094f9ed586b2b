"""Requests that take a while, with their progress: one at a time, the others wait in line."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from .engine.protocol import CANCELLED, LOST
from .guard import guarded
from .qt import QtCore, Signal
from .translation import tr

MAX_WAITING = 8
"""More clicks in a row than this are impatience."""


class _Request(NamedTuple):
    method: str
    params: dict
    text: str
    on_done: Callable | None
    on_progress: Callable | None
    payload: bytes


class LongRequests(QtCore.QObject):
    """A line of requests to the engine."""

    progressed = Signal(str, object)  # text, fraction or None
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, connection, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        self._waiting: deque[_Request] = deque()
        self._current: _Request | None = None
        self._call: int | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._current is not None

    def ask(
        self,
        method: str,
        params: dict,
        text: str,
        on_done: Callable | None = None,
        on_progress: Callable | None = None,
        payload: bytes = b"",
    ) -> bool:
        """Send a request, now or when it is its turn; False where it cannot be taken.

        ``on_done`` and ``on_progress`` get what the engine says, and its payload; ``text`` says
        what is being done.
        """
        if len(self._waiting) >= MAX_WAITING or not self._connection.is_ready:
            return False
        self._waiting.append(_Request(method, params, text, on_done, on_progress, payload))
        if self._current is None:
            self._send_next()
        return True

    def cancel(self) -> None:
        """Stop what is being done, and forget what waits."""
        self._waiting.clear()
        self._connection.cancel(self._call)

    def _send_next(self) -> None:
        request = self._current = self._waiting.popleft()
        self.progressed.emit(request.text, None)

        @guarded
        def progress(told, pixels) -> None:
            fraction = told.get("fraction")
            known = isinstance(fraction, (int, float))
            self.progressed.emit(request.text, float(fraction) if known else None)
            if request.on_progress is not None:
                request.on_progress(told, pixels)

        @guarded
        def done(answer, pixels) -> None:
            self._end()
            if request.on_done is not None:
                request.on_done(answer, pixels)

        call = self._connection.call(
            request.method,
            request.params,
            request.payload,
            done=done,
            failed=self._on_failed,
            progress=progress,
        )
        if self._current is request:  # it has not failed at once
            self._call = call
            if call is None:
                self._end()

    def _end(self) -> None:
        self._current = self._call = None
        if self._waiting:
            self._send_next()
        else:
            self.ended.emit()

    @guarded
    def _on_failed(self, failure) -> None:
        if failure.code == LOST:
            self._waiting.clear()
        self._end()
        if failure.code == LOST:
            text = tr("The engine had to be started again: please try once more.")
            self.failed.emit(text, failure.message)
        elif failure.code != CANCELLED:
            self.failed.emit(failure.message, failure.detail)
