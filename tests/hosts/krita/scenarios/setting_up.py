"""The panel sets up an engine of its own, from a folder of packages, with a Python that is there.

The package is a small stand-in (see conftest): it takes seconds, and needs no network.
"""

import os

from kashira_driver import desk, docker_hand


class _Heard:
    """What an EngineSetup says."""

    def __init__(self, setup):
        self.setup = setup
        self.fractions, self.command, self.failure, self.log = [], None, None, ""
        setup.progressed.connect(self._on_progress)
        setup.finished.connect(self._on_finished)
        setup.failed.connect(self._on_failed)

    def ended(self):
        return self.command is not None or self.failure is not None

    def _on_progress(self, fraction, text):
        self.fractions.append((fraction, text))

    def _on_finished(self, command):
        self.command = command

    def _on_failed(self, sentence, log):
        self.failure, self.log = sentence, log


class _Settings:
    engine = ""


def _begin(run, **asked):
    heard = _Heard(desk.plugin("engine_setup").EngineSetup())
    asked.setdefault("python", os.environ["KASHIRA_PYTHON"])
    asked.setdefault("packages_folder", run.path("packages"))
    heard.setup.start(**asked)
    return heard


def what_cannot_be_set_up_is_said_in_a_sentence(run):
    said = {}
    for name, asked in {
        "no packages": {"packages_folder": run.path("nowhere")},
        "no python": {"python": run.path("nowhere/python3")},
        "not a python": {"python": "/bin/true"},
        "no engine carried": {"packages_folder": ""},
    }.items():
        heard = _begin(run, **asked)
        yield from docker_hand.until(heard.ended, 20, name)
        assert heard.command is None
        said[name] = heard.failure
    run.facts["said"] = said
    assert not os.path.exists(desk.plugin("engine_places").environment_folder())


def a_cancelled_installation_is_not_taken_for_an_engine(run):
    places = desk.plugin("engine_places")
    os.rename(places.own_folder() / "engine.json", places.own_folder() / "engine.json.away")
    path = os.environ["PATH"]
    os.environ["PATH"] = "/usr/bin:/bin"  # without a kashira command
    try:
        heard = _begin(run)
        yield from docker_hand.until(places.environment_python().exists, 60, "a Python")
        heard.setup.cancel()
        run.facts["said"] = heard.failure
        assert places.marker().exists()
        assert not heard.setup.is_running
        assert places.find_engine(_Settings()) is None

        gaps = docker_hand.Gaps()
        heard = _begin(run)
        yield from docker_hand.until(heard.ended, 120, "the installation")
        assert heard.command, (heard.failure, heard.log)
        run.facts["longest gap, 99 % (ms)"] = gaps.stop()
        run.facts["texts"] = sorted({text for _, text in heard.fractions})
        assert heard.fractions[-1][0] == 1.0
        assert not places.marker().exists()
        assert places.find_engine(_Settings()) == heard.command
        assert heard.command[0] == str(places.environment_python())
    finally:
        os.environ["PATH"] = path
        os.rename(places.own_folder() / "engine.json.away", places.own_folder() / "engine.json")


def the_engine_that_was_named_goes_before_all_others(run):
    places = desk.plugin("engine_places")
    settings = _Settings()
    assert places.find_engine(settings)[-1] == "core.engine"
    settings.engine = "/opt/kashira/bin/kashira"
    assert places.find_engine(settings) == ["/opt/kashira/bin/kashira", "engine"]
    yield 1
