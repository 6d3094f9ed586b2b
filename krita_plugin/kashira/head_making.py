"""Requests that take a while: new heads, variations, mixtures, morphs; one at a time."""

from collections.abc import Callable

from .engine.protocol import CANCELLED, LOST
from .guard import guarded
from .pictures import image_of
from .qt import QtCore, QtGui, Signal
from .translation import tr

THUMBNAIL_PIXELS = 192
"""Enough for a picture of 96 on a screen of double density; 15 KB as PNG."""


class HeadMaking(QtCore.QObject):
    """One long request, with its progress and its end."""

    head_made = Signal(object, object)  # the engine's head, its QImage
    progressed = Signal(str, object)  # text, fraction or None
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, connection, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        self._call: int | None = None
        self.is_busy = False

    def make(self, method: str, params: dict, text: str) -> bool:
        """Ask for heads; each is told as it arrives. False while another request runs."""
        params = {**params, "size": THUMBNAIL_PIXELS, "format": "bgra8"}
        return self.ask(method, params, text, on_progress=self._on_made)

    def ask(
        self,
        method: str,
        params: dict,
        text: str,
        on_done: Callable | None = None,
        on_progress: Callable | None = None,
        payload: bytes = b"",
    ) -> bool:
        """Any request that deserves a progress bar."""
        if self.is_busy:
            return False
        self.is_busy = True
        self.progressed.emit(text, None)

        @guarded
        def progress(told, pixels) -> None:
            fraction = told.get("fraction")
            known = isinstance(fraction, (int, float))
            self.progressed.emit(text, float(fraction) if known else None)
            if on_progress is not None:
                on_progress(told, pixels)

        @guarded
        def done(answer, pixels) -> None:
            self._end()
            if on_done is not None:
                on_done(answer, pixels)

        call = self._connection.call(
            method, params, payload, done=done, failed=self._on_failed, progress=progress
        )
        if self.is_busy:  # it has not failed at once
            self._call = call
            if call is None:
                self._end()
        return call is not None

    def cancel(self) -> None:
        """Stop what is going on."""
        self._connection.cancel(self._call)

    def _on_made(self, told: dict, pixels: bytes) -> None:
        head = told.get("head")
        if isinstance(head, dict):
            image: QtGui.QImage | None = image_of(head.get("picture"), pixels)
            if image is not None:
                self.head_made.emit(head, image)

    def _end(self) -> None:
        self.is_busy, self._call = False, None
        self.ended.emit()

    @guarded
    def _on_failed(self, failure) -> None:
        self._end()
        if failure.code == LOST:
            text = tr("The engine had to be started again: press Generate once more.")
            self.failed.emit(text, failure.message)
        elif failure.code != CANCELLED:
            self.failed.emit(failure.message, failure.detail)
