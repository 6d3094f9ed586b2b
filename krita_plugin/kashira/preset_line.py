"""The artist's presets: choose one, keep what is locked under a name, delete one."""

from .guard import guarded
from .qt import Qt, QtGui, QtWidgets, Signal
from .small_widgets import CalmCombo, small_button, tooltip
from .translation import tr


class PresetLine(QtWidgets.QWidget):
    """A combo box to choose from, which becomes a field for the name while one is kept."""

    chosen = Signal(str)
    keep_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = CalmCombo(self)
        self.combo.setToolTip(tooltip(tr("Presets: what you locked, under a name of yours")))
        self.combo.setAccessibleName(tr("Presets"))
        policy = QtWidgets.QSizePolicy.Policy
        self.combo.setSizePolicy(policy.Ignored, policy.Fixed)
        self.name = NameField(self)
        self.name.setPlaceholderText(tr("Name, then Enter"))
        self.name.setAccessibleName(tr("Name of the preset"))
        self.name.hide()
        self.keep = small_button(self, "bookmark", tr("Keep what is locked as a preset"))
        self.keep.setCheckable(True)
        self.delete = small_button(self, "cross", tr("Delete this preset"))
        line = QtWidgets.QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3)
        line.addWidget(self.combo, 1)
        line.addWidget(self.name, 1)
        line.addWidget(self.keep)
        line.addWidget(self.delete)
        self.combo.activated.connect(self._on_activated)
        self.keep.clicked.connect(self._on_keep)
        self.delete.clicked.connect(self._on_delete)
        self.name.returnPressed.connect(self._on_named)
        self.name.escaped.connect(self._on_escaped)
        self.show_names([])

    def show_names(self, names: list[str], current: str = "") -> None:
        """The presets there are."""
        self.combo.clear()
        self.combo.addItem(tr("Presets") if names else tr("No presets yet"), "")
        for name in names:
            self.combo.addItem(name, name)
        self.combo.setCurrentIndex(max(0, self.combo.findData(current)))
        self.delete.setEnabled(self.combo.currentIndex() > 0)

    @guarded
    def _on_activated(self, index: int) -> None:
        self.delete.setEnabled(index > 0)
        if index > 0:
            self.chosen.emit(self.combo.itemData(index))

    @guarded
    def _on_keep(self, asked: bool) -> None:
        self.combo.setVisible(not asked)
        self.name.setVisible(asked)
        if asked:
            self.name.setText(self.combo.currentData() or "")
            self.name.selectAll()
            self.name.setFocus()

    @guarded
    def _on_escaped(self) -> None:
        self.keep.setChecked(False)
        self._on_keep(False)

    @guarded
    def _on_named(self) -> None:
        name = self.name.text().strip()
        self._on_escaped()
        if name:
            self.keep_wanted.emit(name)

    @guarded
    def _on_delete(self) -> None:
        if self.combo.currentData():
            self.delete_wanted.emit(self.combo.currentData())


class NameField(QtWidgets.QLineEdit):
    """A line to write a name in; Escape leaves it."""

    escaped = Signal()

    @guarded
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102, N802 -- Qt's
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            QtWidgets.QLineEdit.keyPressEvent(self, event)
