"""The docker as a whole: when it starts and stops the engine, and what it lets others call."""

from .choice_pictures import ChoicePictures
from .description import read_description
from .engine_process import wait_for_all
from .guard import guarded
from .head_control import HeadControl
from .icons import redress
from .panel import Panel, Sessions
from .panel_menu import PanelMenu
from .qt import QtCore, QtGui, QtWidgets
from .results_control import ResultsControl
from .settings import Settings
from .translation import tr, use_language

TITLE = "Kashira"


class KashiraPanel(QtWidgets.QWidget):
    """What the docker holds.

    Args:
        host: the plugin's `krita_api`, or what stands in for it.
        layers: `insert_layers` and `insert_morph` as one object (see `Insertion`).
        find_engine: takes the settings, gives the engine's command line, or None.
        setup: makes the panel that is shown while there is no engine.
        language: a locale such as ``ja_JP``; that of Qt if left out.
    """

    def __init__(self, host, layers, find_engine, setup=None, language: str = "") -> None:
        super().__init__()
        use_language(language or QtCore.QLocale().name())
        self.settings = Settings(host.read_setting, host.write_setting)
        self._host, self._find_engine, self._make_setup = host, find_engine, setup
        self._setup: QtWidgets.QWidget | None = None
        self._started = False
        self.panel = Panel(self.settings, self)
        self.sessions = Sessions(self.panel, host, layers)
        self.head = HeadControl(self.panel, self.sessions, host, self)
        self.results = ResultsControl(self.panel, self.sessions, self.head, self)
        self.choice_pictures = ChoicePictures(self.panel, self.sessions, self)
        self.menu = PanelMenu(self.settings, self.sessions.connection, self)
        self.menu.model_chosen.connect(self._on_model)
        self.menu.picture_wanted.connect(self.results.open_picture)
        self.menu.engine_wanted.connect(self._show_setup)
        self.panel.actions.menu_wanted.connect(self.menu.popup)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.sessions.connection.ready.connect(self._on_ready)
        self.sessions.connection.failed.connect(self._on_engine_failed)
        host.on_closing(self.quit)
        self._show_enabled(False)

    # -- what a shortcut, a driver or a test calls

    def generate(self) -> None:
        """As the button does."""
        self.results.generate()

    def insert(self) -> None:
        """As the button does."""
        self.results.insert()

    def roll(self) -> None:
        """As the die does."""
        self.head.roll()

    @property
    def is_settled(self) -> bool:
        """Whether the engine is there, and nothing is being drawn."""
        sessions = self.sessions
        ready = sessions.connection.is_ready and sessions.preview.pictures_drawn > 0
        return ready and sessions.preview.settled and not sessions.are_busy

    @guarded
    def start_engine(self) -> None:
        """Look for the engine and start it; show how to get one if there is none."""
        self._started = True
        command = self._find_engine(self.settings)
        if command is None:
            self._show_setup()
            return
        self.panel.pages.setCurrentIndex(0)
        self.panel.picture.show_text(tr("Starting the engine…"))
        self.sessions.connection.start(command, self.settings.model)

    @guarded
    def close_engine(self) -> None:
        """Stop the engine; `start_engine` starts it again."""
        self.sessions.connection.stop()

    @guarded
    def quit(self) -> None:
        """Krita quits, and has destroyed this widget already: nothing of Qt's is asked here."""
        self.results.write_all()
        wait_for_all()

    @guarded
    def canvas_changed(self) -> None:
        """Krita says so several times for one document: only a look is due, and soon is enough."""
        if self.isVisible():
            QtCore.QTimer.singleShot(0, self.sessions.watch.look)

    @guarded
    def changeEvent(self, event: QtCore.QEvent) -> None:  # noqa: D102, N802 -- Qt's
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            QtCore.QTimer.singleShot(0, self._redress)  # those inside learn of it after us
        QtWidgets.QWidget.changeEvent(self, event)

    @guarded
    def _redress(self) -> None:
        redress(self)
        self.panel.actions.dress()

    @guarded
    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102, N802 -- Qt's
        self.sessions.watch.set_awake(True)
        if not self._started:
            self.start_engine()

    @guarded
    def hideEvent(self, event: QtGui.QHideEvent) -> None:  # noqa: D102, N802 -- Qt's
        self.sessions.watch.set_awake(False)

    @guarded
    def _on_ready(self, answer: object) -> None:
        self.sessions.preview.engine_gone()  # whatever an engine before this one was asked
        self._show_enabled(True)
        if self.head.use_description(read_description(answer)):
            self.panel.attributes.pictures_wanted.connect(self.choice_pictures.draw)

    @guarded
    def _on_engine_failed(self, text: str, details: str) -> None:
        self.sessions.preview.engine_gone()
        self._show_enabled(False)
        self.panel.picture.show_text(tr("No engine"))
        self.panel.error.show_text(text, details, tr("Start again"), self._on_restart)

    @guarded
    def _on_restart(self) -> None:
        self.panel.error.hide()
        self.start_engine()

    @guarded
    def _on_model(self, name: str) -> None:
        self.settings.model = name
        self.start_engine()

    def _show_enabled(self, enabled: bool) -> None:
        self.panel.actions.set_enabled(enabled)
        self.panel.tabs.setEnabled(enabled)

    @guarded
    def _show_setup(self) -> None:
        if self._setup is None and self._make_setup is not None:
            self._setup = self._make_setup(self.settings, self.start_engine)
            self.panel.pages.addWidget(self._setup)
        if self._setup is not None:
            ready = self.sessions.connection.is_ready
            self._setup.show_back(self._leave_setup if ready else None)
            self.panel.pages.setCurrentWidget(self._setup)

    def _leave_setup(self) -> None:
        self.panel.pages.setCurrentIndex(0)


def docker_class(dock_widget: type, make_panel) -> type:
    """The class that Krita makes a docker of for each of its windows.

    Args:
        dock_widget: Krita's own `DockWidget`.
        make_panel: makes the widget inside.
    """

    class KashiraDocker(dock_widget):
        """Krita's frame round the panel."""

        def __init__(self) -> None:
            super().__init__()
            self.setWindowTitle(TITLE)
            self.panel = make_panel()
            self.setWidget(self.panel)

        def canvasChanged(self, canvas) -> None:  # noqa: N802 -- Krita's
            """Krita shows another canvas, or none."""
            changed = getattr(self.panel, "canvas_changed", None)
            if changed is not None:
                changed()

    return KashiraDocker
