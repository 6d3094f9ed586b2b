"""What the head that is seen would look like with each value of a choice."""

from .attribute_widgets import ChoiceRow
from .guard import guarded
from .panel import Panel, Sessions
from .panel_state import PanelState
from .pictures import image_of
from .qt import QtCore

PIXELS = 96


class ChoicePictures(QtCore.QObject):
    """Asks the engine for small pictures when the list of a choice opens, one after another."""

    def __init__(self, panel: Panel, sessions: Sessions, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._panel, self._sessions = panel, sessions
        self._drawn: dict[str, dict] = {}  # attribute -> the recipe its pictures are of

    @guarded
    def draw(self, name: str) -> None:
        """Draw what is missing of one choice."""
        state: PanelState | None = self._sessions.preview.state
        attribute = state.attribute(name) if state is not None else None
        if attribute is None or state.recipe is None or self._drawn.get(name) == state.recipe:
            return
        self._drawn[name] = state.recipe
        self._ask(name, state.recipe, list(attribute.values))

    def _ask(self, name: str, recipe: dict, values: list[str]) -> None:
        if not values or self._drawn.get(name) != recipe:
            return
        value, rest = values[0], values[1:]

        @guarded
        def done(answer, payload) -> None:
            head = answer.get("head") if isinstance(answer, dict) else {}
            image = image_of((head or {}).get("picture"), payload)
            row = self._panel.attributes.rows.get(name)
            if image is not None and isinstance(row, ChoiceRow):
                row.show_picture(value, image)
            self._ask(name, recipe, rest)

        params = {"recipe": recipe, "attributes": {name: value}, "size": PIXELS}
        self._sessions.connection.call("edit", params, done=done, failed=self._on_failed)

    @guarded
    def _on_failed(self, _failure: object) -> None:
        self._drawn.clear()  # a list without pictures still works; the next time it is tried again
