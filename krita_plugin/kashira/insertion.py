"""From a head that is seen to layers in the document: asks the engine, hands over to Krita."""

from .guard import guarded
from .long_requests import LongRequests
from .qt import QtCore, Signal
from .translation import tr

FRAMES_PER_SECOND = 12.0
"""Drawn on twos, as anime is."""


class Insertion(QtCore.QObject):
    """Inserts heads, variants and morphs.

    Args:
        requests: sends them, with their progress.
        layers: the plugin's `insert_layers` and `insert_morph` as one object, so that a test may
            stand in for Krita: placement, insert_head, insert_variants, insert_morph, CannotInsert.
    """

    inserted = Signal(str)  # what happened, in a few words
    refused = Signal(str)

    def __init__(self, requests: LongRequests, layers, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._requests, self._layers = requests, layers

    def insert(self, recipe: dict, tag: str, mode: str, replace: str | None = None) -> None:
        """Insert one head, or put it in the place of another."""
        place = self._place(replace)
        if place is None:
            return

        def on_done(answer: dict, payload: bytes) -> None:
            layers = answer.get("layers", [])
            self._try(
                tr("Inserted head {tag}", tag=tag),
                lambda: self._layers.insert_head(
                    recipe, tag, layers, payload, mode, place, replace
                ),
            )

        self._ask_layers(recipe, mode, place, on_done)

    def insert_variants(self, heads: list[tuple[dict, str]], mode: str) -> None:
        """Insert several heads as groups of one group; one after another is asked for."""
        place = self._place(None)
        if place is None:
            return
        ready: list[dict] = []

        def ask_next() -> None:
            recipe, tag = heads[len(ready)]

            def on_done(answer: dict, payload: bytes) -> None:
                layers = answer.get("layers", [])
                ready.append({"recipe": recipe, "tag": tag, "layers": layers, "payload": payload})
                if len(ready) < len(heads):
                    ask_next()
                else:
                    self._try(
                        tr("Inserted {count} variants", count=len(heads)),
                        lambda: self._layers.insert_variants(
                            ready, mode, place, title=tr("Variants")
                        ),
                    )

            self._ask_layers(recipe, mode, place, on_done)

        ask_next()

    def insert_morph(self, recipes: list[dict], frames: int, loop: bool) -> None:
        """Insert an animated layer that turns heads into each other."""
        place = self._place(None)
        if place is None:
            return
        pictures: dict[int, tuple[bytes, int, int]] = {}

        def on_progress(told: dict, payload: bytes) -> None:
            picture = (told.get("head") or {}).get("picture")
            if isinstance(picture, dict) and isinstance(told.get("index"), int):
                start, length = picture["offset"], picture["bytes"]
                pixels = payload[start : start + length]
                pictures[told["index"]] = (pixels, picture["width"], picture["height"])

        def on_done(_answer: dict, _payload: bytes) -> None:
            drawn = [pictures[index] for index in sorted(pictures)]
            self._try(
                tr("Inserted a morph of {count} frames", count=len(drawn)),
                lambda: self._layers.insert_morph(drawn, tr("Morph"), FRAMES_PER_SECOND, place),
            )

        params = {"recipes": recipes, "frames": frames, "loop": loop, "easing": "ease-in-out"}
        params |= {"size": place["size"], "format": "bgra8"}
        self._requests.ask("morph", params, tr("Drawing the morph"), on_done, on_progress)

    def _ask_layers(self, recipe: dict, mode: str, place: dict, on_done) -> None:
        params = {"recipe": recipe, "split": mode, "size": place["size"], "crop": True}
        params["format"] = "bgra8"
        self._requests.ask("layers", params, tr("Inserting"), on_done)

    def _place(self, replace: str | None) -> dict | None:
        try:
            return self._layers.placement(replace)
        except self._layers.CannotInsert as error:
            self.refused.emit(tr(str(error)))
            return None

    @guarded
    def _try(self, text: str, insert) -> None:
        try:
            insert()
        except self._layers.CannotInsert as error:
            self.refused.emit(tr(str(error)))
            return
        self.inserted.emit(text)
