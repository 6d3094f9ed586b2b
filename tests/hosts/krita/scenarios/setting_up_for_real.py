"""The button that sets up the engine, pressed in the docker: real packages, a drawn head."""

import os
import time

from kashira_driver import desk, docker_hand

SECONDS = 400  # venv, pip and 60 MB of packages on a busy machine


def the_docker_offers_to_set_up_the_engine(run):
    os.environ["PATH"] = "/usr/bin:/bin"  # without a kashira command
    kashira = docker_hand.show()
    yield from docker_hand.until(lambda: kashira._setup is not None, 20, "the setup page")
    assert kashira.panel.pages.currentWidget() is kashira._setup
    assert kashira._setup.button.isEnabled()
    assert not kashira._setup.notice.isVisible()


def what_was_started_can_be_stopped(run):
    page = _page(run)
    places = desk.plugin("engine_places")
    page.button.click()
    assert not page.button.isEnabled()
    yield from docker_hand.until(places.environment_python().exists, 60, "a Python")
    assert page.progress.isVisible()
    page.grab().save(run.path("setting-up.png"))
    page.progress.cancel.click()
    yield 100
    run.facts["said"] = page.notice.text.text()
    assert page.notice.isVisible()
    assert page.button.isEnabled()
    assert not page.progress.isVisible()
    assert places.find_engine(docker_hand.panel().settings) is None


def the_button_sets_up_the_engine_and_a_head_is_drawn(run):
    page, kashira = _page(run), docker_hand.panel()
    shown = []
    page._setup.progressed.connect(lambda fraction, text: shown.append(text))
    gaps, began = docker_hand.Gaps(), time.monotonic()
    page.button.click()
    yield from docker_hand.until(
        lambda: page.notice.isVisible() or kashira.is_settled, SECONDS, "an engine"
    )
    assert not page.notice.isVisible(), page.notice.text.text()
    run.facts["seconds"] = round(time.monotonic() - began, 1)
    run.facts["longest gap, 99 % (ms)"] = gaps.stop()
    run.facts["told"] = list(dict.fromkeys(shown))
    assert kashira.panel.pages.currentIndex() == 0
    assert kashira.panel.picture.image is not None
    python = str(desk.plugin("engine_places").environment_python())
    assert kashira.sessions.connection.process.program() == python
    kashira.grab().save(run.path("set-up.png"))


def _page(run):
    """The setup page, filled in."""
    page = docker_hand.panel()._setup
    page.python.setText(os.environ["KASHIRA_PYTHON"])
    page.packages.setText(run.path("real packages"))
    return page
