"""Makes an engine for an artist who has none: finds a Python, makes an environment, installs.

Everything runs as a process of its own, so Krita goes on. A marker file is the first thing
written and the last removed: what was broken off is never taken for an engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from . import engine_places
from .engine.client import command
from .engine_places import find_engine
from .engine_process import process_environment
from .guard import guarded
from .qt import QtCore, Signal
from .translation import tr

__all__ = ["EngineSetup", "find_engine"]

UNKNOWN = -1.0  # a fraction that nobody can tell
_LOG_LINES = 400
_RAW_PROGRESS = re.compile(rb"Progress (\d+) of (\d+)")  # pip >= 24.1, --progress-bar raw
_STEP = re.compile(r"(Collecting|Downloading|Installing collected packages)\b.*")
_PROBE = "import sys, venv; print('Python %d.%d' % sys.version_info[:2])"
_PIP = ("-I", "-m", "pip", "--no-input", "--disable-pip-version-check", "--no-color")

Process = QtCore.QProcess


@dataclass(frozen=True)
class _Step:
    """A process to run; ``text`` is shown, ``begins`` is the bar's fraction at its start."""

    text: str
    words: tuple[str, ...]
    begins: float
    may_fail: bool = False


class EngineSetup(QtCore.QObject):
    """One installation of the engine at a time; it tells how far it is and can be cancelled."""

    progressed = Signal(float, str)  # 0..1, or UNKNOWN, and what is being done
    finished = Signal(object)  # the command that starts the new engine
    failed = Signal(str, str)  # a sentence, and the log; also after `cancel`

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QtCore.QProcess | None = None
        self._candidates: list[list[str]] = []
        self._steps: list[_Step] = []
        self._step: _Step | None = None
        self._folder = self._chosen = ""
        self._log: list[str] = []

    @property
    def is_running(self) -> bool:
        """Whether an installation is on its way."""
        return self._process is not None

    @property
    def log(self) -> str:
        """What the processes said, the newest last."""
        return "\n".join(self._log[-_LOG_LINES:])

    def start(self, python: str = "", packages_folder: str = "") -> None:
        """Begin.

        Args:
            python: path of the Python to use; one is looked for if left out.
            packages_folder: folder with the packages of the engine, for a computer without a
                network; from the Python Package Index if left out.
        """
        if self.is_running:
            return
        self._log, self._folder = [], packages_folder
        if self._package() is None:
            self._fail(self._without_package())
            return
        self._chosen, self._candidates = python, engine_places.pythons(python)
        self._try_python()

    @guarded
    def cancel(self) -> None:
        """Stop; what was made so far is marked as not whole and made anew the next time."""
        if self.is_running:
            self._forget_process(kill=True)
            self._fail(tr("The installation was stopped."))

    # -- the Python

    def _try_python(self) -> None:
        if not self._candidates:
            versions = f"{engine_places.PYTHONS[-1]}-{engine_places.PYTHONS[0]}"
            wrong = tr("{path} is no Python {versions}: choose another.", path=self._chosen)
            none = tr("No Python {versions} was found: install one, or choose it.")
            self._fail((wrong if self._chosen else none).replace("{versions}", versions))
            return
        self._python = self._candidates.pop(0)
        self._run(_Step(tr("Looking for Python"), (*self._python, "-I", "-c", _PROBE), UNKNOWN))

    def _on_probed(self, code: int, said: str) -> None:
        found = re.search(r"Python (\d+\.\d+)", said)
        if code == 0 and found and found.group(1) in engine_places.PYTHONS:
            self._begin()
        else:
            self._try_python()

    # -- the environment

    def _begin(self) -> None:
        try:
            engine_places.own_folder().mkdir(parents=True, exist_ok=True)
            engine_places.marker().write_text("being made\n", encoding="utf-8")
        except OSError as error:
            folder = engine_places.own_folder()
            reason = error.strerror or str(error)
            self._fail(tr("{folder} cannot be written: {reason}", folder=folder, reason=reason))
            return
        self._steps = self._plan()
        self._next()

    def _plan(self) -> list[_Step]:
        folder = str(engine_places.environment_folder())
        python = str(engine_places.environment_python())
        make = (*self._python, "-I", "-m", "venv", "--clear", folder)
        steps = [_Step(tr("Making an environment"), make, 0.0)]
        offline = ("--no-index", "--find-links", self._folder) if self._folder else ()
        pip = (python, *_PIP, "install", "--upgrade", "--progress-bar", "off", *offline, "pip")
        steps.append(_Step(tr("Updating pip"), pip, 0.1, may_fail=bool(self._folder)))
        package = str(self._package())
        bar = "off" if self._folder else "raw"
        install = (python, *_PIP, "install", "--progress-bar", bar, *offline, package)
        steps.append(_Step(tr("Installing the engine"), install, 0.15))
        test = (python, "-I", "-c", "import core.engine, onnxruntime, numpy, PIL, msgspec")
        steps.append(_Step(tr("Trying the engine"), test, 0.95))
        return steps

    def _package(self) -> Path | None:
        """The engine as a file. Never a bare name: who owns it on an index is not for us to say."""
        if self._folder:
            wheels = sorted(Path(self._folder).glob("kashira-*.whl"))
            return wheels[-1] if wheels else None
        return engine_places.carried_wheel()

    def _without_package(self) -> str:
        if self._folder:
            return tr("There is no package of the engine in {folder}.", folder=self._folder)
        return tr(
            "This copy of the plugin carries no engine: install one with "
            '"kashira install krita", or choose a folder with its packages.'
        )

    def _next(self) -> None:
        if self._steps:
            self._run(self._steps.pop(0))
            return
        try:
            engine_places.marker().unlink()
        except OSError as error:
            self._fail(str(error))
            return
        self.progressed.emit(1.0, tr("The engine is installed"))
        self.finished.emit(command(str(engine_places.environment_python())))

    # -- processes

    def _run(self, step: _Step) -> None:
        self._step = step
        self._log.append("> " + " ".join(step.words))
        self.progressed.emit(step.begins, step.text)
        self._said = ""
        process = QtCore.QProcess(self)
        process.setProcessEnvironment(process_environment())
        process.setProcessChannelMode(Process.ProcessChannelMode.MergedChannels)
        process.readyReadStandardOutput.connect(self._on_output)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        self._process = process
        process.start(step.words[0], list(step.words[1:]))

    @guarded
    def _on_output(self) -> None:
        if self._process is None or self._step is None:
            return
        data = bytes(self._process.readAllStandardOutput())
        counted = _RAW_PROGRESS.findall(data)
        text = _RAW_PROGRESS.sub(b"", data).decode("utf-8", "replace")
        self._said += text
        self._log += [line.rstrip() for line in text.splitlines() if line.strip()]
        lines = [found.group(0) for found in _STEP.finditer(text)]
        if counted and int(counted[-1][1]):
            done = int(counted[-1][0]) / int(counted[-1][1])
            self.progressed.emit(self._step.begins + 0.8 * min(done, 1.0), self._step.text)
        elif lines:
            self.progressed.emit(UNKNOWN, lines[-1][:80])

    @guarded
    def _on_error(self, error: object) -> None:
        if error == Process.ProcessError.FailedToStart and self._process is not None:
            self._end_of_process(-1)

    @guarded
    def _on_finished(self, code: int) -> None:
        if self._process is not None:
            self._on_output()
            self._end_of_process(code)

    def _end_of_process(self, code: int) -> None:
        step, said = self._step, self._said
        self._forget_process()
        if step is None:
            return
        if _PROBE in step.words:
            self._on_probed(code, said)
        elif code == 0 or step.may_fail:
            self._next()
        else:
            self._fail(_reason(step, said))

    def _forget_process(self, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            if kill:
                process.kill()
                process.waitForFinished(1000)
            process.deleteLater()

    def _fail(self, sentence: str) -> None:
        self._steps, self._candidates = [], []
        self.failed.emit(sentence, self.log)


def _reason(step: _Step, said: str) -> str:
    """One sentence for the artist out of what Python or pip said."""
    if "ensurepip is not available" in said or "No module named venv" in said:
        return tr("This Python cannot make environments: install python3-venv, or choose another.")
    if "No space left" in said or "WinError 112" in said:
        return tr("The disk is full: the engine needs about 300 MB.")
    if "No matching distribution" in said or "Could not find a version" in said:
        return tr("A package was not found: is there a network, or is the folder complete?")
    last = ([line for line in said.splitlines() if line.strip()] or ["?"])[-1]
    return tr("{step} failed: {reason}", step=step.text, reason=last.strip()[:200])
