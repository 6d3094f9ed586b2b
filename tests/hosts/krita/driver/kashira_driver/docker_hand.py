"""The hand on the docker: finds its panel, waits for it, and looks how smoothly Krita runs."""

import time

from . import desk
from .desk import QtCore

START_SECONDS = 60
STEP_MILLISECONDS = 30

_keepers = []


def docker():
    """Kashira's dock widget in Krita's window."""
    found = [one for one in desk.KRITA.dockers() if one.objectName() == "kashira_docker"]
    assert found, "Krita has no Kashira docker"
    return found[0]


def panel():
    """What is in it: a KashiraPanel."""
    return docker().widget()


def show():
    """Open the docker, as Settings > Dockers does, and again when Krita hides it.

    From 5.2 on Krita's welcome page, which comes when the last document is closed, hides all.
    """
    if not _keepers:
        timer = QtCore.QTimer()
        timer.timeout.connect(_open)
        timer.start(200)
        _keepers.append(timer)
    _open()
    return panel()


def let_go():
    """Open it no more: as Krita quits, its window must not be asked for dockers."""
    for timer in _keepers:
        timer.stop()


def _open():
    dock = docker()
    if not dock.isVisible():
        dock.show()
        dock.raise_()


def until(condition, seconds=START_SECONDS, what="it"):
    """Wait, while Krita runs, until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen in {seconds} s"
        yield STEP_MILLISECONDS


def settled(kashira, seconds=START_SECONDS):
    """Wait until the engine is there and nothing is being drawn."""
    yield from until(lambda: kashira.is_settled, seconds, "the docker's rest")


def inserted(kashira, insert, seconds=120):
    """Insert something, and wait until the docker says that it is there.

    That the layers are there is not enough: while Krita is busy with them for more than a second,
    it runs an event loop, and so a scenario, inside of the call that adds them.
    """
    said, insertion = [], kashira.sessions.insertion
    insertion.inserted.connect(said.append)
    insertion.refused.connect(said.append)
    try:
        insert()
        yield from until(lambda: said, seconds, "an insertion")
    finally:
        insertion.inserted.disconnect(said.append)
        insertion.refused.disconnect(said.append)


def pid(kashira):
    """The engine's process."""
    process = kashira.sessions.connection.process
    return int(process.processId()) if process is not None else 0


class Gaps:
    """How long Krita's event loop was away: the gaps between ticks of a 10 ms timer.

    A gap in which this thread itself worked for a short time alone was spent waiting for a
    processor that other programs had.
    """

    def __init__(self):
        self._gaps, self._last = [], time.perf_counter()
        self._work, self._worked = [], time.thread_time()
        self._timer = QtCore.QTimer()
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(10)

    def stop(self):
        """The longest gap and the 99th percentile, in milliseconds."""
        self._timer.stop()
        gaps = sorted(self._gaps) or [0]
        return round(gaps[-1] * 1000, 1), round(gaps[int(len(gaps) * 0.99)] * 1000, 1)

    @property
    def own(self):
        """The most processor time of this thread between two ticks, in milliseconds."""
        return round(max(self._work, default=0) * 1000, 1)

    def _tick(self):
        now, worked = time.perf_counter(), time.thread_time()
        self._gaps.append(now - self._last)
        self._work.append(worked - self._worked)
        self._last, self._worked = now, worked
