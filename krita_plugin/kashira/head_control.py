"""Joins the controls of the head that is seen with the panel's state and its live preview."""

from .description import Description
from .guard import guarded
from .panel import Panel, Sessions
from .panel_state import PanelState
from .presets import Preset
from .qt import QtCore, QtGui
from .translation import tr


class HeadControl(QtCore.QObject):
    """Attributes, locks, inks, seed and presets."""

    def __init__(self, panel: Panel, sessions: Sessions, host, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._panel, self._sessions, self._host = panel, sessions, host
        self.state: PanelState | None = None
        actions, presets = panel.actions, panel.presets
        actions.roll_wanted.connect(self.roll)
        actions.seed_typed.connect(self.roll)
        actions.reset_wanted.connect(self.reset)
        actions.back_wanted.connect(self.go_back)
        presets.chosen.connect(self.take_preset)
        presets.keep_wanted.connect(self.keep_preset)
        presets.delete_wanted.connect(self.delete_preset)
        presets.show_names(sessions.presets.names)
        sessions.preview.head_changed.connect(self.show_state)
        sessions.watch.foreground_changed.connect(self.show_foreground)

    def use_description(self, description: Description) -> bool:
        """Another model; False for the same one after a restart of the engine: then all stays."""
        if self.state is not None and self.state.description == description:
            self._sessions.preview.refresh()
            return False
        self.state = PanelState(description)
        self._sessions.preview.state = self.state
        self._panel.build_controls(description)
        self._connect_controls()
        self.show_foreground(self._host.foreground_color())
        self._show_and_draw()
        return True

    @guarded
    def show_state(self) -> None:
        """Everything the panel shows of its state."""
        if self.state is not None and self._panel.attributes is not None:
            self._panel.attributes.show_state(self.state)
            self._panel.inks.show_palette(self.state.palette, self.state.inks)
            self._panel.actions.show_seed(self.state.seed)
            self._panel.actions.back.setEnabled(self.state.can_go_back)

    @guarded
    def show_foreground(self, color: object) -> None:
        """Krita's foreground colour, in every row that could take it."""
        if self._panel.attributes is not None:
            self._panel.attributes.show_foreground(color)

    @guarded
    def show_recipe(self, recipe: dict) -> None:
        """Take a head that exists into the panel."""
        if self.state is not None:
            self.state.show(recipe)
            self._show_and_draw()

    @guarded
    def show_past_head(self, recipe: dict, thumbnail: bytes) -> None:
        """The same, with its small picture until the engine has drawn the large one."""
        image = QtGui.QImage.fromData(thumbnail)
        if not image.isNull():
            self._panel.picture.show_image(image)
        self.show_recipe(recipe)

    @guarded
    def roll(self, seed: object = None) -> None:
        """Another head with what is locked and kept."""
        if self.state is not None:
            self.state.roll(seed if isinstance(seed, int) else None)
            self._show_and_draw()

    @guarded
    def go_back(self) -> None:
        """The head before this one."""
        if self.state is not None:
            self.state.go_back()
            self._show_and_draw()

    @guarded
    def reset(self) -> None:
        """No locks, no pins, no changed inks."""
        if self.state is not None:
            self.state.reset()
            self._panel.presets.show_names(self._sessions.presets.names)
            self._show_and_draw()

    @guarded
    def set_value(self, name: str, value: object) -> None:
        """The artist chose a value."""
        self.state.set_value(name, value)
        self._panel.attributes.rows[name].show_locked(True)
        if self.state.attribute(name).kind in ("color", "choice"):
            self._panel.attributes.rows[name].show_value(value)
        self._sessions.preview.touch()

    @guarded
    def set_locked(self, name: str, locked: bool) -> None:
        """The artist locked a value, or gave it back to the seed."""
        self.state.set_locked(name, locked)
        self._sessions.preview.refresh()

    @guarded
    def set_kept(self, part: str, kept: bool) -> None:
        """The artist pinned a part."""
        self.state.set_kept(part, kept)

    @guarded
    def set_variety(self, variety: float) -> None:
        """The artist wants shapes nearer to the average, or further."""
        self.state.set_variety(variety)
        self._sessions.preview.touch()

    @guarded
    def set_ink(self, name: str, color: object) -> None:
        """Another colour for one ink; None: the one it follows."""
        self.state.set_ink(name, color)
        self._sessions.preview.touch()

    @guarded
    def reset_ink(self, name: str) -> None:
        """One ink, or all of them where no name is given."""
        for ink in [name] if name else list(self.state.inks):
            self.state.set_ink(ink, None)
        self._sessions.preview.refresh()

    @guarded
    def ask_any_color(self, name: str, color: str) -> None:
        """Any colour for an attribute."""
        title = tr(self.state.attribute(name).title)
        self._panel.chooser.choose(title, color, lambda chosen: self.set_value(name, chosen))

    @guarded
    def ask_ink(self, name: str, color: str) -> None:
        """Any colour for an ink."""
        ink = next(ink for ink in self.state.description.inks if ink.name == name)
        self._panel.chooser.choose(tr(ink.title), color, lambda c: self.set_ink(name, c))

    @guarded
    def take_foreground(self, name: str) -> None:
        """Krita's foreground colour for an attribute."""
        color = self._foreground()
        if color:
            self.set_value(name, color)

    @guarded
    def take_foreground_for_ink(self, name: str) -> None:
        """Krita's foreground colour for an ink."""
        color = self._foreground()
        if color:
            self.set_ink(name, color)

    @guarded
    def match_document(self) -> None:
        """Colours of the document that suit this head."""
        picture = self._host.picture_for_matching()
        if picture is None or self.state is None or self.state.recipe is None:
            self._panel.show_error(tr("Open a document first: its colours are to be matched."))
            return
        pixels, width, height = picture
        params = {"recipe": self.state.recipe, "width": width, "height": height}
        self._sessions.errands.ask(
            "match_colors", params, tr("Matching colours"), self._on_matched, payload=pixels
        )

    @guarded
    def take_preset(self, name: str) -> None:
        """Lock what a preset says."""
        preset = self._sessions.presets.get(name)
        if preset is not None and self.state is not None:
            self.state.take_preset(preset.attributes, preset.inks, preset.variety)
            self._show_and_draw()

    @guarded
    def keep_preset(self, name: str) -> None:
        """Keep what is locked under a name."""
        locked = {key: self.state.values[key] for key in sorted(self.state.locked)}
        preset = Preset(name, locked, dict(self.state.inks), self.state.variety)
        try:
            kept = self._sessions.presets.keep(preset)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            text = tr("The preset was not kept: {reason}", reason=reason)
            self._panel.show_error(text, str(error))
        else:
            self._panel.presets.show_names(self._sessions.presets.names, kept.name)

    @guarded
    def delete_preset(self, name: str) -> None:
        """Forget a preset."""
        try:
            self._sessions.presets.delete(name)
        except OSError as error:
            text = tr("The preset was not deleted: {reason}", reason=error.strerror or error)
            self._panel.show_error(text, str(error))
        self._panel.presets.show_names(self._sessions.presets.names)

    def _show_and_draw(self) -> None:
        """The state is another: so are the controls and the picture."""
        self.show_state()
        self._sessions.preview.refresh()

    def _on_matched(self, answer: object, _payload: bytes) -> None:
        self.state.take_colors(answer.get("attributes") if isinstance(answer, dict) else None)
        self._show_and_draw()

    def _foreground(self) -> str | None:
        color = self._host.foreground_color()
        if not color:
            self._panel.show_error(tr("Open a document first: its foreground colour is wanted."))
        return color

    def _connect_controls(self) -> None:
        attributes, inks = self._panel.attributes, self._panel.inks
        attributes.value_changed.connect(self.set_value)
        attributes.lock_changed.connect(self.set_locked)
        attributes.kept_changed.connect(self.set_kept)
        attributes.variety_changed.connect(self.set_variety)
        attributes.any_color_wanted.connect(self.ask_any_color)
        attributes.foreground_wanted.connect(self.take_foreground)
        attributes.open_groups_changed.connect(self._on_open_groups)
        inks.ink_wanted.connect(self.ask_ink)
        inks.foreground_wanted.connect(self.take_foreground_for_ink)
        inks.reset_wanted.connect(self.reset_ink)
        inks.match_wanted.connect(self.match_document)

    @guarded
    def _on_open_groups(self, names: list) -> None:
        self._panel.settings.open_groups = names
