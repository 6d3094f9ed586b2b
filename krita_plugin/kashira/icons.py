"""Small icons drawn in the palette's text colour, so that they fit a dark and a light Krita."""

from collections.abc import Callable

from .qt import Qt, QtCore, QtGui, QtWidgets

Painter = QtGui.QPainter
Box = QtCore.QRectF
NAME, FAINT = "kashira_icon", "kashira_faint"  # properties of buttons


def icon(name: str, widget: QtWidgets.QWidget, faint: bool = False) -> QtGui.QIcon:
    """The icon of that name at the widget's font height; ``faint`` stands back."""
    color = widget.palette().color(QtGui.QPalette.ColorRole.ButtonText)
    side = widget.fontMetrics().height()
    ratio = widget.devicePixelRatioF()
    disabled = _with_alpha(color, 0.3)
    found = QtGui.QIcon()
    found.addPixmap(_drawn(name, side, ratio, _with_alpha(color, 0.55) if faint else color))
    found.addPixmap(_drawn(name, side, ratio, disabled), QtGui.QIcon.Mode.Disabled)
    return found


def set_icon(button: QtWidgets.QAbstractButton, name: str, faint: bool = False) -> None:
    """Give a button its icon, to be drawn anew by `redress` when Krita's theme changes."""
    button.setProperty(NAME, name)
    button.setProperty(FAINT, faint)
    button.setIcon(icon(name, button, faint))
    side = button.fontMetrics().height()
    button.setIconSize(QtCore.QSize(side, side))


def redress(root: QtWidgets.QWidget) -> None:
    """Draw all icons below a widget in the colours of today."""
    for button in root.findChildren(QtWidgets.QAbstractButton):
        name = button.property(NAME)
        if name:
            button.setIcon(icon(name, button, bool(button.property(FAINT))))


def contrast(one: QtGui.QColor, other: QtGui.QColor) -> float:
    """How well one colour is read on the other, 1 to 21, as the W3C counts it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QtGui.QColor) -> float:
    shares = ((color.redF(), 0.2126), (color.greenF(), 0.7152), (color.blueF(), 0.0722))
    return sum(share * value**2.2 for value, share in shares)


def _with_alpha(color: QtGui.QColor, alpha: float) -> QtGui.QColor:
    changed = QtGui.QColor(color)
    changed.setAlphaF(alpha)
    return changed


def _drawn(name: str, side: int, ratio: float, color: QtGui.QColor) -> QtGui.QPixmap:
    pixmap = QtGui.QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = Painter(pixmap)
    painter.setRenderHint(Painter.RenderHint.Antialiasing)
    painter.scale(side / 16, side / 16)  # every drawing below is made on 16 x 16
    pen = QtGui.QPen(color, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _DRAWINGS[name](painter, color)
    painter.end()
    return pixmap


def _lock(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawArc(Box(5, 2, 6, 8), 0, 180 * 16)
    painter.setBrush(color)
    painter.drawRoundedRect(Box(3.5, 7, 9, 6.5), 1, 1)


def _die(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawRoundedRect(Box(2.5, 2.5, 11, 11), 2.2, 2.2)
    _dots(painter, color, ((5.6, 5.6), (10.4, 5.6), (8, 8), (5.6, 10.4), (10.4, 10.4)))


def _dots(painter: Painter, color: QtGui.QColor, points: tuple) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x, y in points:
        painter.drawEllipse(QtCore.QPointF(x, y), 1.05, 1.05)
    painter.restore()


def _pin(painter: Painter, color: QtGui.QColor) -> None:
    painter.setBrush(color)
    painter.drawRoundedRect(Box(5.5, 2, 5, 5), 1, 1)
    painter.drawLine(QtCore.QPointF(3.8, 9), QtCore.QPointF(12.2, 9))
    painter.drawLine(QtCore.QPointF(5.5, 7), QtCore.QPointF(3.8, 9))
    painter.drawLine(QtCore.QPointF(10.5, 7), QtCore.QPointF(12.2, 9))
    painter.drawLine(QtCore.QPointF(8, 9), QtCore.QPointF(8, 14))


def _star(painter: Painter, color: QtGui.QColor) -> None:
    path = QtGui.QPainterPath()
    for index in range(10):
        radius = 6.2 if index % 2 == 0 else 2.7
        line = QtCore.QLineF.fromPolar(radius, 90 + 36 * index)
        point = QtCore.QPointF(8 + line.dx(), 8.4 + line.dy())
        path.lineTo(point) if index else path.moveTo(point)
    path.closeSubpath()
    painter.setBrush(color)
    painter.drawPath(path)


def _reset(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawArc(Box(3, 3, 10, 10), 60 * 16, 290 * 16)
    painter.drawPolyline(_points((7.6, 0.8), (10.6, 3.6), (7.4, 6)))


def _back(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawLine(QtCore.QPointF(3, 8), QtCore.QPointF(13, 8))
    painter.drawPolyline(_points((7, 4), (3, 8), (7, 12)))


def _menu(painter: Painter, color: QtGui.QColor) -> None:
    for y in (4, 8, 12):
        painter.drawLine(QtCore.QPointF(3, y), QtCore.QPointF(13, y))


def _bookmark(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawPolygon(_points((4, 2.5), (12, 2.5), (12, 13.5), (8, 10), (4, 13.5)))


def _match(painter: Painter, color: QtGui.QColor) -> None:
    for x, y in ((2, 2), (9, 2), (2, 9)):
        painter.drawRect(Box(x, y, 5, 5))
    painter.setBrush(color)
    painter.drawRect(Box(9, 9, 5, 5))


def _cross(painter: Painter, color: QtGui.QColor) -> None:
    painter.drawLine(QtCore.QPointF(4, 4), QtCore.QPointF(12, 12))
    painter.drawLine(QtCore.QPointF(12, 4), QtCore.QPointF(4, 12))


def _points(*pairs: tuple[float, float]) -> QtGui.QPolygonF:
    return QtGui.QPolygonF([QtCore.QPointF(x, y) for x, y in pairs])


_DRAWINGS: dict[str, Callable[[Painter, QtGui.QColor], None]] = {
    "lock": _lock,
    "die": _die,
    "pin": _pin,
    "star": _star,
    "reset": _reset,
    "menu": _menu,
    "back": _back,
    "bookmark": _bookmark,
    "match": _match,
    "cross": _cross,
}
