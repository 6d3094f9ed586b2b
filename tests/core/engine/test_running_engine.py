"""The engine as a process of its own, behind real pipes: how it lives, and that it ends."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.engine.child import Process
from core.engine.client import EngineFailure, clean_environment, command
from core.engine.protocol import Frame, Frames, encode
from tests.core.engine.running_server import HOSTILE

ENDS_IN_SECONDS = 2.0
SLACK_SECONDS = 3.0  # for a machine that does other things: what is promised is ENDS_IN_SECONDS

Start = Callable[..., Process]


@pytest.fixture
def environ(tiny_model: Path, tmp_path: Path) -> dict[str, str]:
    """The small model, and a temporary folder that is the engine's alone."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return {
        **os.environ, "KASHIRA_MODEL": str(tiny_model), "TMPDIR": str(temporary),
        "OMP_NUM_THREADS": "1",
    }  # fmt: skip


@pytest.fixture
def start(environ: dict[str, str]) -> Iterator[Start]:
    """Start an engine; it is ended after the test, and must not have told of any fault."""
    with contextlib.ExitStack() as ends:

        def run(**changes: Any) -> Process:
            process = Process(**{"command": command(sys.executable), "environ": environ, **changes})
            ends.callback(process.close)
            return process

        yield run


def alive(pid: int) -> bool:
    """Whether a process runs (one that ended, and that nobody waited for, does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended_in(pid: int) -> float:
    """Seconds until the process is gone."""
    begun = time.monotonic()
    while alive(pid):
        assert time.monotonic() - begun < 20, "it never ends"
        time.sleep(0.01)
    return time.monotonic() - begun


def test_it_draws_and_ends_when_asked(start: Start) -> None:
    engine = start()
    result, payload = engine.ask("preview", {"seed": 7})
    assert len(payload) == result["head"]["picture"]["bytes"] == 64 * 64 * 4
    assert engine.ask("shutdown") == (None, b"")
    assert ended_in(engine.pid) < SLACK_SECONDS
    assert engine.poll(1) is False
    assert (engine.exit_status, engine.log) == (0, "")


def test_two_engines_run_at_once_and_draw_the_same(start: Start) -> None:
    one, two = start(), start()
    recipe = one.ask("preview", {"seed": 7})[0]["head"]["recipe"]
    pictures = [engine.ask("preview", {"recipe": recipe})[1] for engine in (one, two, one)]
    assert pictures[0] == pictures[1] == pictures[2]
    one.close()
    assert two.ask("preview", {"seed": 7})[1] == pictures[0]


def test_the_command_is_an_engine_too(start: Start) -> None:
    kashira = Path(sys.executable).with_name("kashira")
    if not kashira.exists():
        pytest.skip("Kashira is not installed here, only its sources")
    engine = start(command=command(str(kashira)))
    assert engine.ask("preview", {"seed": 7, "pictures": False})[0]["head"]["tag"]


def test_it_ends_in_the_middle_of_a_generation_when_its_stdin_ends(start: Start) -> None:
    engine = start()
    seen: list[Any] = []
    engine.client.call(
        "generate", {"count": 256, "size": 512}, progress=lambda told, _: seen.append(told)
    )
    while not seen:
        engine.poll(0.1)
    begun = time.monotonic()
    engine.close()
    assert time.monotonic() - begun < SLACK_SECONDS
    assert engine.exit_status == 0
    assert len(seen) < 256


def test_a_host_that_reads_nothing_does_not_keep_it_from_ending(environ: dict[str, str]) -> None:
    engine = subprocess.Popen(
        command(sys.executable), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    )
    assert engine.stdin is not None
    assert engine.stdout is not None
    request = {"jsonrpc": "2.0", "id": 1, "method": "generate", "params": {"count": 256}}
    engine.stdin.write(encode(request))
    engine.stdin.flush()
    assert engine.stdout.read(1) == b"{"  # it draws, and soon waits for us to read
    engine.stdin.close()
    begun = time.monotonic()
    engine.wait(20)
    assert time.monotonic() - begun < SLACK_SECONDS
    engine.stdout.close()


PARENT = """
import os, subprocess, sys, time
engine = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
engine.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"models"}\\n')
engine.stdin.flush()
engine.stdout.readline()
if os.fork() == 0:  # a child of the host's that keeps the engine's stdin open
    print(engine.pid, os.getpid(), flush=True)
    time.sleep(600)
