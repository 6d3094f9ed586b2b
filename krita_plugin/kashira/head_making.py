"""New heads, variations, mixtures: each is told as it arrives."""

from .long_requests import LongRequests
from .pictures import image_of
from .qt import Signal

THUMBNAIL_PIXELS = 160
"""Enough for a picture of 80 on a screen of double density; 50 KB as PNG."""


class HeadMaking(LongRequests):
    """Requests for several heads."""

    head_made = Signal(object, object)  # the engine's head, its QImage

    def make(self, method: str, params: dict, text: str) -> bool:
        """Ask for heads; False where that cannot be."""
        params = {**params, "size": THUMBNAIL_PIXELS, "format": "bgra8"}
        return self.ask(method, params, text, on_progress=self._on_made)

    def _on_made(self, told: dict, pixels: bytes) -> None:
        head = told.get("head")
        if isinstance(head, dict):
            image = image_of(head.get("picture"), pixels)
            if image is not None:
                self.head_made.emit(head, image)
