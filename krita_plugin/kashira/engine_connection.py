"""The engine as the docker knows it: started when needed, restarted once if it crashes."""

import functools
import time
from collections import deque
from collections.abc import Callable

from . import engine_process
from .description import is_description
from .engine.client import Client, EngineFailure
from .engine.protocol import INVALID_PARAMS
from .engine_process import Process
from .guard import guarded
from .qt import QtCore, Signal
from .translation import later, tr

QUIET_RESTARTS = 1
"""Crashes in a row that nobody needs to hear of."""
HEALTHY_SECONDS = 60
"""An engine that answered this long after its start may crash quietly again."""
PATIENCE_SECONDS = 60
"""Until a program that was started has to have described its model; ours takes a second."""
READ_SECONDS = 0.01
"""So long the engine is listened to before Krita's window gets its turn."""
MUCH_BYTES = 32_768
"""Half a pipe: more is on its way."""
MAX_LOG_LINES = 200
NOT_OURS = later("This program describes no model: it is not Kashira's engine.")


class EngineConnection(QtCore.QObject):
    """One engine process and the calls to it; callbacks run on Qt's event loop."""

    ready = Signal(object)  # the answer to describe
    failed = Signal(str, str)  # a sentence and details: it cannot be started, or crashed again

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[QtCore.QProcess] = []  # the one process, if there is one
        self.destroyed.connect(functools.partial(_dismiss_held, self._held))
        self._client: Client | None = None
        self._command: list[str] = []
        self._model = ""
        self._crashes = 0
        self._since = QtCore.QElapsedTimer()
        self._log: deque[str] = deque(maxlen=MAX_LOG_LINES)
        self._patience = QtCore.QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(1000 * PATIENCE_SECONDS)
        self._patience.timeout.connect(self._on_silence)
        self._is_reading = False
        self.is_ready = False

    @property
    def process(self) -> QtCore.QProcess | None:
        """The engine's, while it runs."""
        return self._held[0] if self._held else None

    @property
    def log(self) -> str:
        """The last lines that the engine wrote to stderr, after its command line."""
        return "\n".join([" ".join(self._command), *self._log])

    @property
    def is_running(self) -> bool:
        """Whether a process was started and has not ended."""
        return self.process is not None

    def start(self, command: list[str], model: str = "") -> None:
        """Start the engine and ask it to describe the model."""
        self.stop()
        self._command, self._model, self._crashes = list(command), model, 0
        self._launch()

    def stop(self) -> None:
        """End the engine, which fails open calls."""
        client, self._client = self._client, None
        self.is_ready = False
        self._patience.stop()
        _dismiss_held(self._held)
        if client is not None:
            client.lost(tr("the engine was stopped"))

    def call(
        self,
        method: str,
        params: dict,
        payload: bytes = b"",
        done: Callable | None = None,
        failed: Callable | None = None,
        progress: Callable | None = None,
    ) -> int | None:
        """Send a request; its id, or None where no engine runs (``failed`` is not called).

        A recipe from a damaged file may hold what no request can: ``failed`` is called then.
        """
        if self._client is None:
            return None
        if self._model and "model" not in params:
            params = {**params, "model": self._model}
        try:
            return self._client.call(
                method, params, payload, done=done, failed=failed, progress=progress
            )
        except ValueError as error:
            if failed is not None:
                text = tr("The engine cannot be asked for this: its recipe is damaged.")
                failed(EngineFailure(INVALID_PARAMS, text, str(error)))
            return None

    def cancel(self, call_id: int | None) -> None:
        """Ask for the end of a call."""
        if self._client is not None and call_id is not None:
            self._client.cancel(call_id)

    def _launch(self) -> None:
        process = engine_process.new_process()
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_log)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        self._held.append(process)
        self._client = Client(self._write, self._on_unreadable)
        self._since.start()
        self._patience.start()
        process.start(self._command[0], self._command[1:])
        if self.process is process:  # it did not fail to start at once
            self.call("describe", {}, done=self._on_described, failed=self._on_undescribed)

    def _write(self, data: bytes) -> None:
        if self.process is None or self.process.write(data) < 0:
            raise OSError(tr("the engine is not running"))

    @guarded
    def _on_output(self) -> None:
        """Read on while much is coming.

        Qt reads one pipe full (64 KB) in a turn of its loop, and a turn lasts as long as a repaint
        of Krita's window: layers of 80 MB would take a minute.
        """
        if self._is_reading:  # waiting for more tells of it by the same signal
            return
        self._is_reading = True
        try:
            self._read_on(time.monotonic() + READ_SECONDS)
        finally:
            self._is_reading = False

    def _read_on(self, end: float) -> None:
        while self.process is not None and self._client is not None:
            data = bytes(self.process.readAllStandardOutput())
            self._client.feed(data)
            done = len(data) < MUCH_BYTES or time.monotonic() > end or self.process is None
            if done or not self.process.waitForReadyRead(1):
                return

    @guarded
    def _on_log(self) -> None:
        if self.process is not None:
            text = bytes(self.process.readAllStandardError()).decode("utf-8", "replace")
            self._log.extend(line for line in text.splitlines() if line.strip())

    def _on_described(self, answer: object, _payload: bytes) -> None:
        self._patience.stop()
        if is_description(answer):
            self.is_ready = True
            self.ready.emit(answer)
        else:
            self._give_up(tr(NOT_OURS))

    def _on_unreadable(self, sentence: str) -> None:
        """Something came that is no answer: from a program that never gave one, that is enough."""
        self._log.append(sentence)
        if not self.is_ready and self._client is not None:
            self._give_up(tr(NOT_OURS))

    @guarded
    def _on_silence(self) -> None:
        self._give_up(tr("The engine does not answer."))

    def _give_up(self, text: str) -> None:
        details = self.log
        self.stop()
        self.failed.emit(text, details)

    def _on_undescribed(self, failure: EngineFailure) -> None:
        self._patience.stop()
        if self.process is not None:
            self.failed.emit(failure.message, f"{failure.detail}\n{self.log}")

    @guarded
    def _on_error(self, error: object) -> None:
        if error == Process.ProcessError.FailedToStart and self.process is not None:
            program = self._command[0]
            self._forget(tr("the engine cannot be started"))
            self.failed.emit(tr("The engine cannot be started: {path}", path=program), self.log)

    @guarded
    def _on_finished(self, code: int) -> None:
        if self.process is None:
            return
        self._on_log()
        if self.is_ready and self._since.elapsed() > 1000 * HEALTHY_SECONDS:
            self._crashes = 0
        self._crashes += 1
        again = self._crashes <= QUIET_RESTARTS
        self._forget(tr("the engine stopped unexpectedly"))
        if again:
            self._launch()
        else:
            text = tr("The engine stopped unexpectedly (exit code {code}).", code=code)
            self.failed.emit(text, self.log)

    def _forget(self, reason: str) -> None:
        client, self._client = self._client, None
        self.is_ready = False
        if self._held:
            engine_process.bury(self._held.pop())
        if client is not None:
            client.lost(reason)


def _dismiss_held(held: list[QtCore.QProcess], _destroyed: object = None) -> None:
    while held:
        engine_process.dismiss(held.pop())
