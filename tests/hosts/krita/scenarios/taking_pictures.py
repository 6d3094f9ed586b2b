"""Pictures for the documentation: see screenshots.py."""

import os

from kashira_driver import desk, docker_hand

ASKED = {"hair_color": "blue", "eye_color": "purple", "smile": True, "hair_style": "long"}
HEADS = 8
SIZES = {"narrow": (300, 900), "wide": (760, 560)}
THEME = os.environ.get("KASHIRA_THEME", "dark")


def the_docker_in_each_language(run):
    dock = docker_hand.docker()
    for language in ("en_US", "zh_CN", "ja_JP") if THEME == "dark" else ("en_US",):
        kashira = yield from _panel_in(language, dock)
        for name, value in ASKED.items():
            kashira.head.set_value(name, value)
        yield from docker_hand.settled(kashira)
        grid = kashira.panel.results.grid
        if grid.count() < HEADS:
            kashira.results.generate(HEADS)
            yield from docker_hand.until(lambda g=grid: g.count() >= HEADS, 60, "heads")
        yield from docker_hand.settled(kashira)
        for shape, size in SIZES.items():
            dock.resize(*size)
            yield 700
            _keep(run, kashira, f"docker-{THEME}-{shape}-{language[:2]}")
        if language == "en_US":
            dock.resize(*SIZES["narrow"])
            kashira.panel.tabs.setCurrentIndex(1)
            yield 500
            _keep(run, kashira, f"docker-{THEME}-inks")
            kashira.panel.tabs.setCurrentIndex(0)


def what_is_shown_without_an_engine(run):
    dock = docker_hand.docker()
    kashira = yield from _panel_in("en_US", dock)
    kashira._show_setup()
    kashira._setup.show_back(None)  # as an artist without an engine sees it
    yield 500
    _keep(run, kashira, f"docker-{THEME}-setup")
    kashira.panel.pages.setCurrentIndex(0)


def a_document_with_a_head_taken_apart(run):
    dock = docker_hand.docker()
    kashira = yield from _panel_in("en_US", dock)
    for name, value in ASKED.items():
        kashira.head.set_value(name, value)
    yield from docker_hand.settled(kashira)
    dock.setFloating(False)
    window = desk.KRITA.activeWindow().qwindow()
    window.resize(1600, 1000)
    document = desk.new_document(1000, 1000)
    yield 1500
    kashira.settings.mode = "inks" if THEME == "light" else "parts"
    yield from docker_hand.inserted(kashira, kashira.insert)
    document.waitForDone()
    yield from _arrange(window, dock, document)
    window.screen().grabWindow(window.winId()).save(run.path(f"krita-{THEME}.png"))
    desk.close(document)
    yield 300


def _arrange(window, dock, document):
    """The layers in the middle column, Kashira beside them, the head in the canvas."""
    layers = next(one for one in desk.KRITA.dockers() if one.objectName() == "KisLayerBox")
    area = desk.QtCore.Qt.DockWidgetArea
    for one in desk.KRITA.dockers():
        if one not in (layers, dock) and not one.isFloating() and one.isVisible():
            if one.objectName() != "ToolBox":
                one.hide()
    window.addDockWidget(area.RightDockWidgetArea, layers)
    window.addDockWidget(area.RightDockWidgetArea, dock)
    window.splitDockWidget(layers, dock, desk.QtCore.Qt.Orientation.Horizontal)
    layers.show()
    dock.show()
    yield 500
    window.resizeDocks([layers, dock], [260, 330], desk.QtCore.Qt.Orientation.Horizontal)
    for node in document.rootNode().childNodes()[-1].childNodes():
        if node.name() in ("Eyes", "Front hair"):
            node.setCollapsed(False)
    canvas = desk.KRITA.activeWindow().activeView().canvas()
    canvas.setZoomLevel(0.6)
    yield 2500


def _panel_in(language, dock):
    """A new panel in a language, in the docker's place."""
    from kashira import krita_api, registration
    from kashira.docker import KashiraPanel
    from kashira.engine_setup import find_engine
    from kashira.setup_panel import SetupPanel

    old = dock.widget()
    kashira = KashiraPanel(
        krita_api, registration.krita_layers(), find_engine, SetupPanel, language
    )
    dock.setWidget(kashira)
    if hasattr(old, "close_engine"):
        old.close_engine()
    old.deleteLater()
    dock.setFloating(True)
    dock.resize(*SIZES["narrow"])
    dock.show()
    yield from docker_hand.settled(kashira)
    return kashira


def _keep(run, widget, name):
    widget.grab().save(run.path(name + ".png"))
