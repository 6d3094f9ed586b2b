"""Looks at Krita now and then: which head is selected, which colour the artist paints with.

Krita has no signals for either. A look is cheap, and nobody looks while the docker is hidden.
"""

from .guard import guarded
from .qt import QtCore, Signal

MILLISECONDS = 400


class DocumentWatch(QtCore.QObject):
    """Tells what changed in the document in front."""

    head_selected = Signal(object, object)  # recipe and uuid of its group, or None and None
    foreground_changed = Signal(object)  # "#rrggbb" or None

    def __init__(self, host, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._signature: object = None
        self._foreground: str | None = None
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def set_awake(self, awake: bool) -> None:
        """Look while the docker is seen."""
        if awake and not self._timer.isActive():
            self._timer.start()
            self.look()
        elif not awake:
            self._timer.stop()

    def forget(self) -> None:
        """Tell again at the next look: the document's heads changed."""
        self._signature = None

    @guarded
    def look(self) -> None:
        """Compare with the last look; also called when another canvas comes to the front."""
        color = self._host.foreground_color()
        if color != self._foreground:
            self._foreground = color
            self.foreground_changed.emit(color)
        signature = self._host.document_signature()
        if signature != self._signature:
            self._signature = signature
            recipe = self._host.selected_head_recipe() if signature else None
            group = self._host.selected_head_group() if recipe else None
            self.head_selected.emit(recipe, self._host.node_id(group) if group else None)
