"""The head that is seen, large."""

from .guard import guarded
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal

DARK_PAPER, BRIGHT_PAPER = 0.45, 0.14
"""How much of the text's colour is mixed into the ground of a picture."""


class PreviewPicture(QtWidgets.QWidget):
    """Draws one picture in the middle, as large as fits; double click or Enter inserts it."""

    activated = Signal()
    resized = Signal()
    menu_wanted = Signal(QtCore.QPoint)
    dropped = Signal(str)  # path of a file

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QtGui.QImage | None = None
        self._text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)
        self.setMinimumSize(*[self.fontMetrics().height() * 6] * 2)

    def lay_over(self, top: QtWidgets.QWidget, *bottom: QtWidgets.QWidget) -> None:
        """Widgets that come and go over the picture, so that nothing else has to move."""
        margin = self.fontMetrics().height() // 3
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(top)
        column.addStretch(1)
        for widget in bottom:
            column.addWidget(widget)
        column.setSizeConstraint(QtWidgets.QLayout.SizeConstraint.SetNoConstraint)

    @property
    def image(self) -> QtGui.QImage | None:
        """What is shown."""
        return self._image

    def show_image(self, image: QtGui.QImage | None) -> None:
        """Show a head, or nothing."""
        self._image = image
        self.update()

    def show_text(self, text: str) -> None:
        """A sentence where no head is."""
        self._text = text
        self.update()

    def side_pixels(self) -> int:
        """How many pixels of the screen the picture's side has."""
        return max(16, round(min(self.width(), self.height()) * self.devicePixelRatioF()))

    def sizeHint(self) -> QtCore.QSize:  # noqa: D102, N802 -- Qt's
        return QtCore.QSize(*[self.fontMetrics().height() * 14] * 2)

    @guarded
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102, N802 -- Qt's
        self.resized.emit()

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper(self.palette()))
        painter.drawRoundedRect(QtCore.QRectF(self.rect()), 4, 4)
        if self._image is not None:
            painter.drawImage(self._square(), self._image)
        else:
            painter.setPen(self.palette().color(QtGui.QPalette.ColorRole.Text))
            option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
            box = QtCore.QRectF(self.rect()).adjusted(12, 12, -12, -12)
            painter.drawText(box, self._text, option)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            color = self.palette().color(QtGui.QPalette.ColorRole.Highlight)
            painter.setPen(QtGui.QPen(color, 1.5))
            painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    @guarded
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102, N802 -- Qt's
        if self._image is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit()

    @guarded
    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:  # noqa: D102, N802 -- Qt's
        if self._image is not None:
            self.menu_wanted.emit(event.globalPos())

    @guarded
    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:  # noqa: D102, N802 -- Qt's
        if _dropped_path(event.mimeData()):
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QtGui.QDropEvent) -> None:  # noqa: D102, N802 -- Qt's
        path = _dropped_path(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)

    @guarded
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102, N802 -- Qt's
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._image is not None:
            self.activated.emit()
        else:
            QtWidgets.QWidget.keyPressEvent(self, event)

    def _square(self) -> QtCore.QRectF:
        side = min(self.width(), self.height())
        return QtCore.QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)


def paper(palette: QtGui.QPalette) -> QtGui.QColor:
    """The ground heads are seen on: a grey of the palette that dark lines and white hair leave."""
    role = QtGui.QPalette.ColorRole
    base, text = palette.color(role.Base), palette.color(role.Text)
    share = DARK_PAPER if base.lightness() < 128 else BRIGHT_PAPER
    pairs = zip(_rgb(base), _rgb(text))  # noqa: B905 -- three numbers each
    return QtGui.QColor(*[round((1 - share) * a + share * b) for a, b in pairs])


def _rgb(color: QtGui.QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def _dropped_path(data: QtCore.QMimeData) -> str:
    urls = data.urls() if data.hasUrls() else []
    return urls[0].toLocalFile() if len(urls) == 1 else ""
