"""What went wrong, what is going on, and what the docker offers: lines that come and go."""

import re
from collections.abc import Callable

from .guard import guarded
from .icons import set_icon
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import tooltip
from .translation import tr

NEWS_MILLISECONDS = 2500


class Notice(QtWidgets.QFrame):
    """A sentence with at most one button, details to copy, and a cross."""

    closed = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence, self._details, self._call = "", "", None
        self.text = QtWidgets.QLabel(self)
        self.text.setWordWrap(True)
        give_way = QtWidgets.QSizePolicy.Policy.Ignored
        policy = QtWidgets.QSizePolicy(give_way, QtWidgets.QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.text.setSizePolicy(policy)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QtWidgets.QPushButton(self)
        self.copy = QtWidgets.QPushButton(tr("Copy details"), self)
        self.copy.setToolTip(tooltip(tr("Copy what a developer needs to know.")))
        self.cross = QtWidgets.QToolButton(self)
        self.cross.setAutoRaise(True)
        set_icon(self.cross, "cross")
        self.cross.setToolTip(tooltip(tr("Close this message")))
        self.cross.setAccessibleName(tr("Close this message"))
        self._top = QtWidgets.QHBoxLayout()
        self._top.addWidget(self.text, 1)
        self._top.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self._low = QtWidgets.QHBoxLayout()
        self._low.addWidget(self.button)
        self._low.addWidget(self.copy)
        self._low.addStretch(1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(6, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(self._top)
        column.addLayout(self._low)
        self.button.clicked.connect(self._on_button)
        self.copy.clicked.connect(self._on_copy)
        self.cross.clicked.connect(self._on_close)
        self.hide()

    def show_text(
        self,
        text: str,
        details: str = "",
        button: str = "",
        call: Callable[[], object] | None = None,
        tip: str = "",
    ) -> None:
        """Show a sentence; ``call`` is what the button does. Without a text, the button is all."""
        self._sentence, self._details, self._call = text, details, call
        self.text.setText(_breakable(text))
        self.text.setVisible(bool(text))
        for line in (self._top, self._low):
            line.removeWidget(self.button)
        if text:
            self._low.insertWidget(0, self.button)
        else:
            self._top.insertWidget(0, self.button, 1)
        self.button.setText(button)
        self.button.setToolTip(tooltip(tip))
        self.button.setVisible(bool(button))
        self.copy.setVisible(bool(details))
        self.show()

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        color = self.palette().color(QtGui.QPalette.ColorRole.Highlight)
        box = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        window = self.palette().color(QtGui.QPalette.ColorRole.Window)
        for pen, brush, alpha in ((window, window, 1.0), (color, color, 0.18)):
            ground = QtGui.QColor(brush)
            ground.setAlphaF(alpha)
            painter.setPen(QtGui.QPen(pen, 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
        painter.end()

    @guarded
    def _on_button(self) -> None:
        if self._call is not None:
            self._call()

    @guarded
    def _on_copy(self) -> None:
        QtWidgets.QApplication.clipboard().setText(f"{self._sentence}\n\n{self._details}")

    @guarded
    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


class News(QtWidgets.QLabel):
    """A few words that fade by themselves: something was done."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAutoFillBackground(True)
        margin = self.fontMetrics().height() // 4
        self.setContentsMargins(margin, margin, margin, margin)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str) -> None:
        """Show the words for a moment."""
        self.setText(text)
        self.show()
        self._timer.start(NEWS_MILLISECONDS)


def _breakable(text: str) -> str:
    """With places where a long path may go on in the next line."""
    return re.sub(r"([/\\])", "\\1\u200b", text)


class ProgressLine(QtWidgets.QWidget):
    """A bar with what is being done, and the way to stop it."""

    canceled = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QtWidgets.QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(True)
        self.bar.setMaximumHeight(self.fontMetrics().height() + 6)
        policy = QtWidgets.QSizePolicy.Policy
        self.bar.setSizePolicy(policy.Ignored, policy.Fixed)
        self.cancel = QtWidgets.QPushButton(tr("Cancel"), self)
        self.cancel.setToolTip(tooltip(tr("Stop this; heads that are finished stay.")))
        self.cancel.clicked.connect(self._on_cancel)
        self.setAutoFillBackground(True)
        line = QtWidgets.QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        self.hide()

    def show_progress(self, text: str, fraction: float | None = None) -> None:
        """Say what is being done; None: nobody knows how far it is."""
        self.bar.setFormat(text.replace("%", "%%"))
        self.bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self.bar.setValue(round(min(max(fraction, 0.0), 1.0) * 1000))
        self.show()

    @guarded
    def _on_cancel(self) -> None:
        self.canceled.emit()
