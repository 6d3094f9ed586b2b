"""Widgets that behave in a narrow docker: they give way, and scroll instead of changing."""

import html

from .guard import guarded
from .icons import set_icon
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .translation import tr


class LockButton(QtWidgets.QToolButton):
    """A lock: the artist's value stays. A die: the seed draws it."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.toggled.connect(self._dress)
        self._dress()

    def show_locked(self, locked: bool) -> None:
        """Show the state without telling anybody."""
        if locked != self.isChecked():
            self.blockSignals(True)
            self.setChecked(locked)
            self.blockSignals(False)
            self._dress()

    @guarded
    def _dress(self) -> None:
        locked = self.isChecked()
        set_icon(self, "lock" if locked else "die", faint=not locked)
        self.setAccessibleName(tr("Locked") if locked else tr("Drawn by the seed"))
        self.setToolTip(
            tr("Locked: stays as it is. Click to let the seed draw it.")
            if locked
            else tr("Drawn by the seed. Click to lock it as it is.")
        )


class ElidedLabel(QtWidgets.QLabel):
    """A label that gives way in a narrow docker."""

    def __init__(self, text, parent=None, align=Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(text, parent)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Preferred)
        self._faint = False

    def set_faint(self, faint: bool) -> None:
        """Draw it in a colour that stands back."""
        self._faint = faint

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        color = self.palette().color(QtGui.QPalette.ColorRole.WindowText)
        if self._faint or not self.isEnabled():
            color.setAlphaF(0.6)
        painter.setPen(color)
        metrics = self.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        option = QtGui.QTextOption(self.alignment())
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(QtCore.QRectF(self.rect()), text, option)
        painter.end()


class CalmSlider(QtWidgets.QSlider):
    """A slider that the wheel moves only where it has been clicked: the panel scrolls."""

    centered = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)
        self.setMinimumWidth(self.fontMetrics().height() * 2)
        self._mark: float | None = None

    def mark(self, fraction: float) -> None:
        """Draw a small mark where the middle of a slider with two directions is."""
        self._mark = fraction

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        if self._mark is not None:
            painter = QtGui.QPainter(self)
            color = self.palette().color(QtGui.QPalette.ColorRole.WindowText)
            color.setAlphaF(0.45)
            handle = self.style().pixelMetric(
                QtWidgets.QStyle.PixelMetric.PM_SliderLength, None, self
            )
            x = round(handle / 2 + self._mark * (self.width() - handle))
            painter.fillRect(QtCore.QRect(x, self.height() // 2 - 6, 1, 12), color)
            painter.end()
        QtWidgets.QSlider.paintEvent(self, event)

    @guarded
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:  # noqa: D102, N802 -- Qt's
        _wheel_if_focused(QtWidgets.QSlider, self, event)

    @guarded
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102, N802 -- Qt's
        if event.button() == Qt.MouseButton.LeftButton:
            self._jump_to(event.pos())
        QtWidgets.QSlider.mousePressEvent(self, event)

    def _jump_to(self, point: QtCore.QPoint) -> None:
        """Put the handle under the mouse, as Krita's own sliders do."""
        option = QtWidgets.QStyleOptionSlider()
        self.initStyleOption(option)
        style = QtWidgets.QStyle
        handle = self.style().subControlRect(
            style.ComplexControl.CC_Slider, option, style.SubControl.SC_SliderHandle, self
        )
        if not handle.contains(point):
            room, x = self.width() - handle.width(), point.x() - handle.width() // 2
            low, high = self.minimum(), self.maximum()
            self.setValue(style.sliderValueFromPosition(low, high, x, room, option.upsideDown))

    @guarded
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102, N802 -- Qt's
        self.centered.emit()


class CalmCombo(QtWidgets.QComboBox):
    """A combo box that the wheel changes only where it has been clicked."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        adjust = QtWidgets.QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(adjust.AdjustToMinimumContentsLengthWithIcon)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)

    @guarded
    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:  # noqa: D102, N802 -- Qt's
        _wheel_if_focused(QtWidgets.QComboBox, self, event)


def _wheel_if_focused(base, widget: QtWidgets.QWidget, event: QtGui.QWheelEvent) -> None:
    if widget.hasFocus():
        base.wheelEvent(widget, event)
    else:
        event.ignore()


def tooltip(text: str) -> str:
    """A tooltip that wraps its lines, and takes nothing in a model's titles for markup."""
    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>" if text else ""


def tab_stops(root: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    """What the Tab key stops at inside a widget, in the order it was made."""
    passed = (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus)
    return [
        widget
        for widget in root.findChildren(QtWidgets.QWidget)
        if widget.focusPolicy() not in passed
        and widget.focusProxy() is None
        and widget.window() is root.window()
    ]


def small_button(parent: QtWidgets.QWidget, name: str, tip: str) -> QtWidgets.QToolButton:
    """A button that is only an icon."""
    button = QtWidgets.QToolButton(parent)
    set_icon(button, name)
    button.setAutoRaise(True)
    button.setToolTip(tooltip(tip))
    button.setAccessibleName(tip)
    return button
