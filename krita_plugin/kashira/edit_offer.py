"""A head is selected in the document: the docker offers to edit it, and to replace it."""

from .guard import guarded
from .head_control import HeadControl
from .panel import Panel, Sessions
from .qt import QtCore
from .translation import tr


class EditOffer(QtCore.QObject):
    """Shown while another head than the one that is seen is selected, until it is waved away."""

    def __init__(
        self, panel: Panel, sessions: Sessions, head: HeadControl, parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._head = panel, head
        self._recipe: dict | None = None
        self.group: str | None = None  # uuid of the selected head's group
        self._declined: str | None = None
        self._quiet = False
        sessions.watch.head_selected.connect(self._on_selected)
        sessions.preview.head_changed.connect(self._show)
        panel.offer.closed.connect(self._on_closed)

    def set_quiet(self, quiet: bool) -> None:
        """Something else stands in the offer's place."""
        self._quiet = quiet
        self._show()

    @guarded
    def _on_selected(self, recipe: object, group: object) -> None:
        self._recipe = recipe if isinstance(recipe, dict) else None
        self.group = group if self._recipe is not None else None
        if self.group != self._declined:
            self._declined = None
        self._panel.actions.show_replace(self.group is not None)
        self._show()

    @guarded
    def _show(self) -> None:
        if self._quiet:
            return
        state, recipe = self._head.state, self._recipe
        seen = state is not None and state.recipe == recipe
        if recipe is None or seen or self.group == self._declined:
            self._panel.offer.hide()
        elif not self._panel.offer.isVisibleTo(self._panel):
            self._panel.offer.show_text(
                "",
                button=tr("Edit the selected head"),
                call=self._edit,
                tip=tr("Take it into the panel; Insert then adds it anew or replaces it."),
            )

    def _edit(self) -> None:
        if self._recipe is not None:
            self._declined = self.group
            self._panel.offer.hide()
            self._head.show_recipe(self._recipe)

    @guarded
    def _on_closed(self) -> None:
        if not self._quiet:
            self._declined = self.group
