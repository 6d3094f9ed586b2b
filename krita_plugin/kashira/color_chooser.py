"""One colour dialog that never stops anything else: what it shows is tried at once."""

from collections.abc import Callable

from .guard import guarded
from .qt import QtCore, QtGui, QtWidgets


class ColorChooser(QtCore.QObject):
    """Asks for a colour; every colour on the way is passed on, the first again on cancel."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._dialog: QtWidgets.QColorDialog | None = None
        self._on_color: Callable[[str], object] | None = None
        self._first = ""

    def choose(self, title: str, color: str, on_color: Callable[[str], object]) -> None:
        """Open the dialog, or turn the open one to this question."""
        if self._dialog is None:
            self._dialog = QtWidgets.QColorDialog(self.parent())
            option = QtWidgets.QColorDialog.ColorDialogOption.DontUseNativeDialog
            self._dialog.setOption(option)
            self._dialog.setModal(False)
            self._dialog.currentColorChanged.connect(self._on_changed)
            self._dialog.rejected.connect(self._on_rejected)
        self._on_color = None  # setting the first colour is no answer
        self._dialog.setWindowTitle(title)
        self._dialog.setCurrentColor(QtGui.QColor(color))
        self._first, self._on_color = color, on_color
        self._dialog.show()
        self._dialog.raise_()

    @guarded
    def _on_changed(self, color: QtGui.QColor) -> None:
        if self._on_color is not None:
            self._on_color(color.name())

    @guarded
    def _on_rejected(self) -> None:
        if self._on_color is not None:
            self._on_color(self._first)
