"""Plays the scenarios of one file: functions that take a `Run` and yield milliseconds to wait.

While a scenario waits, Krita's event loop runs. Results are written after each scenario, as JSON:
{name: {"seconds", "error" (a traceback or null), "facts"}}.
"""

import faulthandler
import importlib.util
import inspect
import json
import os
import sys
import time
import traceback

try:
    from PyQt5 import QtCore
except ImportError:
    from PyQt6 import QtCore


class Run:
    """What a scenario gets: where fixtures are and files go, and where to write facts down."""

    def __init__(self):
        self.folder = os.environ["KASHIRA_FOLDER"]
        self.facts = {}
        self.quit_afterwards = False

    def path(self, *parts):
        return os.path.join(self.folder, *parts)


class Player:
    playing = None  # keeps itself alive

    @classmethod
    def from_environment(cls):
        cls.playing = cls(os.environ["KASHIRA_SCENARIOS"], os.environ["KASHIRA_RESULTS"])

    def __init__(self, scenarios, results):
        self._results, self._target = {}, results
        faulthandler.enable(open(results + ".fault", "w", encoding="utf-8"))
        sys.excepthook = self._uncaught  # else Krita shows a modal dialog, and all stands still
        self._uncaught_errors = []
        only = os.environ.get("KASHIRA_ONLY", "").split()
        try:
            sys.path.insert(0, os.path.dirname(scenarios))
            spec = importlib.util.spec_from_file_location("scenarios", scenarios)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            found = [f for f in vars(module).values() if inspect.isgeneratorfunction(f)]
            found = [f for f in found if f.__module__ == "scenarios" and f.__name__[0] != "_"]
            self._waiting = [f for f in found if not only or f.__name__ in only]
        except BaseException:
            self._results["loading"] = {"error": traceback.format_exc(), "facts": {}, "seconds": 0}
            self._waiting = []
        self._next()

    def _next(self):
        self._write()
        if not self._waiting:
            self._end()
            return
        scenario = self._waiting.pop(0)
        self._name, self._run, self._began = scenario.__name__, Run(), time.monotonic()
        self._uncaught_errors = []
        self._results[self._name] = {"error": "it did not end", "facts": {}, "seconds": 0}
        self._write()
        self._steps = scenario(self._run)
        self._step()

    def _step(self):
        try:
            milliseconds = next(self._steps)
        except StopIteration:
            self._finish(None)
        except BaseException:
            self._finish(traceback.format_exc())
        else:
            QtCore.QTimer.singleShot(int(milliseconds or 1), self._step)

    def _finish(self, error):
        error = error or ("".join(self._uncaught_errors) or None)
        seconds = round(time.monotonic() - self._began, 2)
        entry = {"error": error, "facts": self._run.facts, "seconds": seconds}
        self._results[self._name] = entry
        QtCore.QTimer.singleShot(50, self._next)

    def _uncaught(self, kind, error, trace):
        self._uncaught_errors.append("".join(traceback.format_exception(kind, error, trace)))

    def _write(self):
        temporary = self._target + ".new"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(self._results, file, indent=1, default=str)
        os.replace(temporary, self._target)

    def _end(self):
        sys.stdout.flush()
        run = getattr(self, "_run", None)
        if run is not None and run.quit_afterwards:
            from krita import Krita

            Krita.instance().action("file_quit").trigger()
        else:
            os._exit(0)
