"""The attributes of one part of the head, folded or not, with the pin that keeps the part."""

from .description import Part
from .guard import guarded
from .icons import icon
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .translation import tr


class PartGroup(QtWidgets.QWidget):
    """A header that folds what is below it."""

    kept_changed = Signal(str, bool)
    folded_changed = Signal(str, bool)

    def __init__(self, part: Part, can_keep: bool, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.header = QtWidgets.QToolButton(self)
        self.header.setText(tr(part.title))
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setAutoRaise(True)
        self.header.setCheckable(True)
        font = self.header.font()
        font.setBold(True)
        self.header.setFont(font)
        policy = QtWidgets.QSizePolicy.Policy
        self.header.setSizePolicy(policy.Expanding, policy.Fixed)
        self.header.setToolTip(tr("Fold or unfold"))
        self.pin = self._make_pin() if can_keep else None
        self.body = QtWidgets.QWidget(self)
        self.rows = QtWidgets.QVBoxLayout(self.body)
        self.rows.setContentsMargins(4, 0, 2, 4)
        self.rows.setSpacing(1)
        line = QtWidgets.QHBoxLayout()
        line.setContentsMargins(0, 0, 2, 0)
        line.setSpacing(2)
        line.addWidget(self.header, 1)
        if self.pin is not None:
            line.addWidget(self.pin)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.body)
        self.header.toggled.connect(self._on_toggled)
        self.set_open(False)

    def add_row(self, row: QtWidgets.QWidget) -> None:
        """One more attribute."""
        self.rows.addWidget(row)

    def set_open(self, is_open: bool) -> None:
        """Fold or unfold without telling anybody."""
        self.header.blockSignals(True)
        self.header.setChecked(is_open)
        self.header.blockSignals(False)
        self._show_open(is_open)

    def show_kept(self, kept: bool) -> None:
        """Show whether the part is kept, without telling anybody."""
        if self.pin is not None:
            self.pin.blockSignals(True)
            self.pin.setChecked(kept)
            self.pin.blockSignals(False)
            self.pin.setIcon(icon("pin", self.pin, faint=not kept))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to unfold."""
        return self.rows.count() == 0

    def _make_pin(self) -> QtWidgets.QToolButton:
        pin = QtWidgets.QToolButton(self)
        pin.setCheckable(True)
        pin.setAutoRaise(True)
        pin.setIcon(icon("pin", pin, faint=True))
        side = pin.fontMetrics().height()
        pin.setIconSize(QtCore.QSize(side, side))
        title = tr(self.part.title)
        pin.setToolTip(tr("Keep as it is when the rest is drawn anew: {part}", part=title))
        pin.setAccessibleName(tr("Keep: {part}", part=title))
        pin.toggled.connect(self._on_pinned)
        return pin

    def _show_open(self, is_open: bool) -> None:
        empty = self.is_empty
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.header.setArrowType(Qt.ArrowType.NoArrow if empty else arrow)
        self.body.setVisible(is_open and not empty)

    @guarded
    def changeEvent(self, event: QtCore.QEvent) -> None:  # noqa: D102, N802 -- Qt's
        if event.type() == QtCore.QEvent.Type.PaletteChange and self.pin is not None:
            self.pin.setIcon(icon("pin", self.pin, faint=not self.pin.isChecked()))
        QtWidgets.QWidget.changeEvent(self, event)

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        color = self.palette().color(QtGui.QPalette.ColorRole.WindowText)
        color.setAlphaF(0.12)
        painter.fillRect(QtCore.QRect(0, 0, self.width(), 1), color)
        painter.end()

    @guarded
    def _on_toggled(self, is_open: bool) -> None:
        self._show_open(is_open)
        self.folded_changed.emit(self.part.name, is_open)

    @guarded
    def _on_pinned(self, kept: bool) -> None:
        self.show_kept(kept)
        self.kept_changed.emit(self.part.name, kept)
