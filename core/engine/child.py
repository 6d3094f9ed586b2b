"""The engine as a child process, for hosts without an event loop that reads pipes (Blender).

Standard library and Python 3.10 alone: plugins may carry a copy of this file.
"""

import contextlib
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .client import Client, EngineFailure, Progress, clean_environment

_BLOCK = 1 << 20
_LOG_BYTES = 20_000  # of stderr, its end
_PATIENCE_SECONDS = 2.0  # docs/engine.md: so long an engine may take to end


class Process:
    """A running engine. `poll` it from a timer: callbacks run there, on the host's own thread.

    Args:
        command: as `client.command` gives it.
        environ: cleaned by `client.clean_environment`; that of this process if None.
        report: see `Client`.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        report: Callable[[str], object] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=cwd,
            env=clean_environment(os.environ if environ is None else environ),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.client = Client(self._write, report)
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._log = bytearray()
        for loop in (self._read, self._read_log):
            threading.Thread(target=loop, name=f"engine {loop.__name__}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The engine's process id."""
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while the engine runs."""
        return self._process.poll()

    @property
    def log(self) -> str:
        """The end of what the engine said on stderr."""
        return bytes(self._log).decode("utf-8", "replace")

    def poll(self, wait_seconds: float = 0.0) -> bool:
        """Run the callbacks of everything that has come; False once the engine has ended.

        ``wait_seconds``: how long to wait for something to come, where nothing is there.
        """
        try:
            piece = self._pieces.get(timeout=wait_seconds) if wait_seconds else self._next()
            while piece:
                self.client.feed(piece)
                piece = self._next()
        except queue.Empty:
            return True
        self._pieces.put(b"")  # the end stays the end for the next poll
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE_SECONDS)
        self.client.lost(f"the engine ended (exit status {self.exit_status})")
        return False

    def ask(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        payload: bytes = b"",
        *,
        progress: Progress | None = None,
        timeout_seconds: float = 120.0,
    ) -> tuple[Any, bytes]:
        """Call and wait: the result and its payload; an EngineFailure is raised."""
        answers: list[tuple[Any, bytes]] = []
        failures: list[EngineFailure] = []
        sent = self.client.call(
            method,
            params,
            payload,
            done=lambda result, data: answers.append((result, data)),
            failed=failures.append,
            progress=progress,
        )
        end = time.monotonic() + timeout_seconds
        while not answers and not failures:
            if time.monotonic() > end:
                self.client.cancel(sent)
                raise TimeoutError(f"the engine did not answer {method} in {timeout_seconds:g} s")
            self.poll(0.05)
        if failures:
            raise failures[0]
        return answers[0]

    def close(self) -> None:
        """End the engine: by the end of its stdin, by force where that is not heard."""
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.client.lost("the engine was closed")

    def _next(self) -> bytes:
        return self._pieces.get_nowait()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        view = memoryview(data)
        while view:
            view = view[self._process.stdin.write(view) :]

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while piece := stdout.read(_BLOCK):
                self._pieces.put(piece)
        self._pieces.put(b"")

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stderr:
            while piece := stderr.read(_BLOCK):
                self._log += piece
                del self._log[:-_LOG_BYTES]
