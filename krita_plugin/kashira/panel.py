"""The docker's panel: makes its widgets, and joins them to what the artist does and sees."""

import itertools
from pathlib import Path

from .arrangement import Arrangement
from .attribute_panel import AttributePanel
from .color_chooser import ColorChooser
from .description import Description
from .document_watch import DocumentWatch
from .engine_connection import EngineConnection
from .guard import guarded, report_to
from .head_actions import HeadActions
from .head_making import HeadMaking
from .history import History
from .insertion import Insertion
from .long_requests import LongRequests
from .notice_bar import News, Notice, ProgressLine
from .palette_widgets import InkPalette
from .preset_line import PresetLine
from .presets import Presets
from .preview_picture import PreviewPicture
from .preview_session import PreviewSession
from .qt import Qt, QtWidgets
from .results_panel import ResultsPanel
from .settings import Settings
from .small_widgets import tab_stops
from .translation import tr


class Panel(QtWidgets.QWidget):
    """All widgets of the docker. What they do: `PanelControl`."""

    def __init__(self, settings: Settings, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.error = Notice(self)
        self.picture = PreviewPicture(self)
        self.offer = Notice(self.picture)
        self.progress = ProgressLine(self.picture)
        self.news = News(self.picture)
        self.picture.lay_over(self.offer, self.news, self.progress)
        self.picture.setToolTip(tr("Double-click to insert this head."))
        self.actions = HeadActions(settings.mode, settings.count, self)
        self.presets = PresetLine(self)
        self.results = ResultsPanel(settings.frames, self)
        self.attributes: AttributePanel | None = None
        self.inks: InkPalette | None = None
        self.chooser = ColorChooser(self)
        self._head = self._make_head()
        self.tabs = self._make_tabs()
        self.pages = QtWidgets.QStackedWidget(self)
        self.arrangement = Arrangement(
            self._head, self.tabs, self.results, tr("Results"), settings, self
        )
        self.pages.addWidget(self.arrangement)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.pages, 1)

    def build_controls(self, description: Description) -> None:
        """Attributes and inks of a model, in place of those of another."""
        for old, page in ((self.attributes, self._attribute_page), (self.inks, self._ink_page)):
            if old is not None:
                page.layout().removeWidget(old)
                old.deleteLater()
        self.attributes = AttributePanel(description, self.settings.open_groups, self)
        self.inks = InkPalette(description, self)
        self._attribute_page.layout().addWidget(self.attributes, 1)
        self._ink_page.layout().addWidget(self.inks)
        self.tabs.setTabVisible(self.tabs.indexOf(self._ink_scroll), bool(description.inks))
        self._order_tabs()

    def show_error(self, text: str, details: str = "") -> None:
        """A sentence inside the docker, with details to copy."""
        self.error.show_text(text, details)

    def _make_head(self) -> QtWidgets.QWidget:
        head = QtWidgets.QWidget(self)
        column = QtWidgets.QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.error)  # it takes room from the picture: no button moves
        column.addWidget(self.picture, 1)
        column.addWidget(self.actions)
        return head

    def _make_tabs(self) -> QtWidgets.QTabWidget:
        tabs = QtWidgets.QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.setMinimumHeight(self.fontMetrics().height() * 8)
        self._attribute_page = QtWidgets.QWidget(tabs)
        column = QtWidgets.QVBoxLayout(self._attribute_page)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.presets)
        self._ink_page = QtWidgets.QWidget(tabs)
        inks = QtWidgets.QVBoxLayout(self._ink_page)
        inks.setContentsMargins(0, 0, 0, 0)
        self._ink_scroll = QtWidgets.QScrollArea(tabs)
        self._ink_scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._ink_scroll.setWidgetResizable(True)
        self._ink_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus
        self._ink_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ink_scroll.setWidget(self._ink_page)
        tabs.addTab(self._attribute_page, tr("Attributes"))
        tabs.addTab(self._ink_scroll, tr("Inks"))
        tabs.setTabToolTip(0, tr("What the head is to be like"))
        tabs.setTabToolTip(1, tr("Every colour that the head is painted with"))
        return tabs

    def _order_tabs(self) -> None:
        """Tab goes from the picture to its buttons, the attributes or inks, and the results."""
        stops = [*tab_stops(self._head), self.tabs.tabBar()]
        for page in (self._attribute_page, self._ink_page, self.results):
            stops += tab_stops(page)
        for before, after in itertools.pairwise(stops):
            QtWidgets.QWidget.setTabOrder(before, after)


class Sessions:
    """What goes on behind the panel: the engine, the live preview, long requests, the document."""

    def __init__(self, panel: Panel, host, layers) -> None:
        folder = Path(host.resource_folder()) / "kashira"
        self.connection = EngineConnection(panel)
        self.preview = PreviewSession(self.connection, panel.picture, panel)
        self.making = HeadMaking(self.connection, panel)
        self.errands = LongRequests(self.connection, panel)  # they need not wait for heads
        self.insertion = Insertion(self.errands, layers, panel)
        self.watch = DocumentWatch(host, panel)
        self.presets = Presets(folder / "presets.json")
        self.history = History(folder / "history")
        report_to(panel.show_error)

    @property
    def are_busy(self) -> bool:
        """Whether anything that deserves a progress bar is going on."""
        return self.making.is_busy or self.errands.is_busy

    @guarded
    def cancel(self) -> None:
        """Stop the insertion, or else the making of heads."""
        (self.errands if self.errands.is_busy else self.making).cancel()
