"""The host's side of the engine: calls go out, callbacks come back. It reads and writes nothing.

Standard library and Python 3.10 alone: the plugins carry a copy of this file. A host gives
`Client` a function that writes to the engine's stdin and feeds it what comes from its stdout.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .protocol import LOST, BadFrame, Frame, Frames, encode

Done = Callable[[Any, bytes], object]
Progress = Callable[[dict[str, Any], bytes], object]


class EngineFailure(Exception):  # noqa: N818 -- what a host catches reads as what happened
    """A request that was not done: JSON-RPC ``code``, a sentence, and ``detail`` for a log."""

    def __init__(self, code: int, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.detail = code, message, detail


Failed = Callable[[EngineFailure], object]


class _Call(NamedTuple):
    done: Done | None
    failed: Failed | None
    progress: Progress | None


class Client:
    """Open calls to one engine. Every call ends once: by ``done`` or by ``failed``.

    Callbacks run inside `feed`, `lost` and, where writing fails, `call`; all on the host's thread.

    Args:
        write: takes the bytes for the engine's stdin; an OSError from it counts as `lost`.
        report: takes a sentence about anything that should not have come; stderr if left out.
    """

    def __init__(
        self,
        write: Callable[[bytes], object],
        report: Callable[[str], object] | None = None,
    ) -> None:
        self._write, self._report = write, report or _to_stderr
        self._calls: dict[int, _Call] = {}
        self._last_id = 0
        self._frames = Frames()
        self._unread: deque[Frame | BadFrame] = deque()
        self._lost = ""

    def call(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        payload: bytes | bytearray | memoryview = b"",
        *,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Send a request; its id, which `cancel` takes.

        ``done(result, payload)``, ``failed(EngineFailure)``, ``progress(params, payload)``.
        A ValueError says that the request is longer than a frame may be, or no JSON.
        """
        self._last_id += 1
        message = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params or {}}
        frame, sent = encode(message, payload), self._last_id
        self._calls[sent] = _Call(done, failed, progress)
        if self._lost:
            self.lost(self._lost)
        else:
            try:
                self._write(frame)
            except OSError as error:
                self.lost(f"the engine takes no more requests ({error})")
        return sent

    def cancel(self, call_id: int) -> None:
        """Ask for the end of a call, which then fails with CANCELLED, unless it is done before."""
        if call_id in self._calls:
            self.call("cancel", {"id": call_id})

    @property
    def open_calls(self) -> int:
        """How many calls have not ended yet."""
        return len(self._calls)

    def feed(self, data: bytes | bytearray | memoryview) -> None:
        """Take bytes of the engine's stdout and run the callbacks that they lead to.

        What a callback raises leaves from here; frames behind it are kept for the next `feed`.
        """
        self._unread.extend(self._frames.feed(data))
        while self._unread:
            frame = self._unread.popleft()
            if isinstance(frame, BadFrame):
                self._report(f"the engine sent what cannot be read: {frame.reason}")
            elif "method" in frame.message:
                self._take_notification(frame)
            else:
                self._take_answer(frame)

    def lost(self, reason: str) -> None:
        """The engine is gone: every open call fails, and every later one at once."""
        self._lost = reason or "the engine ended"
        while self._calls:
            call = self._calls.pop(next(iter(self._calls)))
            if call.failed is not None:
                call.failed(EngineFailure(LOST, self._lost))

    def _take_notification(self, frame: Frame) -> None:
        params = frame.message.get("params")
        call = self._call_of(params)
        if frame.message["method"] != "progress" or not isinstance(params, dict) or call is None:
            self._report(f"the engine sent an unknown notification: {_excerpt(frame.message)}")
        elif call.progress is not None:
            call.progress(params, frame.payload)

    def _take_answer(self, frame: Frame) -> None:
        call, error = self._call_of(frame.message), frame.message.get("error")
        if call is None or ("result" in frame.message) == ("error" in frame.message):
            self._report(f"the engine sent an answer to nothing: {_excerpt(frame.message)}")
            return
        del self._calls[frame.message["id"]]
        if "result" in frame.message:
            if call.done is not None:
                call.done(frame.message["result"], frame.payload)
        elif call.failed is not None:
            call.failed(_failure(error))

    def _call_of(self, holder: object) -> _Call | None:
        found = holder.get("id") if isinstance(holder, dict) else None
        return self._calls.get(found) if type(found) is int else None


def command(python_or_kashira: str) -> list[str]:
    """How to start the engine: by the ``kashira`` command, or by a Python that has Kashira.

    ``-P`` keeps the working directory out of the path, where any folder ``core`` would be run.
    """
    name = os.path.basename(python_or_kashira).lower()
    if name.startswith("python"):
        return [python_or_kashira, "-P", "-u", "-X", "utf8", "-m", "core.engine"]
    return [python_or_kashira, "engine"]


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what a host sets for its own Python, Qt and libraries."""
    prefixes = ("PYTHON", "QT_", "DYLD_", "__PYVENV")
    names = ("LD_LIBRARY_PATH", "LD_PRELOAD")
    return {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith(prefixes) and name.upper() not in names
    }


def _failure(error: object) -> EngineFailure:
    if not isinstance(error, dict) or type(error.get("code")) is not int:
        return EngineFailure(LOST, "the engine failed without saying why", _excerpt(error))
    data = error.get("data")
    detail = data.get("detail", "") if isinstance(data, dict) else ""
    return EngineFailure(error["code"], str(error.get("message", "")), str(detail))


def _excerpt(message: object) -> str:
    return repr(message)[:200]


def _to_stderr(sentence: str) -> None:
    if sys.stderr is not None:  # a program without a console has none
        print(sentence, file=sys.stderr)
