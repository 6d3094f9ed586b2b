"""Where things stand in a docker of any shape: tall and narrow, short, or wide."""

from .guard import guarded
from .qt import Qt, QtGui, QtWidgets
from .settings import Settings

WIDE = 31  # heights of the font: from here on two columns
TALL = 44  # from here on results stand below the attributes, else in a tab of their own
ROWS = {"wide": [6, 5], "tall": [7, 9, 6], "short": [1, 1]}
"""How the head, the attributes and the results share the height at first."""


class Arrangement(QtWidgets.QSplitter):
    """The head on top; attributes below or beside it; results below, or in a tab."""

    def __init__(
        self,
        head: QtWidgets.QWidget,
        tabs: QtWidgets.QTabWidget,
        results: QtWidgets.QWidget,
        results_title: str,
        settings: Settings,
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._tabs, self._results, self._results_title = tabs, results, results_title
        self._settings = settings
        self._left = QtWidgets.QSplitter(Qt.Orientation.Vertical, self)
        self._left.addWidget(head)
        self._shape = ""
        for splitter in (self, self._left):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(max(5, self.fontMetrics().height() // 3))
        self.addWidget(self._left)
        self.splitterMoved.connect(self._on_moved)
        self._left.splitterMoved.connect(self._on_moved)
        self._arrange("tall")

    @property
    def shape(self) -> str:
        """``wide``, ``tall`` or ``short``."""
        return self._shape

    def show_results(self) -> None:
        """Bring the results to the front where they are in a tab."""
        if self._shape == "short":
            self._tabs.setCurrentWidget(self._results)

    @guarded
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102, N802 -- Qt's
        em = self.fontMetrics().height()
        wide = self.width() >= WIDE * em
        tall = self.height() >= TALL * em
        self._arrange("wide" if wide else "tall" if tall else "short")
        QtWidgets.QSplitter.resizeEvent(self, event)

    def _arrange(self, shape: str) -> None:
        if shape == self._shape:
            return
        self._shape = shape
        at = self._tabs.indexOf(self._results)
        if at >= 0 and shape != "short":
            self._tabs.removeTab(at)
        if shape == "wide":
            self.addWidget(self._tabs)
            self._left.addWidget(self._results)
        else:
            self._left.insertWidget(1, self._tabs)
            if shape == "tall":
                self._left.insertWidget(2, self._results)
            else:
                self._tabs.addTab(self._results, self._results_title)
        self._results.show()
        _share(self, [1, 1] if shape == "wide" else [1], self._settings.sizes(f"{shape}_columns"))
        _share(self._left, ROWS[shape], self._settings.sizes(f"{shape}_rows"))

    @guarded
    def _on_moved(self) -> None:
        self._settings.keep_sizes(f"{self._shape}_columns", self.sizes())
        self._settings.keep_sizes(f"{self._shape}_rows", self._left.sizes())


def _share(splitter: QtWidgets.QSplitter, shares: list[int], kept: list[int]) -> None:
    """Room in these proportions, or as the artist had it; also when the docker is resized."""
    if len(kept) == len(shares) and all(size > 0 for size in kept):
        shares = kept
    for index, share in enumerate(shares):
        splitter.setStretchFactor(index, min(share, 255))
    splitter.setSizes([1000 * share for share in shares])
