"""The live preview: follows the controls, one request in flight, whole again when they rest."""

from .engine.protocol import CANCELLED, LOST, SUPERSEDED
from .guard import guarded
from .live_preview import NewestWins
from .panel_state import PanelState
from .pictures import image_of
from .preview_picture import PreviewPicture
from .qt import QtCore, Signal

REST_MILLISECONDS = 250
"""After this long without a change the head is drawn by the whole network."""


class PreviewSession(QtCore.QObject):
    """Draws the head of a panel's state into its picture."""

    head_changed = Signal()
    failed = Signal(str, str)

    def __init__(self, connection, picture: PreviewPicture, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._connection, self._picture = connection, picture
        self.state: PanelState | None = None
        self._wins: NewestWins[str] = NewestWins(self._send)
        self._rest = QtCore.QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest)
        picture.resized.connect(self._on_resized)
        self.pictures_drawn = 0  # for whoever measures

    def touch(self) -> None:
        """Something moved: a quick picture now, a whole one when it rests."""
        self._ask("low")
        self._rest.start()

    def refresh(self) -> None:
        """Another head: the whole picture."""
        self._rest.stop()
        self._ask("full")

    def engine_gone(self) -> None:
        """Nothing is in flight any more."""
        self._wins.forget()

    @property
    def settled(self) -> bool:
        """Whether the picture is what the state says."""
        return self._wins.settled and not self._rest.isActive()

    def _ask(self, detail: str) -> None:
        if self.state is not None and self._connection.is_ready:
            self._wins.ask(detail)

    def _send(self, detail: str) -> None:
        if self.state is None:
            self._wins.forget()
            return
        method, params = self.state.preview(detail)
        sides = self.state.description
        most = sides.preview_size if detail == "low" else max(sides.resolution, 256)
        params["size"] = max(16, min(self._picture.side_pixels(), most))
        moment = self.state.moment
        sent = self._connection.call(
            method,
            params,
            done=lambda answer, payload: self._on_head(answer, payload, moment),
            failed=self._on_failed,
        )
        if sent is None:
            self._wins.forget()

    @guarded
    def _on_resized(self) -> None:
        """A larger picture, once the docker keeps its size."""
        image = self._picture.image
        if image is not None and self.state is not None:
            room = min(self._picture.side_pixels(), self.state.description.resolution)
            if room > image.width():
                self._rest.start()

    @guarded
    def _on_rest(self) -> None:
        self._ask("full")

    @guarded
    def _on_head(self, answer, payload, moment) -> None:
        self._wins.answered()  # the engine draws the next one while this one is painted
        head = answer.get("head") if isinstance(answer, dict) else None
        if isinstance(head, dict) and self.state is not None:
            image = image_of(head.get("picture"), payload)
            if image is not None and self.state.accept(head, moment):
                self._picture.show_image(image)
                self.pictures_drawn += 1
                self.head_changed.emit()

    @guarded
    def _on_failed(self, failure) -> None:
        self._wins.answered()
        if failure.code not in (SUPERSEDED, CANCELLED, LOST):
            self.failed.emit(failure.message, failure.detail)
