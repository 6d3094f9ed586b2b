"""Every call into Krita that is not about inserting: thin, typed, and the only import of ``krita``.

Krita is asked for when a function is called, so that the other files can be imported, and tested,
without it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import document_history
from .krita_types import Document, Node
from .placing import Rect
from .qt import Qt, QtGui

SETTINGS_GROUP = "kashira"  # of kritarc
DOCKER_ID = "kashira_docker"
MATCHING_SIZE = 128  # pixels of the longer side: enough to count colours in, 1 ms to read

_kept: list[Any] = []  # what Krita holds no reference to: its notifier, our factories


def krita() -> Any:
    """Krita itself."""
    from krita import Krita  # type: ignore[import-not-found]

    return Krita.instance()


def version() -> str:
    """Krita's own version, such as ``5.2.9``."""
    return str(krita().version())


def active_document() -> Document | None:
    """The document in front; not one that is just being opened or closed."""
    document = krita().activeDocument()
    if document is None or document.rootNode() is None or document not in krita().documents():
        return None
    return document


def document_id(document: Document) -> str:
    """Tells open documents apart, also after they were saved under another name."""
    return node_id(document.rootNode())


def document_with(id_: str) -> Document | None:
    """The open document of this id."""
    for document in krita().documents():
        if document_id(document) == id_:
            return document
    return None


def document_signature() -> tuple[str, str, str] | None:
    """Changes when another document or layer is chosen; made for polling."""
    document = active_document()
    if document is None:
        return None
    node = document.activeNode()
    if node is None:
        return document_id(document), "", ""
    return document_id(document), node_id(node), node.name()


def node_id(node: Node) -> str:
    """The node's uuid: the same after undo and redo, and after the file was opened again."""
    return node.uniqueId().toString()


def find_node(document: Document, id_: str) -> Node | None:
    """The node of this uuid, wherever it lies in the document."""
    waiting = list(document.rootNode().childNodes())
    while waiting:
        node = waiting.pop()
        if node_id(node) == id_:
            return node
        waiting += node.childNodes()
    return None


def document_rect(document: Document) -> Rect:
    """The canvas."""
    return Rect(0, 0, document.width(), document.height())


def selection_rect(document: Document) -> Rect | None:
    """The bounds of the selection, which may reach outside the canvas; None without one."""
    selection = document.selection()
    if selection is None or selection.width() < 1 or selection.height() < 1:
        return None
    return Rect(selection.x(), selection.y(), selection.width(), selection.height())


def selected_head_group() -> Node | None:
    """The group of the head that the active layer is, or lies in."""
    document = active_document()
    return document_history.head_group_of(document, document.activeNode()) if document else None


def selected_head_recipe() -> dict[str, Any] | None:
    """The recipe of the head that the active layer is, or lies in."""
    document, group = active_document(), selected_head_group()
    entry = document_history.recall(document, group) if document and group else None
    return entry["recipe"] if entry else None


def foreground_color() -> str | None:
    """The colour that the artist paints with, as ``#rrggbb``; None without a document."""
    window = krita().activeWindow()
    view = window.activeView() if window else None
    if view is None or active_document() is None or view.canvas() is None:
        return None
    color = view.foregroundColor()
    return color.colorForCanvas(view.canvas()).name() if color else None


def picture_for_matching() -> tuple[bytes, int, int] | None:
    """A small picture of what is selected, or else of the active layer: its colours are wanted.

    Returns:
        Pixels (straight B G R A, sRGB 8 bit, rows from the top), width and height; None without a
        document.
    """
    document = active_document()
    if document is None:
        return None
    canvas = document_rect(document)
    selected = selection_rect(document)
    area = selected.within(canvas) if selected else None
    node = document.activeNode()
    if area is None and node is not None and node.bounds().width() > 0:
        return _pixels(node.thumbnail(MATCHING_SIZE, MATCHING_SIZE))
    area = area or canvas
    shown = document.projection(area.x, area.y, area.width, area.height)
    small = shown.scaled(
        min(MATCHING_SIZE, area.width),
        min(MATCHING_SIZE, area.height),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return _pixels(small)


def add_docker(cls: type, id_: str = DOCKER_ID) -> None:
    """Tell Krita about a docker class; it stands on the right until the artist moves it."""
    from krita import DockWidgetFactory, DockWidgetFactoryBase  # type: ignore[import-not-found]

    right = DockWidgetFactoryBase.DockPosition.DockRight  # so named in Krita 5 and 6
    factory = DockWidgetFactory(id_, right, cls)
    _kept.append(factory)
    krita().addDockWidgetFactory(factory)


def read_setting(name: str, default: str = "") -> str:
    """A setting of ours from kritarc."""
    return str(krita().readSetting(SETTINGS_GROUP, name, default))


def write_setting(name: str, value: str) -> None:
    """Keep a setting of ours in kritarc."""
    krita().writeSetting(SETTINGS_GROUP, name, value)


def resource_folder() -> str:
    """Krita's folder for brushes, plugins and the like, where this plugin lies in ``pykrita``.

    A plugin that runs from elsewhere (a system-wide one) gets Krita's own answer.
    """
    pykrita = Path(__file__).resolve().parent.parent
    if pykrita.name == "pykrita":
        return str(pykrita.parent)
    return str(krita().getAppDataLocation())


def on_closing(call: Callable[[], Any]) -> None:
    """Call when Krita is about to quit."""
    notifier = krita().notifier()
    notifier.setActive(True)
    notifier.applicationClosing.connect(lambda: call())
    _kept.append(notifier)


@contextlib.contextmanager
def scratch_document(width: int, height: int, model: str, depth: str, profile: str) -> Any:
    """A document without a view, closed at the end: nothing that happens in it can be undone."""
    scratch = krita().createDocument(width, height, "Kashira", model, depth, profile, 72.0)
    try:
        yield scratch
    finally:
        _close(scratch)


@contextlib.contextmanager
def opened_unseen(path: str) -> Any:
    """A document out of a file, without a view, closed at the end."""
    quiet = krita().batchmode()
    krita().setBatchmode(True)  # no questions
    try:
        opened = krita().openDocument(path)
    finally:
        krita().setBatchmode(quiet)
    try:
        opened.waitForDone()
        yield opened
    finally:
        _close(opened)


def _close(document: Document) -> None:
    document.setBatchmode(True)
    document.waitForDone()  # closing while Krita still works on it would crash it
    document.setModified(False)
    document.close()


def _pixels(image: Any) -> tuple[bytes, int, int]:
    """A picture's pixels as straight B G R A, rows without padding (32 bits a pixel need none)."""
    picture = image.convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    bits = picture.constBits()
    bits.setsize(picture.width() * picture.height() * 4)
    return bytes(bits), picture.width(), picture.height()
