"""One row for each attribute of the model, whatever its kind."""

from .description import Attribute, prettified
from .guard import guarded
from .picture_combo import PictureCombo
from .qt import Qt, QtGui, QtWidgets, Signal
from .small_widgets import CalmSlider, ElidedLabel, LockButton, tooltip
from .swatches import ANY, FOREGROUND, Swatch, SwatchGrid
from .translation import tr

STEPS = 200
"""Positions of a slider: half a percent, finer than a hand moves it in a narrow docker."""

TITLE_SHARE, CONTROL_SHARE = 11, 9
"""How a line is shared, so that the controls of all rows stand below each other."""


class AttributeRow(QtWidgets.QWidget):
    """Lock or die, title, and the control of one attribute."""

    value_changed = Signal(str, object)
    lock_changed = Signal(str, bool)

    def __init__(self, attribute: Attribute, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self.lock = LockButton(self)
        self.lock.toggled.connect(self._on_lock)
        self.title = ElidedLabel(title_of(attribute), self)
        self.title.setToolTip(tooltip(tooltip_of(attribute)))
        self.line = QtWidgets.QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(4)
        self.line.addWidget(self.lock)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 1)
        column.setSpacing(1)
        column.addLayout(self.line)
        self.column = column

    def show_value(self, value: object) -> None:
        """Show what the head that is seen has, without telling anybody."""
        raise NotImplementedError

    def show_locked(self, locked: bool) -> None:
        """Show whether the value is the artist's or the seed's."""
        self.lock.show_locked(locked)

    @guarded
    def _on_lock(self, locked: bool) -> None:
        self.lock_changed.emit(self.attribute.name, locked)


