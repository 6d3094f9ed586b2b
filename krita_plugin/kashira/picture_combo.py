"""A combo box whose open list shows a picture beside each value."""

from .guard import guarded
from .preview_picture import paper
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import CalmCombo

PICTURE = Qt.ItemDataRole.UserRole + 1


class PictureCombo(CalmCombo):
    """Tells when its list opens; pictures may come later, one by one."""

    opened = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(PictureDelegate(self))
        self.view().setMinimumWidth(self.fontMetrics().height() * 11)

    def set_picture(self, index: int, image: QtGui.QImage) -> None:
        """The picture of a value."""
        self.setItemData(index, QtGui.QPixmap.fromImage(image), PICTURE)

    @guarded
    def showPopup(self) -> None:  # noqa: D102, N802 -- Qt's
        self.opened.emit()
        QtWidgets.QComboBox.showPopup(self)


class PictureDelegate(QtWidgets.QStyledItemDelegate):
    """Draws the picture on paper, then the text."""

    def side(self) -> int:
        """Of a picture, in logical pixels."""
        return self.parent().fontMetrics().height() * 3

    @guarded
    def sizeHint(self, option, index) -> QtCore.QSize:  # noqa: D102, N802 -- Qt's
        return QtCore.QSize(self.side() * 3, self.side() + 4)

    @guarded
    def paint(self, painter, option, index) -> None:  # noqa: D102 -- Qt's
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        role = QtGui.QPalette.ColorRole
        chosen = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(role.Highlight))
        box = QtCore.QRectF(option.rect).adjusted(2, 2, 0, -2)
        box.setWidth(box.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper(option.palette))
        painter.drawRoundedRect(box, 3, 3)
        picture = index.data(PICTURE)
        if picture is not None:
            painter.drawPixmap(box, picture, QtCore.QRectF(picture.rect()))
        painter.setPen(option.palette.color(role.HighlightedText if chosen else role.Text))
        room = QtCore.QRectF(option.rect).adjusted(box.width() + 10, 0, -2, 0)
        alignment = QtGui.QTextOption(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, str(index.data() or ""), alignment)
        painter.restore()
