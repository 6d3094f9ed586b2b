"""The menu of the docker itself: model, engine, manual."""

from pathlib import Path

from .guard import guarded
from .qt import QtCore, QtGui, QtWidgets, Signal
from .small_widgets import tooltip
from .translation import tr

MANUAL = Path(__file__).parent / "manual.html"


class PanelMenu(QtWidgets.QMenu):
    """Made once; the models are asked for when it opens."""

    model_chosen = Signal(str)  # its name; empty: the default one
    engine_wanted = Signal()
    picture_wanted = Signal(str)  # path of a picture that Kashira wrote

    def __init__(self, settings, connection, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._settings, self._connection = settings, connection
        self._models = self.addMenu(tr("Model"))
        self._models.setToolTipsVisible(True)
        self.addAction(tr("Open a picture by Kashira…")).triggered.connect(self._on_open_picture)
        self.addAction(tr("Engine…")).triggered.connect(self._on_engine)
        self.addAction(tr("Copy the engine's log")).triggered.connect(self._on_log)
        self.addAction(tr("Manual")).triggered.connect(self._on_manual)
        self.aboutToShow.connect(self._on_open)
        self._show_models([])

    @guarded
    def _on_open(self) -> None:
        self._connection.call("models", {}, done=self._on_models)

    @guarded
    def _on_models(self, answer: object, _payload: bytes) -> None:
        models = answer.get("models") if isinstance(answer, dict) else answer
        entries = models if isinstance(models, list) else []
        self._show_models([entry for entry in entries if isinstance(entry, dict)])

    def _show_models(self, entries: list[dict]) -> None:
        self._models.clear()
        named = [("", tr("Default"), "")]
        for entry in entries:
            name = str(entry.get("name", ""))
            fault = entry.get("fault")
            named.append((name, str(entry.get("title") or name), str(fault or "")))
        for name, title, fault in named:
            action = self._models.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self._settings.model)
            action.setEnabled(not fault)
            action.setToolTip(tooltip(fault or title))
            action.triggered.connect(lambda _on=False, name=name: self.model_chosen.emit(name))

    @guarded
    def _on_engine(self) -> None:
        self.engine_wanted.emit()

    @guarded
    def _on_open_picture(self) -> None:
        dialog = QtWidgets.QFileDialog(self.parentWidget(), tr("Open a picture by Kashira…"))
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Pictures with a recipe (*.png)"))
        dialog.fileSelected.connect(self.picture_wanted)
        dialog.setModal(False)
        dialog.show()

    @guarded
    def _on_log(self) -> None:
        QtWidgets.QApplication.clipboard().setText(self._connection.log)

    @guarded
    def _on_manual(self) -> None:
        QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(MANUAL)))
