"""Joins Generate, the grid of results and Insert with the engine, the history and the document."""

import json

from .edit_offer import EditOffer
from .guard import guarded
from .head_control import HeadControl
from .head_making import THUMBNAIL_PIXELS
from .head_menu import OF_THE_PREVIEW, open_head_menu
from .history import PastHead
from .panel import Panel, Sessions
from .pictures import png_of
from .qt import QtCore, QtGui, QtWidgets
from .translation import tr

VARIATIONS = 6
VARIATION_STRENGTH = 0.3  # the engine's own default: a sister, not a stranger
MIX_STEPS = 5
READ_AT_ONCE = 4
"""Past heads read in one turn of the event loop: about 10 ms."""
SETTLE_MILLISECONDS = 60


class ResultsControl(QtCore.QObject):
    """Long requests, their results, and what is inserted."""

    def __init__(
        self, panel: Panel, sessions: Sessions, head: HeadControl, parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._sessions, self._head = panel, sessions, head
        self._mix_with: PastHead | None = None
        self.offer = EditOffer(panel, sessions, head, self)
        self._past = sessions.history.read()
        self._read_timer = QtCore.QTimer(self)
        self._read_timer.timeout.connect(self._read_some)
        self._read_timer.start(0)
        self._write_timer = QtCore.QTimer(self)
        self._write_timer.timeout.connect(self._write_one)
        self._connect()

    @guarded
    def generate(self, count: object = None) -> None:
        """Make heads with what is locked and kept."""
        state = self._head.state
        if state is not None:
            count = count if isinstance(count, int) else self._panel.actions.count.value()
            self._panel.settings.count = count
            method, params = state.generate(count)
            self._make(method, params, tr("Drawing {count} heads", count=count))

    @guarded
    def insert(self, replace: str | None = None) -> None:
        """Insert the head that is seen, as soon as it is what the controls say."""
        state = self._head.state
        if state is None or state.recipe is None:
            return
        if not self._sessions.preview.settled and self._sessions.connection.is_ready:
            QtCore.QTimer.singleShot(SETTLE_MILLISECONDS, lambda: self.insert(replace))
            return
        self._insert(state.recipe, state.tag, self._panel.settings.mode, replace)
        head = self._seen_head()
        if head is not None:
            self._keep(head)

    @guarded
    def replace_selected(self) -> None:
        """Insert the head that is seen in the place of the one that is selected."""
        if self.offer.group is not None:
            self.insert(self.offer.group)

    @guarded
    def insert_variants(self) -> None:
        """The marked heads as groups of one group."""
        heads = [(head.recipe, head.tag) for head in self._panel.results.grid.marked]
        if len(heads) > 1:
            self._sessions.insertion.insert_variants(heads, self._panel.settings.mode)

    @guarded
    def insert_morph(self, frames: int, loop: bool) -> None:
        """The marked heads as an animated layer."""
        recipes = [head.recipe for head in self._panel.results.grid.marked]
        self._panel.settings.frames = frames
        if len(recipes) > 1:
            self._sessions.insertion.insert_morph(recipes, frames, loop)

    @guarded
    def do(self, action: str, heads: list) -> None:
        """An action of `head_menu`."""
        head = heads[0]
        if action in ("insert", "parts", "inks", "flat"):
            mode = self._panel.settings.mode if action == "insert" else action
            self._insert(head.recipe, head.tag, mode, None)
        elif action == "edit":
            self._head.show_past_head(head.recipe, head.thumbnail)
            self._panel.tabs.setCurrentIndex(0)
        elif action == "vary":
            request = self._head.state.vary(head.recipe, VARIATIONS, VARIATION_STRENGTH)
            self._make(*request, tr("Drawing variations of {tag}", tag=head.tag))
        elif action == "mix":
            self._start_mixing(head)
        elif action == "copy":
            text = json.dumps(head.recipe, ensure_ascii=False)
            QtWidgets.QApplication.clipboard().setText(text)
        elif action == "save":
            self._save(head)
        elif action == "keep":
            self._keep(head)
        elif action == "favorite":
            self._star(heads, not head.favorite)
        elif action == "delete":
            self._delete(heads)

    def _start_mixing(self, head: PastHead) -> None:
        self._mix_with = head
        self.offer.set_quiet(True)
        text = tr("Click the head to mix {tag} with.", tag=head.tag)
        self._panel.offer.show_text(text, button=tr("Cancel"), call=self._stop_mixing)

    def _star(self, heads: list[PastHead], favorite: bool) -> None:
        for head in heads:
            changed = self._sessions.history.set_favorite(head, favorite)
            self._panel.results.grid.update_head(changed)
        self._write_timer.start(0)

    def _delete(self, heads: list[PastHead]) -> None:
        for head in heads:
            self._sessions.history.delete(head)
            self._panel.results.grid.remove_head(head)
        self._panel.results.show_count()

    def _keep(self, head: PastHead, image: QtGui.QImage | None = None) -> None:
        """Into the history, unless it is there."""
        grid = self._panel.results.grid
        if any(known.recipe == head.recipe for known in grid.heads):
            return
        made, dropped = self._sessions.history.add(head.recipe, head.tag, head.thumbnail)
        grid.add_head(made, image)
        self._write_timer.start(0)
        for old in dropped:
            grid.remove_head(old)
        self._panel.results.show_count()

    def _seen_head(self) -> PastHead | None:
        """The head that is seen, with a small picture of it."""
        state, image = self._head.state, self._panel.picture.image
        if state is None or state.recipe is None or image is None:
            return None
        return PastHead(state.recipe, state.tag, png_of(image, THUMBNAIL_PIXELS))

    @guarded
    def _on_preview_menu(self, position: QtCore.QPoint) -> None:
        head = self._seen_head()
        if head is not None:
            call = lambda name: self.do(name, [head])  # noqa: E731
            open_head_menu(self._panel.picture, position, OF_THE_PREVIEW, False, call)

    @guarded
    def show_head(self, head: PastHead) -> None:
        """A result was clicked: it is seen above, or mixed with the one chosen before."""
        if self._mix_with is not None and self._mix_with.name != head.name:
            first = self._mix_with
            self._stop_mixing()
            params = {"recipes": [first.recipe, head.recipe], "steps": MIX_STEPS}
            self._make("mix", params, tr("Mixing {a} and {b}", a=first.tag, b=head.tag))
        else:
            self._head.show_past_head(head.recipe, head.thumbnail)

    def _insert(self, recipe: dict, tag: str, mode: str, replace: str | None) -> None:
        self._panel.error.hide()
        self._sessions.insertion.insert(recipe, tag, mode, replace)

    def _make(self, method: str, params: dict, text: str) -> None:
        self._panel.error.hide()
        if self._sessions.making.make(method, params, text):
            self._panel.arrangement.show_results()
            self._panel.results.grid.scrollToTop()

    def _stop_mixing(self) -> None:
        self._mix_with = None
        self._panel.offer.hide()
        self.offer.set_quiet(False)

    def _save(self, head: PastHead) -> None:
        dialog = QtWidgets.QFileDialog(self._panel, tr("Save as PNG"))
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("PNG pictures (*.png)"))
        dialog.setDefaultSuffix("png")
        dialog.selectFile(f"kashira-{head.tag}.png")
        dialog.fileSelected.connect(lambda path: self._on_path(head, path))
        dialog.setModal(False)
        dialog.show()

    @guarded
    def open_picture(self, path: str) -> None:
        """Take the head of a picture that Kashira wrote into the panel."""
        params = {"path": QtCore.QDir.toNativeSeparators(path)}
        self._sessions.errands.ask("read", params, tr("Reading"), self._on_read)

    def _on_read(self, answer: object, _payload: bytes) -> None:
        recipe = answer.get("recipe") if isinstance(answer, dict) else None
        if isinstance(recipe, dict):
            self._panel.error.hide()
            self._head.show_recipe(recipe)

    @guarded
    def _on_path(self, head: PastHead, path: str) -> None:
        params = {"recipe": head.recipe, "path": QtCore.QDir.toNativeSeparators(path)}
        self._sessions.errands.ask("save", params, tr("Saving"))

    @guarded
    def _on_head_made(self, head: dict, image) -> None:
        thumbnail = png_of(image, THUMBNAIL_PIXELS)
        self._keep(PastHead(head.get("recipe", {}), str(head.get("tag", "")), thumbnail), image)

    @guarded
    def _read_some(self) -> None:
        """Past heads, a few at a time."""
        for _ in range(READ_AT_ONCE):
            head = next(self._past, None)
            if head is None:
                self._read_timer.stop()
                break
            self._panel.results.grid.add_head(head, oldest=True)
        self._panel.results.show_count()

    @guarded
    def _write_one(self) -> None:
        """One new head onto the disk, so that nothing waits for several."""
        try:
            if not self._sessions.history.write_next():
                self._write_timer.stop()
        except OSError as error:
            self._write_timer.stop()
            text = tr("The results cannot be kept: {reason}", reason=error.strerror or error)
            self._panel.show_error(text, str(error))

    @guarded
    def write_all(self) -> None:
        """All that is not written yet: Krita quits."""
        while self._sessions.history.write_next():
            pass

    @guarded
    def _on_progress(self, text: str, fraction: object) -> None:
        self._panel.progress.show_progress(text, fraction)
        self._panel.actions.generate.setEnabled(not self._sessions.making.is_busy)

    @guarded
    def _on_ended(self) -> None:
        sessions = self._sessions
        self._panel.progress.setVisible(sessions.are_busy)
        ready = sessions.connection.is_ready and not sessions.making.is_busy
        self._panel.actions.generate.setEnabled(ready)

    @guarded
    def _on_inserted(self, text: str) -> None:
        self._panel.news.tell(text)
        self._sessions.watch.forget()

    @guarded
    def _on_offer_closed(self) -> None:
        if self._mix_with is not None:
            self._stop_mixing()

    @guarded
    def _on_mode(self, mode: str) -> None:
        """Insert in that way, from now on."""
        self._panel.settings.mode = mode
        self.insert()

    def _connect(self) -> None:
        panel, sessions = self._panel, self._sessions
        panel.actions.generate_wanted.connect(self.generate)
        panel.actions.insert_wanted.connect(lambda: self.insert())
        panel.actions.replace_wanted.connect(self.replace_selected)
        panel.actions.mode_chosen.connect(self._on_mode)
        panel.picture.activated.connect(lambda: self.insert())
        panel.picture.dropped.connect(self.open_picture)
        panel.picture.menu_wanted.connect(self._on_preview_menu)
        panel.progress.canceled.connect(sessions.cancel)
        panel.results.grid.asked.connect(self.do)
        panel.results.grid.shown.connect(self.show_head)
        panel.results.variants_wanted.connect(self.insert_variants)
        panel.results.morph_wanted.connect(self.insert_morph)
        sessions.making.head_made.connect(self._on_head_made)
        for requests in (sessions.making, sessions.errands):
            requests.progressed.connect(self._on_progress)
            requests.ended.connect(self._on_ended)
            requests.failed.connect(panel.show_error)
        sessions.preview.failed.connect(panel.show_error)
        panel.offer.closed.connect(self._on_offer_closed)
        sessions.insertion.inserted.connect(self._on_inserted)
        sessions.insertion.refused.connect(panel.show_error)
