"""The grid of results with what can be done to it, and to the heads marked in it."""

from .guard import guarded
from .icons import set_icon
from .qt import QtWidgets, Signal
from .results_grid import ResultsGrid
from .small_widgets import ElidedLabel, tooltip
from .translation import tr

MAX_MORPH_FRAMES = 240
"""Ten seconds at 24 frames a second: each frame is a canvas-sized picture in the document."""


class ResultsPanel(QtWidgets.QWidget):
    """Title, favourites filter, grid, and the line for marked heads."""

    variants_wanted = Signal()
    morph_wanted = Signal(int, bool)  # frames, loop

    def __init__(self, frames: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", self)
        self.favorites = QtWidgets.QToolButton(self)
        self.favorites.setCheckable(True)
        self.favorites.setAutoRaise(True)
        set_icon(self.favorites, "star")
        self.favorites.setToolTip(tooltip(tr("Show favourites only")))
        self.favorites.setAccessibleName(tr("Show favourites only"))
        self.favorites.toggled.connect(self._on_favorites)
        head = QtWidgets.QHBoxLayout()
        head.setContentsMargins(4, 0, 2, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.favorites)
        self.grid = ResultsGrid(self)
        self.marked_line = self._make_marked_line(frames)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.marked_line)
        self.grid.marked_changed.connect(self._on_marked)
        self.show_count()

    def show_count(self) -> None:
        """How many heads there are, or what to press while there are none."""
        if self.marked_line.isVisibleTo(self):
            return
        count = self.grid.count()
        text = tr("Results ({count})", count=count) if count else tr("No heads yet")
        self.title.setText(text)
        self.title.setToolTip(tooltip(text if count else tr("Press Generate to make some.")))

    def _make_marked_line(self, frames: int) -> QtWidgets.QWidget:
        line = QtWidgets.QWidget(self)
        layout = QtWidgets.QGridLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        variants = QtWidgets.QPushButton(tr("Variants"), line)
        tip = tr("Insert the marked heads in one group: the first is seen, the others are hidden.")
        variants.setToolTip(tooltip(tip))
        variants.clicked.connect(self._on_variants)
        morph = QtWidgets.QPushButton(tr("Morph"), line)
        morph.setToolTip(
            tooltip(tr("Insert an animated layer that turns the marked heads into each other."))
        )
        morph.clicked.connect(self._on_morph)
        self.frames = QtWidgets.QSpinBox(line)
        self.frames.setRange(2, MAX_MORPH_FRAMES)
        self.frames.setValue(frames)
        self.frames.setToolTip(tooltip(tr("Frames of the morph")))
        self.frames.setAccessibleName(tr("Frames of the morph"))
        self.loop = QtWidgets.QCheckBox(tr("Loop"), line)
        self.loop.setToolTip(tooltip(tr("Come back to the first head")))
        self.frames.setSuffix(" " + tr("frames"))
        policy = QtWidgets.QSizePolicy.Policy
        self.frames.setSizePolicy(policy.Ignored, policy.Fixed)
        for column, button in enumerate((variants, morph)):
            button.setMinimumWidth(button.fontMetrics().height() * 3)
            button.setSizePolicy(policy.Ignored, policy.Fixed)
            layout.addWidget(button, 0, column)
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.frames, 1, 0)
        layout.addWidget(self.loop, 1, 1)
        line.hide()
        return line

    @guarded
    def _on_marked(self, count: int) -> None:
        self.marked_line.setVisible(count > 1)
        if count > 1:
            self.title.setText(tr("{count} marked", count=count))
        else:
            self.show_count()

    @guarded
    def _on_favorites(self, only: bool) -> None:
        self.grid.show_favorites_only(only)

    @guarded
    def _on_variants(self) -> None:
        self.variants_wanted.emit()

    @guarded
    def _on_morph(self) -> None:
        self.morph_wanted.emit(self.frames.value(), self.loop.isChecked())
