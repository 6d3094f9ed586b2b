"""The engine's processes: no docker owns one.

Krita destroys its dockers before it says that it quits, and a QProcess kills its program when it is
destroyed. Ours ends by itself when its stdin does, in the middle of a head, too.
"""

import os

from .engine.client import clean_environment
from .guard import guarded
from .qt import QtCore

PATIENCE_MILLISECONDS = 2500
"""docs/engine.md: an engine ends within two seconds."""

Process = QtCore.QProcess
_kept: set[QtCore.QProcess] = set()


def new_process() -> QtCore.QProcess:
    """A process to be started; it is kept until it is dismissed or has ended."""
    process = QtCore.QProcess()
    process.setProcessEnvironment(process_environment())
    process.setProcessChannelMode(Process.ProcessChannelMode.SeparateChannels)
    _kept.add(process)
    return process


def dismiss(process: QtCore.QProcess) -> None:
    """Nobody listens to it any more: it ends, or is killed where it does not."""
    process.blockSignals(True)
    process.closeWriteChannel()
    QtCore.QTimer.singleShot(PATIENCE_MILLISECONDS, lambda: bury(process))


@guarded
def bury(process: QtCore.QProcess) -> None:
    """Forget a process; one that has not ended by itself is killed."""
    if process not in _kept:
        return
    _kept.discard(process)
    if process.state() != Process.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(PATIENCE_MILLISECONDS)
    process.deleteLater()


@guarded
def wait_for_all() -> None:
    """Krita quits: wait until every engine has ended."""
    for process in _kept:
        process.blockSignals(True)
        process.closeWriteChannel()
    for process in list(_kept):
        process.waitForFinished(PATIENCE_MILLISECONDS)
        bury(process)


def process_environment() -> QtCore.QProcessEnvironment:
    """Ours without what Krita sets for its own Python and Qt, which would break another Python."""
    environment = QtCore.QProcessEnvironment()
    for name, value in clean_environment(os.environ).items():
        environment.insert(name, value)
    return environment
