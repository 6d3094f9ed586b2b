"""Colours to choose from: one widget that draws any number of swatches and wraps its lines."""

from dataclasses import dataclass

from .guard import guarded
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import tooltip

ANY, FOREGROUND = "?any", "?foreground"  # no name of a model's
"""Swatches that are no colour of the list: the colour dialog, Krita's foreground colour."""


@dataclass(frozen=True)
class Swatch:
    """One colour with what the tooltip says; ``special`` is ANY, FOREGROUND or empty."""

    name: str
    color: str
    tooltip: str
    special: str = ""
    changed: bool = False


class SwatchGrid(QtWidgets.QWidget):
    """Swatches in lines; arrow keys move, Space or Enter or a click choose."""

    chosen = Signal(str)
    menu_wanted = Signal(str, QtCore.QPoint)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._swatches: list[Swatch] = []
        self._current = ""
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def set_swatches(self, swatches: list[Swatch], current: str = "") -> None:
        """Show these; ``current`` is the name of the one with a ring."""
        if swatches != self._swatches or current != self._current:
            count_changed = len(swatches) != len(self._swatches)
            self._swatches, self._current = swatches, current
            if count_changed:
                self._fit_height()
            self.update()

    def color_of(self, name: str) -> str:
        """The colour shown for a name."""
        return next((entry.color for entry in self._swatches if entry.name == name), "#808080")

    @property
    def names(self) -> list[str]:
        """The names of all swatches, in order."""
        return [swatch.name for swatch in self._swatches]

    def side(self) -> int:
        """Of one swatch, in logical pixels."""
        return max(12, self.fontMetrics().height())

    def sizeHint(self) -> QtCore.QSize:  # noqa: D102, N802 -- Qt's
        return QtCore.QSize(self._step() * 8, self._height_for(self._step() * 8))

    @guarded
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102, N802 -- Qt's
        self._fit_height()

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for index, swatch in enumerate(self._swatches):
            self._paint_swatch(painter, QtCore.QRectF(self._rect(index)), swatch)
        if self.hasFocus() and self._swatches:
            option = QtWidgets.QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = self._rect(self._cursor).adjusted(-1, -1, 1, 1)
            element = QtWidgets.QStyle.PrimitiveElement.PE_FrameFocusRect
            self.style().drawPrimitive(element, option, painter, self)
        painter.end()

    @guarded
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102, N802 -- Qt's
        index = self._index_at(event.pos())
        if index is None:
            return
        self._cursor = index
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._swatches[index].name)
        elif event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(self._swatches[index].name, self.mapToGlobal(event.pos()))

    @guarded
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102, N802 -- Qt's
        step = self._key_steps().get(event.key())
        if step is not None and self._swatches:
            self._cursor = min(max(self._cursor + step, 0), len(self._swatches) - 1)
            self.update()
        elif event.key() in _CHOOSE_KEYS and self._swatches:
            self.chosen.emit(self._swatches[self._cursor].name)
        elif event.key() == Qt.Key.Key_Menu and self._swatches:
            corner = self.mapToGlobal(self._rect(self._cursor).bottomLeft())
            self.menu_wanted.emit(self._swatches[self._cursor].name, corner)
        else:
            QtWidgets.QWidget.keyPressEvent(self, event)

    @guarded
    def event(self, event: QtCore.QEvent) -> bool:  # noqa: D102 -- Qt's
        if event.type() == QtCore.QEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            text = self._swatches[index].tooltip if index is not None else ""
            QtWidgets.QToolTip.showText(event.globalPos(), tooltip(text), self)
            return True
        return bool(QtWidgets.QWidget.event(self, event))

    def _paint_swatch(self, painter, box: QtCore.QRectF, swatch: Swatch) -> None:
        role = QtGui.QPalette.ColorRole
        current = swatch.name == self._current
        ring = self.palette().color(role.Highlight if current else role.Mid)
        fill: object = QtGui.QColor(swatch.color)
        if swatch.special == ANY and not swatch.color:
            fill = _rainbow(box)
        inner = box.adjusted(2, 2, -2, -2)
        edge_color = QtGui.QColor(self.palette().color(role.WindowText))
        edge_color.setAlphaF(0.3)  # black on a dark panel and white on a bright one have an edge
        painter.setPen(QtGui.QPen(edge_color, 1))
        painter.setBrush(QtGui.QBrush(fill))
        if swatch.special == ANY:
            painter.drawEllipse(inner)
        else:
            painter.drawRoundedRect(inner, 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current:
            painter.setPen(QtGui.QPen(self.palette().color(role.WindowText), 1.6))
            edge = box.adjusted(0.8, 0.8, -0.8, -0.8)
            radius = edge.width() / 2 if swatch.special == ANY else 3.5
            painter.drawRoundedRect(edge, radius, radius)
        if swatch.special == FOREGROUND:
            self._paint_brush(painter, inner)
        if swatch.changed:
            painter.setPen(QtGui.QPen(ring, 1))
            painter.setBrush(self.palette().color(role.WindowText))
            painter.drawEllipse(box.bottomRight() - QtCore.QPointF(4, 4), 2.2, 2.2)

    def _paint_brush(self, painter, box: QtCore.QRectF) -> None:
        """Mark the foreground colour's swatch with an arrow into the panel."""
        painter.setPen(QtGui.QPen(_readable_on(QtGui.QColor(self.color_of(FOREGROUND))), 1.3))
        center = box.center()
        reach = box.width() * 0.26
        tip = center + QtCore.QPointF(0, reach)
        painter.drawLine(center - QtCore.QPointF(0, reach), tip)
        painter.drawLine(tip, tip + QtCore.QPointF(-reach * 0.7, -reach * 0.7))
        painter.drawLine(tip, tip + QtCore.QPointF(reach * 0.7, -reach * 0.7))

    def _step(self) -> int:
        return self.side() + 2

    def _columns(self, width: int) -> int:
        return max(1, width // self._step())

    def _height_for(self, width: int) -> int:
        columns = self._columns(width)
        lines = -(-max(1, len(self._swatches)) // columns)
        return lines * self._step() + 2

    def _fit_height(self) -> None:
        height = self._height_for(self.width())
        if height != self.height():
            self.setFixedHeight(height)

    def _rect(self, index: int) -> QtCore.QRect:
        columns = self._columns(self.width())
        row, column = divmod(index, columns)
        return QtCore.QRect(
            column * self._step() + 1, row * self._step() + 1, self.side(), self.side()
        )

    def _index_at(self, point: QtCore.QPoint) -> int | None:
        for index in range(len(self._swatches)):
            if self._rect(index).contains(point):
                return index
        return None

    def _key_steps(self) -> dict:
        columns = self._columns(self.width())
        key = Qt.Key
        back = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return {
            key.Key_Left: 1 if back else -1,
            key.Key_Right: -1 if back else 1,
            key.Key_Up: -columns,
            key.Key_Down: columns,
            key.Key_Home: -len(self._swatches),
            key.Key_End: len(self._swatches),
        }


_CHOOSE_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _rainbow(box: QtCore.QRectF) -> QtGui.QConicalGradient:
    gradient = QtGui.QConicalGradient(box.center(), 90)
    for step in range(7):
        gradient.setColorAt(step / 6, QtGui.QColor.fromHsvF(step % 6 / 6, 0.55, 0.95))
    return gradient


def _readable_on(color: QtGui.QColor) -> QtGui.QColor:
    dark = color.lightnessF() > 0.55
    return QtGui.QColor(20, 20, 24) if dark else QtGui.QColor(245, 245, 248)
