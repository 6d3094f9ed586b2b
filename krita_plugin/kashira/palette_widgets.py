"""The inks of the head that is seen: every colour it is painted with, each exchangeable."""

from .description import Description, Ink, prettified
from .guard import guarded
from .icons import set_icon
from .qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .small_widgets import ElidedLabel, small_button, tooltip
from .swatches import Swatch, SwatchGrid
from .translation import tr


class InkPalette(QtWidgets.QWidget):
    """A line of swatches for each family of inks; a click changes one."""

    ink_wanted = Signal(str, str)  # ink, the colour it has
    foreground_wanted = Signal(str)
    reset_wanted = Signal(str)  # ink; empty: all
    match_wanted = Signal()

    def __init__(self, description: Description, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._families: dict[str, list[Ink]] = {}
        for ink in description.inks:
            self._families.setdefault(ink.family, []).append(ink)
        self._grids: dict[str, SwatchGrid] = {}
        self._waiting: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._shown: tuple[dict[str, str], dict[str, str]] | None = None
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addLayout(self._make_buttons())
        lines = QtWidgets.QGridLayout()
        lines.setContentsMargins(0, 4, 0, 0)
        lines.setColumnStretch(0, 2)
        lines.setColumnStretch(1, 3)
        lines.setVerticalSpacing(1)
        for row, family in enumerate(self._families):
            title = tr(prettified(family))
            label = ElidedLabel(title, self)
            label.setToolTip(tooltip(title))
            grid = SwatchGrid(self)
            grid.setAccessibleName(tr("Inks: {part}", part=title))
            grid.chosen.connect(self._on_chosen)
            grid.menu_wanted.connect(self._on_menu)
            self._grids[family] = grid
            lines.addWidget(label, row, 0)
            lines.addWidget(grid, row, 1)
        column.addLayout(lines)
        column.addStretch(1)

    def show_palette(self, palette: dict[str, str], changed: dict[str, str]) -> None:
        """The colours of all inks, and which of them the artist changed; when it is seen."""
        wanted = (palette, changed)
        if not self.isVisible() or wanted == self._shown:
            self._waiting = wanted
            return
        self._shown = (dict(palette), dict(changed))
        for family, inks in self._families.items():
            swatches = [
                Swatch(
                    ink.name,
                    palette.get(ink.name, "#808080"),
                    self._tooltip(ink, palette.get(ink.name, ""), ink.name in changed),
                    changed=ink.name in changed,
                )
                for ink in inks
            ]
            self._grids[family].set_swatches(swatches)
        self._reset.setEnabled(bool(changed))

    @guarded
    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102, N802 -- Qt's
        self.show_palette(*self._waiting)

    def _make_buttons(self) -> QtWidgets.QHBoxLayout:
        self._match = QtWidgets.QToolButton(self)
        self._match.setText(tr("Match the document"))
        self._match.setToolTip(
            tooltip(
                tr("Take hair, eye and clothes colours from the selection or the active layer.")
            )
        )
        self._match.clicked.connect(self._on_match)
        set_icon(self._match, "match")
        self._match.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        policy = QtWidgets.QSizePolicy.Policy
        self._match.setSizePolicy(policy.Ignored, policy.Fixed)
        tip = tr("Give all changed inks back to the attributes they follow.")
        self._reset = small_button(self, "reset", tip)
        self._reset.clicked.connect(self._on_reset_all)
        line = QtWidgets.QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._match, 1)
        line.addWidget(self._reset)
        return line

    def _tooltip(self, ink: Ink, color: str, changed: bool) -> str:
        lines = [f"{tr(ink.title)} {color}".strip()]
        if changed:
            lines.append(tr("Changed by you. Right-click to reset it."))
        else:
            lines.append(tr("Click for another colour, right-click for more."))
        return "\n".join(lines)

    def _color(self, name: str) -> str:
        return self._grids[name.partition(".")[0]].color_of(name)

    @guarded
    def _on_chosen(self, name: str) -> None:
        self.ink_wanted.emit(name, self._color(name))

    @guarded
    def _on_menu(self, name: str, position: QtCore.QPoint) -> None:
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = (
            (tr("Any colour…"), lambda: self.ink_wanted.emit(name, self._color(name))),
            (tr("Take Krita's foreground colour"), lambda: self.foreground_wanted.emit(name)),
            (tr("Reset this ink"), lambda: self.reset_wanted.emit(name)),
        )
        for text, call in entries:
            menu.addAction(text).triggered.connect(lambda _checked=False, call=call: call())
        menu.popup(position)

    @guarded
    def _on_match(self) -> None:
        self.match_wanted.emit()

    @guarded
    def _on_reset_all(self) -> None:
        self.reset_wanted.emit("")