class ColorRow(AttributeRow):
    """Named colours as swatches, any colour by a dialog, Krita's foreground colour."""

    any_wanted = Signal(str, str)
    foreground_wanted = Signal(str)

    def __init__(self, attribute: Attribute, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.line.addWidget(self.title, 3)
        self._name = ElidedLabel("", self, Qt.AlignmentFlag.AlignRight)
        self._name.set_faint(True)
        self.line.addWidget(self._name, 2)
        self.swatches = SwatchGrid(self)
        self.swatches.setAccessibleName(tr(attribute.title))
        self.swatches.chosen.connect(self._on_chosen)
        indented = QtWidgets.QHBoxLayout()
        indented.setContentsMargins(self.lock.sizeHint().width() + 4, 0, 0, 2)
        indented.addWidget(self.swatches)
        self.column.addLayout(indented)
        self._value: object = None
        self._foreground = ""
        self.show_value(None)

    def show_value(self, value: object) -> None:
        """A name of the model's, or ``#rrggbb``."""
        self._value = value
        custom = "" if value in self.attribute.colors else self.attribute.color_of(value) or ""
        entries = [
            Swatch(name, color, f"{tr(prettified(name))} {color}")
            for name, color in self.attribute.colors.items()
        ]
        entries.append(Swatch(ANY, custom, tr("Any colour…"), ANY))
        if self._foreground:
            text = tr("Take Krita's foreground colour")
            entries.append(Swatch(FOREGROUND, self._foreground, text, FOREGROUND))
        self.swatches.set_swatches(entries, ANY if custom else str(value or ""))
        self._name.setText(custom or tr(prettified(str(value or ""))))

    def show_foreground(self, color: str | None) -> None:
        """The colour the artist paints with, or None without a document."""
        if (color or "") != self._foreground:
            self._foreground = color or ""
            self.show_value(self._value)

    @guarded
    def _on_chosen(self, name: str) -> None:
        if name == ANY:
            shown = self.attribute.color_of(self._value) or "#808080"
            self.any_wanted.emit(self.attribute.name, shown)
        elif name == FOREGROUND:
            self.foreground_wanted.emit(self.attribute.name)
        else:
            self.value_changed.emit(self.attribute.name, name)


class ChoiceRow(AttributeRow):
    """One of several values, or a mixture that another head brought along."""

    pictures_wanted = Signal(str)

    def __init__(self, attribute: Attribute, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.combo = PictureCombo(self)
        self.combo.setAccessibleName(tr(attribute.title))
        self.combo.setToolTip(tooltip(tooltip_of(attribute)))
        for value in attribute.values:
            self.combo.addItem(_marked(tr(prettified(value)), attribute.is_weak(value)), value)
            figures = tooltip(figures_text(attribute.figures.get(value)))
            role = Qt.ItemDataRole.ToolTipRole
            self.combo.setItemData(self.combo.count() - 1, figures, role)
        self.combo.activated.connect(self._on_activated)
        self.combo.opened.connect(self._on_opened)
        self.line.addWidget(self.title, TITLE_SHARE)
        self.line.addWidget(self.combo, CONTROL_SHARE)

    def show_value(self, value: object) -> None:
        """A value of the model's, or weights of several."""
        while self.combo.count() > len(self.attribute.values):
            self.combo.removeItem(self.combo.count() - 1)
        index = self.combo.findData(value) if isinstance(value, str) else -1
        if isinstance(value, dict) and value:
            self.combo.addItem(_mixture(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)

    def show_picture(self, value: str, image: QtGui.QImage) -> None:
        """What the head would look like with a value, in the open list."""
        index = self.combo.findData(value)
        if index >= 0:
            self.combo.set_picture(index, image)

    @guarded
    def _on_opened(self) -> None:
        self.pictures_wanted.emit(self.attribute.name)

    @guarded
    def _on_activated(self, index: int) -> None:
        self.value_changed.emit(self.attribute.name, self.combo.itemData(index))


class SliderRow(AttributeRow):
    """A number from low to high; a double click puts it back to its centre."""

    def __init__(self, attribute: Attribute, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.line.addWidget(self._make_head(), TITLE_SHARE)
        self.slider = CalmSlider(self)
        self.line.addWidget(self.slider, CONTROL_SHARE)
        self.slider.setRange(0, STEPS)
        if attribute.low < attribute.center < attribute.high:
            span = attribute.high - attribute.low
            self.slider.mark((attribute.center - attribute.low) / span)
        self.slider.setAccessibleName(tr(attribute.title))
        self.slider.setToolTip(tooltip(tooltip_of(attribute)))
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.centered.connect(self._on_centered)
        self._silent = False

    def _make_head(self) -> QtWidgets.QWidget:
        return self.title

    def show_value(self, value: object) -> None:
        """A number; the slider stays where it is while a hand is on it."""
        if isinstance(value, (int, float)) and not self.slider.isSliderDown():
            span = self.attribute.high - self.attribute.low
            self._silent = True
            self.slider.setValue(round((float(value) - self.attribute.low) / span * STEPS))
            self._silent = False

    @guarded
    def _on_moved(self, position: int) -> None:
        if not self._silent:
            span = self.attribute.high - self.attribute.low
            value = round(self.attribute.low + position / STEPS * span, 4)
            self.value_changed.emit(self.attribute.name, value)

    @guarded
    def _on_centered(self) -> None:
        self.show_value(self.attribute.center)
        self.value_changed.emit(self.attribute.name, self.attribute.center)


class ToggleRow(SliderRow):
    """Yes or no, and how much: a smile can be half a smile."""

    def _make_head(self) -> QtWidgets.QWidget:
        self.box = QtWidgets.QCheckBox(title_of(self.attribute).replace("&", "&&"), self)
        self.box.setToolTip(tooltip(tooltip_of(self.attribute)))
        self.box.setMinimumWidth(0)
        policy = QtWidgets.QSizePolicy.Policy
        self.box.setSizePolicy(policy.Ignored, policy.Fixed)
        self.box.clicked.connect(self._on_clicked)
        self.title.hide()
        return self.box

    def show_value(self, value: object) -> None:
        """0..1; half and more counts as yes."""
        super().show_value(value)
        if isinstance(value, (int, float)):
            self.box.setChecked(value >= 0.5)

    @guarded
    def _on_clicked(self, checked: bool) -> None:
        value = 1.0 if checked else 0.0
        self.show_value(value)
        self.value_changed.emit(self.attribute.name, value)


ROWS = {"color": ColorRow, "choice": ChoiceRow, "toggle": ToggleRow, "slider": SliderRow}


def title_of(attribute: Attribute) -> str:
    """The title, marked where the model seldom does what it is asked."""
    return _marked(tr(attribute.title), attribute.is_weak())


def _marked(text: str, weak: bool) -> str:
    return tr("{title} (weak)", title=text) if weak else text


def tooltip_of(attribute: Attribute) -> str:
    """Title, and what the model's evaluation measured."""
    lines = [tr(attribute.title)]
    for value, figures in attribute.figures.items():
        text = figures_text(figures)
        if text:
            lines.append(f"{tr(prettified(value))}: {text}" if value else text)
    if attribute.is_weak():
        lines.append(tr("This model seldom does what it is asked here."))
    if attribute.kind in ("slider", "toggle"):
        lines.append(tr("Double-click the slider to put it back."))
    return "\n".join(lines)


def figures_text(figures: object) -> str:
    """How often the model does what it is asked."""
    if not isinstance(figures, dict) or not isinstance(figures.get("precision"), (int, float)):
        return ""
    percent = f"{100 * figures['precision']:.0f}"
    return tr(
        "obeyed in {percent} % of {asked} heads", percent=percent, asked=figures.get("asked", "?")
    )


def _mixture(weights: dict) -> str:
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    return " + ".join(f"{tr(prettified(n))} {100 * w:.0f} %" for n, w in ranked if w > 0)
