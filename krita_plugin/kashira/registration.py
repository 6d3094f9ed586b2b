"""Tells Krita about the docker and the shortcuts; whatever fails is shown in the docker."""

import traceback
from types import SimpleNamespace
from typing import Any

from .guard import guarded
from .qt import Qt, QtCore, QtWidgets
from .translation import later, tr, use_language

ACTIONS = (
    ("kashira_generate", later("Kashira: generate heads"), "generate"),
    ("kashira_roll", later("Kashira: another head"), "roll"),
    ("kashira_insert", later("Kashira: insert the head"), "insert"),
)
"""Action of Krita's (see kashira.action), its text, and what the panel does then."""

_panels: list[Any] = []  # one for each window of Krita
_kept: list[Any] = []  # what Krita holds no reference to


def register() -> None:
    """Add the docker, then the shortcuts; never raises."""
    try:
        _register()
    except Exception:
        print("Kashira:", traceback.format_exc())  # there is nothing to show it in


def _register() -> None:
    from krita import DockWidget, Extension, Krita  # type: ignore[import-not-found]

    from . import krita_api
    from .docker import docker_class

    use_language(QtCore.QLocale().name())
    krita_api.add_docker(docker_class(DockWidget, make_panel))

    class KashiraActions(Extension):
        """Shortcuts that the artist may set in Krita's own settings."""

        def setup(self) -> None:
            """Nothing: Krita wants to find it."""

        def createActions(self, window) -> None:  # noqa: N802 -- Krita's
            """Krita opens a window."""
            for name, text, method in ACTIONS:
                action = window.createAction(name, tr(text), "tools/scripts")
                action.triggered.connect(lambda _on=False, method=method: _call(method))

    extension = KashiraActions(Krita.instance())
    Krita.instance().addExtension(extension)
    _kept.append(extension)


def make_panel() -> QtWidgets.QWidget:
    """The docker's panel, or a page that says why there is none."""
    try:
        panel = _make_panel()
        _panels.append(panel)
        return panel
    except Exception:
        return _failure_page(traceback.format_exc())


def _make_panel() -> QtWidgets.QWidget:
    from . import krita_api
    from .docker import KashiraPanel
    from .engine_setup import find_engine
    from .setup_panel import SetupPanel

    return KashiraPanel(krita_api, krita_layers(), find_engine, SetupPanel)


def krita_layers() -> SimpleNamespace:
    """What `Insertion` inserts with."""
    from .incoming_head import IncomingHead
    from .insert_layers import insert_head, insert_variants, placement
    from .insert_morph import insert_morph
    from .insertion_point import CannotInsert

    return SimpleNamespace(
        placement=placement,
        incoming_head=IncomingHead,
        insert_head=insert_head,
        insert_variants=insert_variants,
        insert_morph=insert_morph,
        CannotInsert=CannotInsert,
    )


@guarded
def _call(method: str) -> None:
    """What a shortcut does, in the panel that is seen."""
    alive = [panel for panel in _panels if _is_visible(panel) is not None]
    seen = [panel for panel in alive if _is_visible(panel)] or alive
    if seen:
        getattr(seen[0], method)()


def _is_visible(panel: Any) -> bool | None:
    """None where its window was closed, and the panel is gone."""
    try:
        return bool(panel.isVisible())
    except RuntimeError:
        return None


def _failure_page(details: str) -> QtWidgets.QWidget:
    page = QtWidgets.QPlainTextEdit()
    page.setReadOnly(True)
    title = tr("Kashira could not start. Please report this:")
    page.setPlainText(f"{title}\n\n{details}")
    flags = Qt.TextInteractionFlag
    page.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    return page
