"""What the docker shows while there is no engine: one button that sets it up, and other ways."""

from collections.abc import Callable

from .engine_setup import EngineSetup
from .guard import guarded
from .notice_bar import Notice, ProgressLine
from .qt import Qt, QtWidgets
from .small_widgets import tooltip
from .translation import tr

COMMAND = "kashira install krita"
"""What installs plugin and engine together, where Kashira is there as a command."""


class SetupPanel(QtWidgets.QScrollArea):
    """Sets up the engine, or takes the path of one.

    Args:
        settings: where the path is kept.
        on_ready: called when there is an engine to start.
    """

    def __init__(self, settings, on_ready: Callable[[], object]) -> None:
        super().__init__()
        self._settings, self._on_ready = settings, on_ready
        self._setup = EngineSetup(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QtWidgets.QVBoxLayout()
        self._on_back: Callable[[], object] | None = None
        self.back = QtWidgets.QPushButton(tr("Go back"), self)
        self.back.setToolTip(tooltip(tr("Go back")))
        self.back.clicked.connect(self._on_back_clicked)
        self.back.hide()
        self._column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_button()
        self._add_other_ways()
        self._column.addStretch(1)
        inside = QtWidgets.QWidget(self)
        inside.setLayout(self._column)
        self.setWidget(inside)
        self._setup.progressed.connect(self._on_progressed)
        self._setup.finished.connect(self._on_finished)
        self._setup.failed.connect(self._on_failed)

    def show_back(self, call: Callable[[], object] | None) -> None:
        """Offer the way back to the heads, where there is an engine."""
        self._on_back = call
        self.back.setVisible(call is not None)
        self._absent.setVisible(call is None)

    def _add_button(self) -> None:
        self._add_text(tr("Heads are drawn by the engine, a program of its own."), bold=True)
        self._absent = self._add_text(
            tr(
                "It is not on this computer yet. Setting it up takes a few minutes, about 300 MB "
                "and, unless you choose a folder below, the network. It runs offline afterwards."
            )
        )
        self.button = QtWidgets.QPushButton(tr("Set up the engine"), self)
        self.button.setToolTip(
            tooltip(tr("Make a Python environment in Krita's folder, and install there."))
        )
        self.button.setMinimumHeight(self.fontMetrics().height() * 2)
        self.button.clicked.connect(self._on_start)
        self.progress = ProgressLine(self)
        self.progress.canceled.connect(self._setup.cancel)
        self.notice = Notice(self)
        for widget in (self.button, self.progress, self.notice):
            self._column.addWidget(widget)
        self._add_text(tr("Without a network: folder with the engine's packages"))
        self.packages = self._path_line(tr("Folder"), "", tr("Choose…"), self._on_choose_packages)
        self._add_text(tr("Python to use (left empty, one is looked for):"))
        self.python = self._path_line(
            tr("Path of Python 3.11 to 3.13"), "", tr("Choose…"), self._on_choose_python
        )

    def _add_other_ways(self) -> None:
        self._column.addSpacing(self.fontMetrics().height())
        self._add_text(tr("Other ways"), bold=True)
        self._add_text(tr("Kashira is installed already? Its command or its Python:"))
        self.path = self._path_line(
            tr("Path of the kashira command"), self._settings.engine, tr("Use"), self._on_use
        )
        self._add_text(tr("Or in a terminal:"))
        self.command = self._path_line("", COMMAND, tr("Copy"), self._on_copy)
        self.command.setReadOnly(True)

    def _add_text(self, text: str, bold: bool = False) -> QtWidgets.QLabel:
        label = QtWidgets.QLabel(text, self)
        label.setWordWrap(True)
        if bold:
            font = label.font()
            font.setBold(True)
            label.setFont(font)
        self._column.addWidget(label)
        return label

    def _path_line(self, hint: str, text: str, button_text: str, call) -> QtWidgets.QLineEdit:
        field = QtWidgets.QLineEdit(text, self)
        field.setPlaceholderText(hint)
        field.setAccessibleName(hint or tr("Command"))
        field.setToolTip(tooltip(hint or tr("Command")))
        field.setMinimumWidth(0)
        button = QtWidgets.QPushButton(button_text, self)
        button.setToolTip(tooltip(button_text))
        button.clicked.connect(call)
        line = QtWidgets.QHBoxLayout()
        line.addWidget(field, 1)
        line.addWidget(button)
        self._column.addLayout(line)
        return field

    @guarded
    def _on_start(self) -> None:
        self.notice.hide()
        self.button.setEnabled(False)
        self._setup.start(self.python.text().strip(), self.packages.text().strip())

    @guarded
    def _on_progressed(self, fraction: float, text: str) -> None:
        self.progress.show_progress(text, fraction if fraction >= 0 else None)

    @guarded
    def _on_finished(self, _command: object) -> None:
        self._rest()
        self._on_ready()

    @guarded
    def _on_failed(self, text: str, details: str) -> None:
        self._rest()
        self.notice.show_text(text, details)

    def _rest(self) -> None:
        self.progress.hide()
        self.button.setEnabled(True)

    @guarded
    def _on_back_clicked(self) -> None:
        if self._on_back is not None:
            self._on_back()

    @guarded
    def _on_use(self) -> None:
        self._settings.engine = self.path.text()
        self._on_ready()

    @guarded
    def _on_copy(self) -> None:
        QtWidgets.QApplication.clipboard().setText(self.command.text())

    @guarded
    def _on_choose_python(self) -> None:
        self._choose(self.python, QtWidgets.QFileDialog.FileMode.ExistingFile)

    @guarded
    def _on_choose_packages(self) -> None:
        self._choose(self.packages, QtWidgets.QFileDialog.FileMode.Directory)

    def _choose(self, field: QtWidgets.QLineEdit, mode) -> None:
        dialog = QtWidgets.QFileDialog(self, field.accessibleName())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(field.setText)
        dialog.setModal(False)
        dialog.show()
