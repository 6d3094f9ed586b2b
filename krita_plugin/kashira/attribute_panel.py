"""All attributes of a model by part: built from what the engine says, nothing is known before."""

from .attribute_widgets import CONTROL_SHARE, ROWS, TITLE_SHARE, AttributeRow, ChoiceRow, ColorRow
from .description import Description
from .guard import guarded
from .panel_state import PanelState
from .part_group import PartGroup
from .qt import Qt, QtGui, QtWidgets, Signal
from .small_widgets import CalmSlider, ElidedLabel, tooltip
from .translation import tr

OPEN_AT_FIRST = 4
"""Groups that are unfolded before the artist ever folded one."""
VARIETY_STEPS = 100


class AttributePanel(QtWidgets.QScrollArea):
    """Groups of rows in a column that scrolls."""

    value_changed = Signal(str, object)
    lock_changed = Signal(str, bool)
    kept_changed = Signal(str, bool)
    variety_changed = Signal(float)
    any_color_wanted = Signal(str, str)
    foreground_wanted = Signal(str)
    open_groups_changed = Signal(list)
    pictures_wanted = Signal(str)  # a choice whose list is open

    def __init__(
        self,
        description: Description,
        open_groups: list[str] | None,
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows take it
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: dict[str, AttributeRow] = {}
        self.groups: dict[str, PartGroup] = {}
        self._state: PanelState | None = None
        self._shown: dict[str, tuple[object, bool]] = {}  # value and lock that each row shows
        self._open = set(open_groups or ())
        inside = QtWidgets.QWidget(self)
        self._column = QtWidgets.QVBoxLayout(inside)
        self._column.setContentsMargins(0, 2, 2, 2)
        self._column.setSpacing(2)
        self._add_variety(inside)
        for index, (part, attributes) in enumerate(description.groups()):
            can_keep = part.name in description.part_names
            group = PartGroup(part, can_keep, inside)
            for attribute in attributes:
                group.add_row(self._make_row(attribute, group))
            if open_groups is None and index < OPEN_AT_FIRST and attributes:
                self._open.add(part.name)
            group.set_open(part.name in self._open)
            group.kept_changed.connect(self.kept_changed)
            group.folded_changed.connect(self._on_folded)
            self.groups[part.name] = group
            self._column.addWidget(group)
        self._column.addStretch(1)
        self.setWidget(inside)

    def show_state(self, state: PanelState) -> None:
        """Values, locks and pins as the panel's state has them; at once, or when it is seen."""
        self._state = state
        if self.isVisible():
            self._show_rows(state)

    @guarded
    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102, N802 -- Qt's
        if self._state is not None:
            self._show_rows(self._state)

    def _show_rows(self, state: PanelState) -> None:
        for name, row in self.rows.items():
            now = (state.values.get(name), name in state.locked)
            if self._shown.get(name) != now:
                self._shown[name] = now
                row.show_value(now[0])
                row.show_locked(now[1])
        for name, group in self.groups.items():
            group.show_kept(name in state.kept)
        if not self._variety.isSliderDown():
            self._variety.blockSignals(True)
            self._variety.setValue(round(state.variety * VARIETY_STEPS))
            self._variety.blockSignals(False)

    @guarded
    def _on_value(self, name: str, value: object) -> None:
        self._shown.pop(name, None)  # the row shows something else now
        self.value_changed.emit(name, value)

    @guarded
    def _on_lock(self, name: str, locked: bool) -> None:
        self._shown.pop(name, None)
        self.lock_changed.emit(name, locked)

    def show_foreground(self, color: str | None) -> None:
        """Krita's foreground colour, offered by every row of colours."""
        for row in self.rows.values():
            if isinstance(row, ColorRow):
                row.show_foreground(color)

    def _make_row(self, attribute, parent: QtWidgets.QWidget) -> AttributeRow:
        row = ROWS[attribute.kind](attribute, parent)
        row.value_changed.connect(self._on_value)
        row.lock_changed.connect(self._on_lock)
        if isinstance(row, ColorRow):
            row.any_wanted.connect(self.any_color_wanted)
            row.foreground_wanted.connect(self.foreground_wanted)
        if isinstance(row, ChoiceRow):
            row.pictures_wanted.connect(self.pictures_wanted)
        self.rows[attribute.name] = row
        return row

    def _add_variety(self, parent: QtWidgets.QWidget) -> None:
        label = ElidedLabel(tr("Variety of shapes"), parent)
        self._variety = CalmSlider(parent)
        self._variety.setRange(0, VARIETY_STEPS)
        self._variety.setValue(VARIETY_STEPS)
        tip = tr("Left: close to the average head. Right: as varied as the model can.")
        for widget in (label, self._variety):
            widget.setToolTip(tooltip(tip))
        self._variety.setAccessibleName(tr("Variety of shapes"))
        self._variety.valueChanged.connect(self._on_variety)
        self._variety.centered.connect(self._on_variety_reset)
        line = QtWidgets.QHBoxLayout()
        line.setContentsMargins(6, 2, 4, 2)
        line.addWidget(label, TITLE_SHARE)
        line.addWidget(self._variety, CONTROL_SHARE)
        self._column.addLayout(line)

    @guarded
    def _on_variety(self, position: int) -> None:
        self.variety_changed.emit(position / VARIETY_STEPS)

    @guarded
    def _on_variety_reset(self) -> None:
        self._variety.setValue(VARIETY_STEPS)

    @guarded
    def _on_folded(self, name: str, is_open: bool) -> None:
        (self._open.add if is_open else self._open.discard)(name)
        self.open_groups_changed.emit(sorted(self._open))
