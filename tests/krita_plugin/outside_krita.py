"""The docker outside Krita, with the real engine: pictures of it in every theme and language.

    python tests/krita_plugin/outside_krita.py --engine .venv/bin/kashira --out /tmp/docker

Needs PyQt5 or PyQt6 (Debian: python3-pyqt5), and nothing else of ours: the engine runs in an
environment of its own. Krita is stood in for by `FakeKrita`; the real one is in tests/hosts/krita.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent / "krita_plugin" / "kashira"
ENGINE = HERE.parent.parent / "core" / "engine"
DARK = {"window": "#474747", "base": "#383838", "text": "#c8c8c8", "highlight": "#53728e"}
LIGHT = {"window": "#c9c9c9", "base": "#dedede", "text": "#202020", "highlight": "#7ba9d0"}
"""Krita's own "Krita dark" and "Krita bright"."""


def stage(folder: Path) -> None:
    """The plugin as it is installed: with its copy of the engine's client."""
    shutil.copytree(SOURCE, folder / "kashira", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "kashira" / "engine").mkdir()
    for name in ("__init__.py", "protocol.py", "client.py", "child.py"):
        shutil.copy(ENGINE / name, folder / "kashira" / "engine" / name)


class FakeKrita:
    """What the docker asks of `krita_api`; remembers what was inserted."""

    def __init__(self, folder: str) -> None:
        self.folder, self.settings, self.inserted = folder, {}, []
        self.selected, self.closing = None, []
        self.foreground, self.colors, self.size = "#b45a8c", None, 512

    def read_setting(self, name: str, default: str = "") -> str:
        return self.settings.get(name, default)

    def write_setting(self, name: str, value: str) -> None:
        self.settings[name] = value

    def resource_folder(self) -> str:
        return self.folder

    def on_closing(self, call) -> None:
        self.closing.append(call)

    def foreground_color(self):
        return self.foreground

    def document_signature(self):
        return str(self.selected)[:80]

    def selected_head_recipe(self):
        return self.selected

    def selected_head_group(self):
        return "group" if self.selected else None

    def node_id(self, node) -> str:
        return f"{{{node}}}"

    def picture_for_matching(self):
        return self.colors

    def layers(self) -> SimpleNamespace:
        """What stands in for `insert_layers` and `insert_morph`."""

        class CannotInsert(Exception):  # noqa: N818 -- as in insert_layers
            pass

        class IncomingHead:
            def __init__(self, recipe, tag, mode, placement) -> None:
                self.recipe, self.tag, self.mode = recipe, tag, mode
                self.taken = []

            def take(self, layer, pixels) -> None:
                self.taken.append((layer, len(pixels)))

        def remember(kind):
            return lambda *args, **named: self.inserted.append((kind, args, named))

        return SimpleNamespace(
            placement=lambda replace=None: {
                "x": 0,
                "y": 0,
                "size": self.size,
                "document": "one",
            },
            incoming_head=IncomingHead,
            insert_head=remember("head"),
            insert_variants=remember("variants"),
            insert_morph=remember("morph"),
            CannotInsert=CannotInsert,
        )


def dress(application, qt, theme: dict) -> None:
    """Krita's style and colours."""
    application.setStyle("Fusion")
    palette, role = qt.QtGui.QPalette(), qt.QtGui.QPalette.ColorRole
    window, base = (qt.QtGui.QColor(theme[key]) for key in ("window", "base"))
    text = qt.QtGui.QColor(theme["text"])
    for name in (role.Window, role.Button, role.AlternateBase, role.ToolTipBase):
        palette.setColor(name, window)
    for name in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText):
        palette.setColor(name, text)
        faint = qt.QtGui.QColor(text)
        faint.setAlphaF(0.4)
        palette.setColor(qt.QtGui.QPalette.ColorGroup.Disabled, name, faint)
    palette.setColor(role.Base, base)
    palette.setColor(role.Highlight, qt.QtGui.QColor(theme["highlight"]))
    palette.setColor(role.Mid, window.darker(130))
    palette.setColor(role.Dark, window.darker(160))
    palette.setColor(role.Light, window.lighter(130))
    application.setPalette(palette)


def wait_for(application, condition, seconds: float = 60) -> bool:
    """Run the event loop until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()
        if condition():
            return True
        time.sleep(0.005)
    return False


THEMES = {"dark": DARK, "light": LIGHT}
SHAPES = {"narrow": (250, 900), "short": (250, 560), "wide": (600, 760)}
LANGUAGES = ("en", "ja", "zh")


def make_panel(application, qt, host: FakeKrita, engine: str, language: str):
    """A docker's panel with an engine, not yet shown."""
    from kashira import docker
    from kashira.engine.client import command

    return docker.KashiraPanel(
        host, host.layers(), lambda _settings: command(engine), None, language
    )


def take_picture(application, qt, options, name: str, folder: Path) -> bool:
    """One picture: theme, shape and language are in its name; with eight results, two marked."""
    theme, shape, language = name.split("-")
    dress(application, qt, THEMES[theme])
    panel = make_panel(application, qt, FakeKrita(str(folder / name)), options.engine, language)
    panel.resize(*SHAPES[shape])
    panel.show()
    grid = panel.panel.results.grid
    well = wait_for(application, lambda: panel.is_settled)
    panel.results.generate(8)
    well = well and wait_for(application, lambda: grid.count() >= 8 and panel.is_settled)
    for row in (0, 2) if shape == "wide" and well else ():
        grid.item(row).setSelected(True)
    application.processEvents()
    saved = panel.grab().save(str(options.out / f"{name}.png"))
    well = well and saved and not panel.panel.error.isVisible()
    panel.quit()
    panel.deleteLater()
    application.processEvents()
    print(name, "ok" if well else panel_fault(panel))
    return well


def panel_fault(panel) -> str:
    """What the docker complains of."""
    return panel.panel.error.text.text() or "not done in time"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", required=True, help="the kashira command, or its Python")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scale", default="1", help="2 for a screen of double density")
    parser.add_argument("--only", default="", help="pictures whose name holds this")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = options.scale
    options.out.mkdir(parents=True, exist_ok=True)
    names = [f"{t}-{s}-{n}" for t in THEMES for s in SHAPES for n in LANGUAGES]
    with tempfile.TemporaryDirectory() as folder:
        stage(Path(folder))
        sys.path.insert(0, folder)
        from kashira import qt

        application = qt.QtWidgets.QApplication(sys.argv[:1])
        font = application.font()
        font.setFamily("Noto Sans")
        font.setPointSizeF(9)
        application.setFont(font)
        wanted = [name for name in names if options.only in name]
        done = [take_picture(application, qt, options, name, Path(folder)) for name in wanted]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
