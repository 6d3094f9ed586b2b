import os
from typing import Any

import pytest

from core.engine.client import Client, EngineFailure, clean_environment, command
from core.engine.protocol import CANCELLED, LOST, Frame, Frames, encode


class Host:
    """A client with its engine's end in the test's hand."""

    def __init__(self) -> None:
        self.reports: list[str] = []
        self.happened: list[tuple] = []
        self.client = Client(self._write, self.reports.append)
        self._frames = Frames()
        self.sent: list[Frame] = []

    def call(self, method: str = "preview", payload: bytes = b"") -> int:
        return self.client.call(
            method,
            {"seed": 7},
            payload,
            done=lambda result, data: self.happened.append(("done", result, data)),
            failed=lambda failure: self.happened.append(("failed", failure.code, str(failure))),
            progress=lambda params, data: self.happened.append(("progress", params, data)),
        )

    def engine_says(self, payload: bytes = b"", **message: Any) -> None:
        self.client.feed(encode({"jsonrpc": "2.0", **message}, payload))

    def _write(self, data: bytes) -> None:
        self.sent += [frame for frame in self._frames.feed(data) if isinstance(frame, Frame)]


@pytest.fixture
def host() -> Host:
    return Host()


def test_a_call_gets_its_progress_and_then_its_result_once(host: Host) -> None:
    number = host.call(payload=b"abc")
    assert host.sent == [
        Frame({"jsonrpc": "2.0", "id": number, "method": "preview", "params": {"seed": 7}}, b"abc")
    ]
    host.engine_says(method="progress", params={"id": number, "fraction": 0.5}, payload=b"half")
    host.engine_says(id=number, result={"head": {}}, payload=b"pixels")
    host.engine_says(id=number, result={"head": {}})
    assert host.happened == [
        ("progress", {"id": number, "fraction": 0.5}, b"half"),
        ("done", {"head": {}}, b"pixels"),
    ]
    assert host.client.open_calls == 0
    assert "answer to nothing" in host.reports[0]


def test_a_failure_says_code_sentence_and_detail(host: Host) -> None:
    failures: list[EngineFailure] = []
    number = host.client.call("preview", failed=failures.append)
    error = {"code": -32011, "message": "seed is wrong", "data": {"detail": "BadValue"}}
    host.engine_says(id=number, error=error)
    [failure] = failures
    assert (failure.code, failure.message, failure.detail) == (-32011, "seed is wrong", "BadValue")


@pytest.mark.parametrize(
    "junk",
    [
        b"*** EP Error *** falling back\n",
        b"[1, 2]\n",
        b"\xff\xfe\n",
        b'{"jsonrpc":"2.0","id":99,"result":1}\n',
        b'{"jsonrpc":"2.0","id":[],"result":1}\n',
        b'{"jsonrpc":"2.0","method":"progress"}\n',
        b'{"jsonrpc":"2.0","method":"progress","params":{"id":{}}}\n',
        b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}\n',
        b'{"jsonrpc":"2.0","id":1}\n',
        b'{"jsonrpc":"2.0","id":1,"result":1,"error":2}\n',
    ],
)
def test_junk_from_the_engine_is_survived_and_reported(host: Host, junk: bytes) -> None:
    number = host.call()
    host.client.feed(junk)
    assert len(host.reports) == 1
    host.engine_says(id=number, result=None)
    assert host.happened == [("done", None, b"")]


@pytest.mark.parametrize("error", [None, "text", {}, {"code": "x"}])
def test_an_error_of_no_shape_still_ends_the_call(host: Host, error: object) -> None:
    number = host.call()
    host.engine_says(id=number, error=error)
    assert host.happened == [("failed", LOST, "the engine failed without saying why")]


def test_when_the_engine_is_lost_every_open_call_fails_once(host: Host) -> None:
    host.call()
    host.call()
    host.client.lost("the engine crashed")
    host.client.lost("again")
    assert host.happened == 2 * [("failed", LOST, "the engine crashed")]
    host.call()
    assert host.happened[2:] == [("failed", LOST, "again")]


def test_a_pipe_that_breaks_is_a_lost_engine() -> None:
    def broken(data: bytes) -> None:
        raise BrokenPipeError("no one there")

    failures: list[EngineFailure] = []
    Client(broken).call("preview", failed=failures.append)
    assert [failure.code for failure in failures] == [LOST]


def test_cancelling_names_the_call_and_it_fails_when_the_engine_says_so(host: Host) -> None:
    number = host.call()
    host.client.cancel(number)
    assert (host.sent[1].message["method"], host.sent[1].message["params"]) == (
        "cancel", {"id": number},
    )  # fmt: skip
    host.engine_says(id=host.sent[1].message["id"], result=True)
    host.engine_says(id=number, error={"code": CANCELLED, "message": "cancelled"})
    assert host.happened == [("failed", CANCELLED, "cancelled")]
    host.client.cancel(number)
    assert len(host.sent) == 2


def test_a_callback_may_call_again(host: Host) -> None:
    number = host.client.call("preview", done=lambda result, data: host.call())
    host.engine_says(id=number, result=None)
    assert len(host.sent) == 2


def test_a_callback_that_fails_loses_no_other_answer(host: Host) -> None:
    first = host.client.call("preview", done=lambda result, data: 1 / 0)
    second = host.call()
    answers = [encode({"jsonrpc": "2.0", "id": n, "result": None}) for n in (first, second)]
    with pytest.raises(ZeroDivisionError):
        host.client.feed(b"".join(answers))
    host.client.feed(b"")
    assert host.happened == [("done", None, b"")]


def test_the_engine_is_started_by_python_or_by_kashira() -> None:
    assert command("/usr/bin/python3.12")[1:] == ["-P", "-u", "-X", "utf8", "-m", "core.engine"]
    assert command(os.path.join("bin", "Python.exe"))[-1] == "core.engine"
    assert command("/home/mia/.local/bin/kashira") == ["/home/mia/.local/bin/kashira", "engine"]


def test_what_a_host_sets_for_itself_does_not_reach_the_engine() -> None:
    environ = {
        "PATH": "/bin", "HOME": "/home/mia", "KASHIRA_MODEL": "mia", "LANG": "ja_JP.UTF-8",
        "PYTHONPATH": "/krita", "PYTHONHOME": "/krita", "PYTHONSTARTUP": "x", "QT_PLUGIN_PATH": "x",
        "LD_LIBRARY_PATH": "/krita/lib", "LD_PRELOAD": "x.so", "DYLD_LIBRARY_PATH": "x",
    }  # fmt: skip
    assert set(clean_environment(environ)) == {"PATH", "HOME", "KASHIRA_MODEL", "LANG"}
