"""The attributes of one part of the head, folded or not, with the pin that keeps the part."""

from .description import Part
from .guard import guarded
from .icons import set_icon
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import tooltip
from .translation import tr


class PartGroup(QtWidgets.QWidget):
    """A header that folds what is below it."""

    kept_changed = Signal(str, bool)
    folded_changed = Signal(str, bool)

    def __init__(self, part: Part, can_keep: bool, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self._kept = False
        self.header = GroupHeader(tr(part.title), self)
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
        if self.pin is not None and kept != self._kept:
            self._kept = kept
            self.pin.blockSignals(True)
            self.pin.setChecked(kept)
            self.pin.blockSignals(False)
            set_icon(self.pin, "pin", faint=not kept)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to unfold."""
        return self.rows.count() == 0

    def _make_pin(self) -> QtWidgets.QToolButton:
        pin = QtWidgets.QToolButton(self)
        pin.setCheckable(True)
        pin.setAutoRaise(True)
        set_icon(pin, "pin", faint=True)
        title = tr(self.part.title)
        tip = tr("Keep as it is when the rest is drawn anew: {part}", part=title)
        pin.setToolTip(tooltip(tip))
        pin.setAccessibleName(tr("Keep: {part}", part=title))
        pin.toggled.connect(self._on_pinned)
        return pin

    def _show_open(self, is_open: bool) -> None:
        empty = self.is_empty
        self.header.setEnabled(not empty)
        self.body.setVisible(is_open and not empty)

    @guarded
    def _on_toggled(self, is_open: bool) -> None:
        self._show_open(is_open)
        self.folded_changed.emit(self.part.name, is_open)

    @guarded
    def _on_pinned(self, kept: bool) -> None:
        self.show_kept(kept)
        self.kept_changed.emit(self.part.name, kept)


class GroupHeader(QtWidgets.QAbstractButton):
    """A line with an arrow and a bold title; all of it folds."""

    def __init__(self, title: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("Fold or unfold"))
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QtCore.QSize:  # noqa: D102, N802 -- Qt's
        height = self.fontMetrics().height()
        return QtCore.QSize(height * 6, round(height * 1.6))

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        role = QtGui.QPalette.ColorRole
        color = self.palette().color(role.WindowText)
        ground = QtGui.QColor(color)
        ground.setAlphaF(0.16 if self.underMouse() and self.isEnabled() else 0.08)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(0, 1, 0, -1), 3, 3)
        side = self.fontMetrics().height()
        if self.isEnabled():
            painter.setPen(QtGui.QPen(color, 1.5))
            painter.drawPolyline(
                _chevron(QtCore.QPointF(side * 0.7, self.height() / 2), side / 4, self.isChecked())
            )
        painter.setPen(color)
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignVCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        room = QtCore.QRectF(self.rect()).adjusted(side * 1.3, 0, -2, 0)
        painter.drawText(room, self.text(), option)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(self.palette().color(role.Highlight), 1.5))
            painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(1, 2, -1, -2), 3, 3)
        painter.end()


def _chevron(center: QtCore.QPointF, reach: float, is_open: bool) -> QtGui.QPolygonF:
    half = reach / 2
    corners = (
        ((-reach, -half), (0, half), (reach, -half))
        if is_open
        else ((-half, -reach), (half, 0), (-half, reach))
    )
    return QtGui.QPolygonF([center + QtCore.QPointF(x, y) for x, y in corners])
