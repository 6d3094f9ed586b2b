"""What can be done to the head that is seen: insert, generate more, roll the die."""

from .guard import guarded
from .icons import contrast
from .qt import QAction, QActionGroup, Qt, QtCore, QtGui, QtWidgets, Signal
from .settings import MAX_COUNT
from .small_widgets import small_button, tooltip
from .translation import later, tr

MODES = (
    ("parts", later("As part layers"), later("Hair, face, eyes … each on its own layer")),
    ("inks", later("Parts split into inks"), later("Each part as flats, shade, light and line")),
    ("flat", later("As one layer"), later("The whole head on one layer")),
)

ROOMY = 19  # heights of the font: from here on there is room to name the seed


class HeadActions(QtWidgets.QWidget):
    """Two lines: the buttons everybody needs, and the die with its seed."""

    insert_wanted = Signal()
    replace_wanted = Signal()
    generate_wanted = Signal(int)
    mode_chosen = Signal(str)
    roll_wanted = Signal()
    seed_typed = Signal(object)  # int: larger than Qt's own
    reset_wanted = Signal()
    back_wanted = Signal()
    menu_wanted = Signal(QtCore.QPoint)

    def __init__(self, mode: str, count: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.insert = self._make_insert(mode)
        self.generate, self.count = self._make_generate(count)
        first = _line()
        first.addWidget(self.insert, 3)
        first.addWidget(self.generate, 3)
        first.addWidget(self.count)
        self.second = _line()
        self._add_die()
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(first)
        column.addLayout(self.second)
        self.dress()

    @guarded
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102, N802 -- Qt's
        self._seed_label.setVisible(self.width() >= ROOMY * self.fontMetrics().height())

    def dress(self) -> None:
        """Insert in the highlight's colour: it is what the docker is for."""
        role, group = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup
        palette = QtGui.QPalette(self.palette())
        for name in (group.Active, group.Inactive):
            ground = palette.color(name, role.Highlight)
            texts = [palette.color(name, text) for text in (role.HighlightedText, role.ButtonText)]
            text = max(texts, key=lambda color: contrast(color, ground))
            palette.setColor(name, role.Button, ground)
            palette.setColor(name, role.ButtonText, text)
        self.insert.setPalette(palette)

    def show_seed(self, seed: int) -> None:
        """The seed of the head that is seen."""
        self._seed_shown = str(seed)
        if not self.seed.hasFocus() and self.seed.text() != str(seed):  # each text is painted anew
            self.seed.setText(str(seed))
            self.seed.setCursorPosition(0)

    def show_replace(self, possible: bool) -> None:
        """Offer to replace the head that is selected in the document."""
        self._replace.setVisible(possible)

    def set_enabled(self, enabled: bool) -> None:
        """All of it, or none while there is no engine."""
        for widget in (self.insert, self.generate, self.count, self.die, self.seed, self.reset):
            widget.setEnabled(enabled)

    def _make_insert(self, mode: str) -> QtWidgets.QToolButton:
        button = QtWidgets.QToolButton(self)
        button.setText(tr("Insert"))
        button.setToolTip(
            tooltip(
                tr("Insert this head as layers: into the selection, or the middle of the document.")
            )
        )
        button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        _stretch(button, bold=True)
        menu = QtWidgets.QMenu(button)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for name, text, tip in MODES:
            action = QAction(tr(text), menu)
            action.setToolTip(tooltip(tr(tip)))
            action.setCheckable(True)
            action.setChecked(name == mode)
            action.triggered.connect(lambda _on=False, name=name: self.mode_chosen.emit(name))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        self._replace = menu.addAction(tr("Replace the selected head"))
        self._replace.setToolTip(
            tooltip(tr("The new head, then the old one's removal: two steps of undo."))
        )
        self._replace.triggered.connect(self._on_replace)
        self._replace.setVisible(False)
        button.setMenu(menu)
        button.clicked.connect(self._on_insert)
        return button

    def _make_generate(self, count: int) -> tuple[QtWidgets.QPushButton, QtWidgets.QSpinBox]:
        button = QtWidgets.QPushButton(tr("Generate"), self)
        button.setToolTip(
            tooltip(tr("Make new heads: what is locked or pinned stays, the rest is drawn anew."))
        )
        _stretch(button)
        button.clicked.connect(self._on_generate)
        number = QtWidgets.QSpinBox(self)
        number.setRange(1, MAX_COUNT)
        number.setValue(count)
        number.setToolTip(tooltip(tr("How many heads")))
        number.setAccessibleName(tr("How many heads"))
        return button, number

    def _add_die(self) -> None:
        self.die = self._small("die", tr("Roll the die: another head with what is locked."))
        self.die.setText(tr("Roll"))
        self.die.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.die.setAutoRaise(False)
        self.die.clicked.connect(self._on_roll)
        self.back = self._small("back", tr("Back to the head before this one."))
        self.back.setEnabled(False)
        self.back.clicked.connect(self._on_back)
        self._seed_label = QtWidgets.QLabel(tr("Seed"), self)
        self._seed_label.hide()
        self._seed_shown = ""
        self.seed = QtWidgets.QLineEdit(self)
        self.seed.setToolTip(
            tooltip(tr("The same seed and locks give the same head, on any computer."))
        )
        self.seed.setAccessibleName(tr("Seed"))
        digits = QtCore.QRegularExpression("[0-9]{0,15}")
        self.seed.setValidator(QtGui.QRegularExpressionValidator(digits, self.seed))
        self.seed.setMinimumWidth(self.fontMetrics().height() * 3)
        self.seed.editingFinished.connect(self._on_seed)
        self.reset = self._small("reset", tr("Unlock everything and start afresh."))
        self.reset.clicked.connect(self._on_reset)
        self.second.addWidget(self.die)
        self.second.addWidget(self.back)
        self.second.addWidget(self._seed_label)
        self.second.addWidget(self.seed, 1)
        self.menu = self._small("menu", tr("Model, engine, manual"))
        self.menu.clicked.connect(self._on_menu)
        self.second.addWidget(self.reset)
        self.second.addWidget(self.menu)

    def _small(self, name: str, tip: str) -> QtWidgets.QToolButton:
        return small_button(self, name, tip)

    @guarded
    def _on_insert(self) -> None:
        self.insert_wanted.emit()

    @guarded
    def _on_replace(self) -> None:
        self.replace_wanted.emit()

    @guarded
    def _on_generate(self) -> None:
        self.generate_wanted.emit(self.count.value())

    @guarded
    def _on_roll(self) -> None:
        self.roll_wanted.emit()

    @guarded
    def _on_seed(self) -> None:
        typed = self.seed.text()
        if not typed:  # it was emptied and left: the head is the same
            self.seed.setText(self._seed_shown)
        elif self.seed.isModified():
            self.seed.setModified(False)
            self.seed_typed.emit(int(typed))

    @guarded
    def _on_back(self) -> None:
        self.back_wanted.emit()

    @guarded
    def _on_menu(self) -> None:
        self.menu_wanted.emit(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    @guarded
    def _on_reset(self) -> None:
        self.reset_wanted.emit()


def _line() -> QtWidgets.QHBoxLayout:
    line = QtWidgets.QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(3)
    return line


def _stretch(button: QtWidgets.QAbstractButton, bold: bool = False) -> None:
    policy = QtWidgets.QSizePolicy.Policy
    button.setSizePolicy(policy.Ignored, policy.Fixed)
    button.setMinimumWidth(button.fontMetrics().height() * 4)
    button.setMinimumHeight(round(button.fontMetrics().height() * 1.8))
    if bold:
        font = button.font()
        font.setBold(True)
        button.setFont(font)