time.sleep(600)
"""


def test_it_ends_when_its_parent_is_killed_though_another_holds_its_stdin(
    environ: dict[str, str],
) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *command(sys.executable)],
        stdout=subprocess.PIPE,
        env=environ,
    )
    assert parent.stdout is not None
    engine, holder = map(int, parent.stdout.readline().split())
    try:
        assert alive(engine)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert ended_in(engine) < SLACK_SECONDS
    finally:
        os.kill(holder, signal.SIGKILL)
        parent.stdout.close()


def test_a_slider_storm_of_1000_previews_in_two_seconds_ends_with_the_newest(start: Start) -> None:
    engine = start()
    engine.ask("preview", {"seed": 1})
    answers: Counter[int] = Counter()
    drawn: list[int] = []
    codes: Counter[int] = Counter()

    def send(value: int) -> None:
        def done(result: Any, _: bytes) -> None:
            answers[value] += 1
            drawn.append(value)

        def failed(failure: EngineFailure) -> None:
            answers[value] += 1
            codes[failure.code] += 1

        params = {"seed": 1, "attributes": {"yaw": value / 1000}, "size": 64}
        engine.client.call("preview", params, done=done, failed=failed)

    begun = time.monotonic()
    for value in range(1000):
        send(value)
        engine.poll()
        time.sleep(max(0.0, begun + (value + 1) / 500 - time.monotonic()))
    while engine.client.open_calls:
        assert engine.poll(0.1)
    assert set(answers.values()) == {1}
    assert len(answers) == 1000
    assert drawn[-1] == 999
    assert drawn == sorted(drawn)
    assert codes == {-32801: 1000 - len(drawn)}


def test_a_cancelled_generation_is_told_so_and_the_next_request_is_done(start: Start) -> None:
    engine = start()
    failures: list[int] = []
    number = engine.client.call(
        "generate",
        {"count": 256, "size": 512},
        failed=lambda failure: failures.append(failure.code),
    )
    engine.ask("preview", {"seed": 1, "pictures": False})
    engine.client.cancel(number)
    while not failures:
        assert engine.poll(0.1)
    assert failures == [-32800]
    assert engine.ask("preview", {"seed": 2})[1]


def test_hostile_frames_through_the_pipe_are_each_answered_and_leave_it_well(
    environ: dict[str, str],
) -> None:
    seed = 20261125
    rng = random.Random(seed)
    print("seed", seed)
    requests, sent = [], []
    for number in range(600):
        bad = rng.choice(list(HOSTILE.values()))[0] if number < 40 else rng.randbytes(60)
        params = {"seed": number % 5, "pictures": False}
        good = {"jsonrpc": "2.0", "id": f"good {number}", "method": "edit", "params": params}
        requests += [bad.replace(b"echo", b"read").rstrip(b"\n") + b"\n", encode(good)]
        sent.append(good["id"])
    done = subprocess.run(
        command(sys.executable), input=b"".join(requests), capture_output=True, env=environ,
        timeout=60, check=False,
    )  # fmt: skip
    answers = [frame for frame in Frames().feed(done.stdout) if isinstance(frame, Frame)]
    counted = Counter(answer.message["id"] for answer in answers)
    assert {counted[number] for number in sent} == {1}
    assert not any(answer.message["error"]["code"] == -32603 for answer in answers)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_leaves_no_file_and_opens_no_socket(start: Start, environ: dict[str, str]) -> None:
    engine = start()
    engine.ask("generate", {"count": 3})
    opened = [os.readlink(link) for link in Path(f"/proc/{engine.pid}/fd").iterdir()]
    assert not [target for target in opened if target.startswith("socket:")]
    engine.close()
    assert list(Path(environ["TMPDIR"]).iterdir()) == []


def test_no_folder_and_no_setting_of_the_hosts_is_run_instead_of_kashira(
    start: Start, environ: dict[str, str], tmp_path: Path
) -> None:
    trap = tmp_path / "trap"
    for name in ("core/__init__.py", "core/engine/__init__.py", "json.py", "sitecustomize.py"):
        (trap / name).parent.mkdir(parents=True, exist_ok=True)
        (trap / name).write_text("raise SystemExit('trapped')")
    host = {"PYTHONPATH": str(trap), "PYTHONHOME": str(trap), "LD_LIBRARY_PATH": str(trap)}
    engine = start(environ={**environ, **host}, cwd=trap)
    assert engine.ask("preview", {"seed": 7})[1]


def test_whatever_is_printed_goes_to_stderr_and_frames_alone_to_stdout(
    environ: dict[str, str],
) -> None:
    script = (
        "import os, sys\n"
        "from core.engine import __main__ as engine\n"
        "frames = engine._frames_to_stdout()\n"
        "print('printed', flush=True)\n"
        "os.write(1, b'written')\n"
        "frames(b'a frame')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environ, check=False
    )
    assert (done.stdout, done.stderr) == (b"a frame", b"printed\nwritten")


def test_without_a_console_it_still_answers(environ: dict[str, str]) -> None:
    wrapped = 'exec "$@" 2>&-'  # as a host that has no stderr to give
    request = encode({"jsonrpc": "2.0", "id": 1, "method": "models", "params": {}})
    done = subprocess.run(
        ["sh", "-c", wrapped, "sh", *command(sys.executable)],
        input=request, stdout=subprocess.PIPE, env=clean_environment(environ), check=False,
    )  # fmt: skip
    assert json.loads(done.stdout)["id"] == 1


@pytest.mark.slow
def test_with_the_default_model_it_takes_less_than_450_mb_after_a_day_of_heads(
    start: Start, environ: dict[str, str]
) -> None:
    engine = start(environ={name: v for name, v in environ.items() if name != "KASHIRA_MODEL"})
    recipe = engine.ask("generate", {"count": 24, "seed": 1})[0]["heads"][0]["recipe"]
    for seed in range(24):
        engine.ask("preview", {"seed": seed, "detail": "low"})
    for split in ("parts", "inks"):
        engine.ask("layers", {"recipe": recipe, "split": split, "size": 1024, "stream": True})
    megabytes = 1000.0
    begun = time.monotonic()
    while megabytes >= 300 and time.monotonic() - begun < 5:  # at rest, it gives memory back
        time.sleep(0.2)
        status = Path(f"/proc/{engine.pid}/status").read_text()
        megabytes = int(status.split("VmRSS:")[1].split()[0]) / 1024
    print(f"{megabytes:.0f} MB")
    assert megabytes < 450
