"""The heads that were made, as pictures: click to see, double click or Enter to insert."""

from collections import OrderedDict

from .guard import guarded
from .head_menu import OF_A_RESULT, OF_SEVERAL, open_head_menu
from .history import PastHead
from .preview_picture import paper
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import tooltip
from .translation import tr

HEAD = Qt.ItemDataRole.UserRole
MAX_PIXMAPS = 120
"""Unpacked pictures at once, 100 KB each: more than any docker shows."""


class ResultsGrid(QtWidgets.QListWidget):
    """Pictures of past heads, newest first."""

    shown = Signal(object)  # PastHead: clicked or reached by keyboard
    asked = Signal(str, list)  # an action of `head_menu`, and the heads it is for
    marked_changed = Signal(int)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        view = QtWidgets.QListView
        self.setViewMode(view.ViewMode.IconMode)
        self.setResizeMode(view.ResizeMode.Adjust)
        self.setMovement(view.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        selection = QtWidgets.QAbstractItemView.SelectionMode
        self.setSelectionMode(selection.ExtendedSelection)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumHeight(self.fontMetrics().height() * 6)
        self.setAccessibleName(tr("Results"))
        self.setItemDelegate(HeadDelegate(self))
        self._favorites_only = False
        self.itemSelectionChanged.connect(self._on_selection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.refit()

    def add_head(
        self, head: PastHead, image: QtGui.QImage | None = None, oldest: bool = False
    ) -> None:
        """One more head, on top, or at the end where it is read from the past."""
        if image is not None:
            self.itemDelegate().remember(head, image)
        item = QtWidgets.QListWidgetItem()
        item.setData(HEAD, head)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, tr("Head {tag}", tag=head.tag))
        tip = tr("Click to see it above, double-click to insert it, right-click for more.")
        item.setToolTip(tooltip(f"{tr('Head {tag}', tag=head.tag)}\n{tip}"))
        self.insertItem(self.count() if oldest else 0, item)
        item.setHidden(self._favorites_only and not head.favorite)

    def update_head(self, head: PastHead) -> None:
        """Its star changed."""
        item = self._item_of(head)
        if item is not None:
            item.setData(HEAD, head)
            item.setHidden(self._favorites_only and not head.favorite)
            self.viewport().update()

    def remove_head(self, head: PastHead) -> None:
        """It is gone."""
        item = self._item_of(head)
        if item is not None:
            self.takeItem(self.row(item))

    def show_favorites_only(self, only: bool) -> None:
        """All heads, or those with a star."""
        self._favorites_only = only
        for item in self._items():
            item.setHidden(only and not item.data(HEAD).favorite)

    @property
    def marked(self) -> list[PastHead]:
        """The selected heads in the order they are seen."""
        items = sorted(self.selectedItems(), key=self.row)
        return [item.data(HEAD) for item in items if not item.isHidden()]

    @property
    def heads(self) -> list[PastHead]:
        """All heads, newest first."""
        return [item.data(HEAD) for item in self._items()]

    def refit(self) -> None:
        """As many pictures in a line as fit well, without a gap at its end."""
        wanted = self.fontMetrics().height() * 5
        room = max(self.viewport().width() - 4, wanted)
        side = room // max(1, round(room / wanted))
        if side != self.gridSize().width():
            self.setGridSize(QtCore.QSize(side, side))

    @guarded
    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102, N802 -- Qt's
        QtWidgets.QListWidget.paintEvent(self, event)
        if self.count() == 0:
            painter = QtGui.QPainter(self.viewport())
            color = self.palette().color(QtGui.QPalette.ColorRole.Text)
            color.setAlphaF(0.6)
            painter.setPen(color)
            box = QtCore.QRectF(self.viewport().rect()).adjusted(12, 12, -12, -12)
            option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(box, tr("Press Generate to make some."), option)
            painter.end()

    @guarded
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102, N802 -- Qt's
        QtWidgets.QListWidget.resizeEvent(self, event)
        self.refit()

    @guarded
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102, N802 -- Qt's
        current = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and self.marked:
            self.asked.emit("delete", self.marked)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current is not None and not current.isHidden():
                self.asked.emit("insert", [current.data(HEAD)])
        else:
            QtWidgets.QListWidget.keyPressEvent(self, event)
            item = self.currentItem()
            if item is not None and item is not current and len(self.selectedItems()) == 1:
                self.shown.emit(item.data(HEAD))

    def _items(self) -> list[QtWidgets.QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _item_of(self, head: PastHead) -> QtWidgets.QListWidgetItem | None:
        return next((i for i in self._items() if i.data(HEAD).name == head.name), None)

    @guarded
    def _on_selection(self) -> None:
        self.marked_changed.emit(len(self.selectedItems()))

    @guarded
    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: N802 -- Qt's
        """Not `itemActivated`: on a desktop of single clicks (KDE's) one click would insert."""
        QtWidgets.QListWidget.mouseDoubleClickEvent(self, event)
        item = self.itemAt(event.pos())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit("insert", [item.data(HEAD)])

    @guarded
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102, N802 -- Qt's
        QtWidgets.QListWidget.mouseReleaseEvent(self, event)
        item = self.itemAt(event.pos())
        alone = len(self.selectedItems()) == 1
        if item is not None and alone and event.button() == Qt.MouseButton.LeftButton:
            self.shown.emit(item.data(HEAD))

    @guarded
    def _on_menu(self, position: QtCore.QPoint) -> None:
        item = self.itemAt(position)
        if item is None:
            return
        heads = self.marked if item.isSelected() else [item.data(HEAD)]
        names = OF_A_RESULT if len(heads) == 1 else OF_SEVERAL
        where = self.viewport().mapToGlobal(position)
        open_head_menu(
            self, where, names, heads[0].favorite, lambda name: self.asked.emit(name, heads)
        )


class HeadDelegate(QtWidgets.QStyledItemDelegate):
    """A picture on paper, a ring where it is selected, a star where it is a favourite.

    Pictures are unpacked when they are first seen, and the last ones kept.
    """

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[str, QtGui.QPixmap] = OrderedDict()

    def sizeHint(self, option, index) -> QtCore.QSize:  # noqa: D102, N802 -- Qt's
        return self.parent().gridSize()

    def remember(self, head: PastHead, image: QtGui.QImage) -> None:
        """The picture of a head, unpacked."""
        self._pixmaps[head.name] = QtGui.QPixmap.fromImage(image)
        if len(self._pixmaps) > MAX_PIXMAPS:
            self._pixmaps.popitem(last=False)

    def _pixmap(self, head: PastHead) -> QtGui.QPixmap:
        if head.name not in self._pixmaps:
            self.remember(head, QtGui.QImage.fromData(head.thumbnail))
        self._pixmaps.move_to_end(head.name)
        return self._pixmaps[head.name]

    @guarded
    def paint(self, painter, option, index) -> None:  # noqa: D102 -- Qt's
        box = QtCore.QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        state = QtWidgets.QStyle.StateFlag
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper(option.palette))
        painter.drawRoundedRect(box, 3, 3)
        head = index.data(HEAD)
        if head is not None:
            pixmap = self._pixmap(head)
            painter.drawPixmap(box, pixmap, QtCore.QRectF(pixmap.rect()))
        if option.state & state.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for role, width in (("Text", 3.5), ("Highlight", 2.5)):
                color = option.palette.color(getattr(QtGui.QPalette.ColorRole, role))
                painter.setPen(QtGui.QPen(color, width))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        if option.state & state.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            text = option.palette.color(QtGui.QPalette.ColorRole.Text)
            painter.setPen(QtGui.QPen(text, 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 2, 2)
        if head is not None and head.favorite:
            _paint_star(painter, box)
        painter.restore()


def _paint_star(painter, box: QtCore.QRectF) -> None:
    center = box.topRight() + QtCore.QPointF(-9, 9)
    points = []
    for corner in range(10):
        line = QtCore.QLineF.fromPolar(6.5 if corner % 2 == 0 else 2.8, 90 + 36 * corner)
        points.append(center + QtCore.QPointF(line.dx(), line.dy()))
    painter.setPen(QtGui.QPen(QtGui.QColor(60, 40, 0), 1))
    painter.setBrush(QtGui.QColor(255, 204, 64))
    painter.drawPolygon(QtGui.QPolygonF(points))
