"""The child process by itself, with small scripts in the engine's place."""

import sys
import time
from collections.abc import Iterator

import pytest

from core.engine.child import Process
from core.engine.client import EngineFailure
from core.engine.protocol import LOST

ECHO = """
import json, sys
for line in sys.stdin.buffer:
    message = json.loads(line)
    payload = sys.stdin.buffer.read(message.get("payload", 0))
    answer = {"jsonrpc": "2.0", "id": message["id"], "result": message["params"]}
    if payload:
        answer["payload"] = len(payload)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\\n" + payload)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def scripts() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for process in started:
        process.close()


def run(started: list[Process], script: str) -> Process:
    reports: list[str] = []
    process = Process([sys.executable, "-c", script], report=reports.append)
    started.append(process)
    return process


def test_megabytes_go_both_ways_at_once(scripts: list[Process]) -> None:
    engine = run(scripts, ECHO)
    payload = bytes(range(256)) * 40_000
    answers: list[bytes] = []
    for number in range(4):
        engine.client.call("x", {"n": number}, payload, done=lambda _, data: answers.append(data))
    while engine.client.open_calls:
        assert engine.poll(1)
    assert answers == [payload] * 4


def test_a_poll_never_waits_unless_told_to(scripts: list[Process]) -> None:
    engine = run(scripts, ECHO)
    begun = time.monotonic()
    assert all(engine.poll() for _ in range(1000))
    assert time.monotonic() - begun < 1


def test_a_crash_fails_the_open_calls_and_leaves_the_end_of_the_log(scripts: list[Process]) -> None:
    engine = run(scripts, "import sys; sys.stdin.readline(); sys.exit('out of luck \\udcff')")
    with pytest.raises(EngineFailure, match=r"the engine ended \(exit status 1\)") as failure:
        engine.ask("x")
    assert failure.value.code == LOST
    assert "out of luck" in engine.log
    assert engine.poll() is False
    with pytest.raises(EngineFailure):
        engine.ask("x")


def test_an_engine_that_does_not_end_by_itself_is_ended(scripts: list[Process]) -> None:
    engine = run(scripts, "import time; time.sleep(600)")
    engine.close()
    assert engine.exit_status is not None


def test_waiting_has_an_end(scripts: list[Process]) -> None:
    engine = run(scripts, "import time; time.sleep(600)")
    with pytest.raises(TimeoutError, match=r"did not answer x in 0\.1 s"):
        engine.ask("x", timeout_seconds=0.1)


def test_a_program_that_is_not_there_is_the_systems_own_error() -> None:
    with pytest.raises(FileNotFoundError):
        Process(["/nowhere/kashira", "engine"])
