"""From a head that is seen to layers in the document: asks the engine, hands over to Krita."""

from .guard import guarded
from .long_requests import LongRequests
from .qt import QtCore, Signal
from .translation import tr

FRAMES_PER_SECOND = 12.0
"""Drawn on twos, as anime is."""
MAX_MORPH_BYTES = 1_500_000_000
"""Pictures of all frames: the plugin and Krita hold them at once. 240 frames of 1024 px fit."""


class Insertion(QtCore.QObject):
    """Inserts heads, variants and morphs.

    Args:
        requests: sends them, with their progress.
        layers: the plugin's `insert_layers` and `insert_morph` as one object, so that a test may
            stand in for Krita: placement, incoming_head, insert_head, insert_variants,
            insert_morph, CannotInsert.
    """

    inserted = Signal(str)  # what happened, in a few words
    refused = Signal(str)

    def __init__(self, requests: LongRequests, layers, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._requests, self._layers = requests, layers

    def insert(self, recipe: dict, tag: str, mode: str, replace: str | None = None) -> None:
        """Insert one head, or put it in the place of another."""
        place = self._place(replace)
        if place is not None:
            text = tr("Inserted head {tag}", tag=tag)
            self._fetch(
                [(recipe, tag)],
                mode,
                place,
                lambda heads: self._try(text, lambda: self._layers.insert_head(heads[0], replace)),
            )

    def insert_variants(self, heads: list[tuple[dict, str]], mode: str) -> None:
        """Insert several heads as groups of one group; one after another is asked for."""
        place = self._place(None)
        if place is not None:
            text = tr("Inserted {count} variants", count=len(heads))
            title = tr("Variants")
            self._fetch(
                heads,
                mode,
                place,
                lambda come: self._try(text, lambda: self._layers.insert_variants(come, title)),
            )

    def insert_morph(self, recipes: list[dict], frames: int, loop: bool) -> None:
        """Insert an animated layer that turns heads into each other."""
        place = self._place(None)
        if place is None:
            return
        if frames * place["size"] ** 2 * 4 > MAX_MORPH_BYTES:
            text = tr(
                "{count} frames of {size} pixels are too many: fewer, or a smaller selection.",
                count=frames,
                size=place["size"],
            )
            self.refused.emit(text)
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

    def _fetch(self, heads: list[tuple[dict, str]], mode: str, place: dict, on_all) -> None:
        """Ask for the layers of each head; ``on_all`` gets the heads, all their layers made."""
        come: list = []

        def ask_next() -> None:
            recipe, tag = heads[len(come)]
            head = self._layers.incoming_head(recipe, tag, mode, place)

            def on_progress(told: dict, pixels: bytes) -> None:
                if isinstance(told.get("layer"), dict):
                    head.take(told["layer"], pixels)

            def on_done(_answer: dict, _payload: bytes) -> None:
                come.append(head)
                if len(come) < len(heads):
                    ask_next()
                else:
                    on_all(come)

            params = {"recipe": recipe, "split": mode, "size": place["size"], "format": "bgra8"}
            params["stream"] = True
            self._requests.ask("layers", params, tr("Inserting"), on_done, on_progress)

        ask_next()

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
