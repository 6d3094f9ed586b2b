"""A Krita plugin that plays scenarios (see `player`) as soon as the window is there."""

import os

from krita import Extension, Krita

START_MILLISECONDS = 1500


class Driver(Extension):
    started = False

    def setup(self):
        pass

    def createActions(self, window):  # noqa: N802 -- Krita's name
        if Driver.started or not os.environ.get("KASHIRA_SCENARIOS"):
            return
        Driver.started = True
        from .player import Player, QtCore

        QtCore.QTimer.singleShot(START_MILLISECONDS, Player.from_environment)


Krita.instance().addExtension(Driver(Krita.instance()))
