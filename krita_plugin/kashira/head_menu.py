"""What can be done with a head, as the menu of a right click."""

from collections.abc import Callable

from .qt import Qt, QtCore, QtWidgets
from .translation import later, tr

ACTIONS = (
    ("parts", later("Insert as part layers")),
    ("inks", later("Insert split into inks")),
    ("flat", later("Insert as one layer")),
    ("", ""),
    ("edit", later("Edit this head")),
    ("vary", later("Variations of this head")),
    ("mix", later("Mix with the next head clicked")),
    ("", ""),
    ("keep", later("Add to the results")),
    ("favorite", later("Favourite")),
    ("copy", later("Copy the recipe")),
    ("save", later("Save as PNG…")),
    ("delete", later("Delete")),
)
"""The name of an action, and its text; an empty one is a line."""

OF_A_RESULT = frozenset(name for name, _ in ACTIONS) - {"keep"}
OF_THE_PREVIEW = frozenset(name for name, _ in ACTIONS) - {"delete", "favorite", "edit", "mix"}
OF_SEVERAL = frozenset({"favorite", "delete"})


def open_head_menu(
    parent: QtWidgets.QWidget,
    position: QtCore.QPoint,
    names: frozenset[str],
    is_favorite: bool,
    call: Callable[[str], object],
) -> QtWidgets.QMenu:
    """Show the menu; ``call`` gets the name of the action that is chosen."""
    menu = QtWidgets.QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name, text in ACTIONS:
        if not name:
            menu.addSeparator()
        elif name in names:
            action = menu.addAction(tr(text))
            if name == "favorite":
                action.setCheckable(True)
                action.setChecked(is_favorite)
            action.triggered.connect(lambda _checked=False, name=name: call(name))
    menu.popup(position)
    return menu
