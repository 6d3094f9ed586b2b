"""The server by itself: what is answered, in which order, and what is stopped."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from core.engine import server as server_module
from core.engine.protocol import BadFrame, Frames, encode
from core.engine.server import Answer, Method, Progress, Server
from core.errors import BadValue, Cancelled
from tests.core.engine.running_server import GOOD, HOSTILE, RunningServer


def echo(params: dict[str, Any], payload: bytes) -> Answer:
    return Answer(params, payload)


class Network:
    """Stands for a network: runs until it is stopped or let go, and counts what came of it."""

    def __init__(self) -> None:
        self.running, self.go = threading.Event(), threading.Event()
        self._stopped = False
        self.finished: list[Any] = []

    def stop(self) -> None:
        self._stopped = True

    def run(self, what: Any) -> None:
        self._stopped = False
        self.running.set()
        while not self.go.wait(0.001):
            if self._stopped:
                raise Cancelled("stopped on request")
        self.finished.append(what)

    def preview(self, params: dict[str, Any], _: bytes) -> Answer:
        self.run(params)
        return Answer(params)

    def generate(self, params: dict[str, Any], _: bytes) -> Iterator[Progress | Answer]:
        for index in range(params["count"]):
            self.run(index)
            yield Progress({"index": index}, b"picture")
        yield Answer({"heads": params["count"]})

    @property
    def methods(self) -> dict[str, Method]:
        return {
            "preview": Method(self.preview, supersedes=True),
            "generate": Method(self.generate, long=True),
            "layers": Method(self.generate),
            "echo": Method(echo),
        }


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_frame_is_answered_once_and_the_next_good_one_too(name: str) -> None:
    frame, code = HOSTILE[name]
    with RunningServer({"echo": Method(echo)}) as engine:
        engine.server.receive(frame + GOOD)
        assert engine.of("good")["result"] == {}
        first, second = (answer.message for answer in engine.answers)
    assert first["error"]["code"] == code
    assert first["id"] in (None, 1)
    assert first["error"]["message"]
    assert second["id"] == "good"


def fuzzed(rng: random.Random, good: bytes) -> bytes:
    """A good frame with some bytes or values of it put wrong."""
    kind = rng.randrange(5)
    if kind == 0:
        return rng.randbytes(rng.randrange(40)).replace(b"\n", b"") + b"\n"
    if kind == 1:
        broken = bytearray(good[:-1])
        for _ in range(rng.randrange(1, 4)):
            broken[rng.randrange(len(broken))] = rng.choice(b'{}[]",:0-aeE\\ \xff\x00')
        return bytes(broken) + b"\n"
    if kind == 2:
        return good[: rng.randrange(len(good))] + b"\n"
    message = json.loads(good)
    odd = [None, True, -1, 0.5, 10**25, "", "echo", [], {}, [[]], {"id": 1}, "\ud800"]
    message[rng.choice(["jsonrpc", "id", "method", "params"])] = rng.choice(odd)
    if kind == 3:
        message.pop(rng.choice(list(message)))
    return json.dumps(message).encode() + b"\n"


@pytest.mark.slow
def test_of_100000_fuzzed_frames_every_good_request_is_answered_exactly_once() -> None:
    seed = 20261125
    rng = random.Random(seed)
    print("seed", seed)
    written = Frames()
    counted: Counter[str] = Counter()
    faults = 0

    def write(data: bytes) -> None:
        nonlocal faults
        for answer in written.feed(data):
            assert not isinstance(answer, BadFrame)
            counted[str(answer.message["id"])] += 1
            faults += answer.message.get("error", {}).get("code") == -32603

    server = Server({"echo": Method(echo)}, write)
    worker = threading.Thread(target=server.serve, daemon=True)
    worker.start()
    for number in range(50_000):
        good = {"jsonrpc": "2.0", "id": f"good {number}", "method": "echo", "params": {"n": number}}
        bad = encode({**good, "id": f"bad {number}"})
        server.receive(fuzzed(rng, bad) + fuzzed(rng, bad) + encode(good))
    server.close()
    worker.join(60)
    assert not worker.is_alive()
    assert faults == 0
    assert {counted[f"good {number}"] for number in range(50_000)} == {1}


def test_in_a_storm_of_1000_previews_the_newest_is_drawn_and_the_rest_superseded_once(
    network: Network,
) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        numbers = [engine.ask("preview", n=0)]
        assert network.running.wait(5)
        numbers += [engine.ask("preview", n=n) for n in range(1, 1000)]
        network.go.set()
        assert engine.of(numbers[-1])["result"] == {"n": 999}
        codes = [engine.of(number)["error"]["code"] for number in numbers[:-1]]
        assert codes == [-32801] * 999
        assert network.finished[-1] == {"n": 999}
        assert len(network.finished) <= 2


def test_a_preview_is_drawn_between_two_heads_of_a_long_generation(network: Network) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        generation = engine.ask("generate", count=3)
        assert network.running.wait(5)
        preview = engine.ask("preview", n="now")
        network.go.set()
        assert engine.of(generation)["result"] == {"heads": 3}
        assert network.finished == [0, {"n": "now"}, 1, 2]
        assert engine.of(preview)["result"] == {"n": "now"}
        assert [params["index"] for params in engine.progress()] == [0, 1, 2]
        assert {params["id"] for params in engine.progress()} == {generation}


def test_what_goes_by_steps_but_is_no_generation_does_not_wait_for_one(network: Network) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        generation = engine.ask("generate", count=3)
        assert network.running.wait(5)
        layers = engine.ask("layers", count=3)
        preview = engine.ask("preview", n="now")
        network.go.set()
        engine.of(generation)
        order = [a.message.get("id") or a.message["params"]["id"] for a in engine.answers]
        assert order == [generation, preview, *[layers] * 4, *[generation] * 3]


def test_two_generations_are_made_one_after_the_other(network: Network) -> None:
    network.go.set()
    with RunningServer(network.methods, network.stop) as engine:
        first, second = engine.ask("generate", count=5), engine.ask("generate", count=5)
        engine.of(second)
        ids = [params["id"] for params in engine.progress()]
        assert ids == [first] * 5 + [second] * 5


def test_a_cancelled_generation_ends_in_the_middle_of_a_run_and_no_other_is_hit(
    network: Network,
) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        generation = engine.ask("generate", count=3)
        assert network.running.wait(5)
        preview = engine.ask("preview", n=1)
        cancel = engine.ask("cancel", id=generation)
        assert engine.of(cancel)["result"] is True
        assert engine.of(generation)["error"]["code"] == -32800
        network.go.set()
        assert engine.of(preview)["result"] == {"n": 1}
        assert engine.of(engine.ask("cancel", id=generation))["result"] is False


def test_a_stop_never_hits_the_run_after_the_one_that_it_was_meant_for() -> None:
    """The reader stops while the worker goes from one run to the next, as fast as it can."""
    current: list[Any] = [None]
    hit_wrongly: list[Any] = []
    fate: dict[Any, bool] = {}

    def stop() -> None:
        if current[0] is not None and not fate.get(current[0]):
            hit_wrongly.append(current[0])

    def run(params: dict[str, Any], _: bytes) -> Answer:
        current[0] = params["n"]
        time.sleep(0)
        current[0] = None
        return Answer(params["n"])

    with RunningServer({"echo": Method(run)}, stop) as engine:
        numbers = {}
        for n in range(3000):
            numbers[n] = engine.ask("echo", n=n)
            if n % 2:
                fate[n] = True
                engine.ask("cancel", id=numbers[n])
        for n in (0, 1500, 2998):
            assert engine.of(numbers[n])["result"] == n
    assert hit_wrongly == []


def test_a_waiting_request_is_cancelled_without_being_begun(network: Network) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        first = engine.ask("preview", n=0)
        assert network.running.wait(5)
        waiting = engine.ask("generate", count=1)
        engine.ask("cancel", id=waiting)
        network.go.set()
        assert engine.of(waiting)["error"]["code"] == -32800
        assert engine.of(first)["result"] == {"n": 0}
        assert network.finished == [{"n": 0}]


def test_at_the_end_of_input_generations_stop_and_all_else_is_still_answered(
    network: Network,
) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        running = engine.ask("generate", count=10_000)
        assert network.running.wait(5)
        waiting = engine.ask("generate", count=10_000)
        short, layers = engine.ask("echo", n=1), engine.ask("layers", count=0)
        engine.server.close()
        assert engine.of(running)["error"]["code"] == -32800
        assert engine.of(waiting)["error"]["code"] == -32800
        assert engine.of(short)["result"] == {"n": 1}
        assert engine.of(layers)["result"] == {"heads": 0}
    assert network.finished == []


def test_a_shutdown_answers_everything_and_itself_last(network: Network) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        numbers = [engine.ask("generate", count=3), engine.ask("preview", n=1)]
        assert network.running.wait(5)
        numbers.append(engine.ask("echo", n=2))
        end = engine.ask("shutdown")
        assert engine.of(end)["result"] is None
        assert engine.answers[-1].message["id"] == end
        assert {engine.of(number)["error"]["code"] for number in numbers} == {-32800}


def test_whenever_nothing_is_asked_for_a_while_it_rests_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_module, "_REST_SECONDS", 0.01)
    rests = threading.Semaphore(0)
    server = Server({"echo": Method(echo)}, lambda data: None, rest=rests.release)
    worker = threading.Thread(target=server.serve, daemon=True)
    worker.start()
    for _ in range(2):
        assert rests.acquire(timeout=10)
        assert not rests.acquire(timeout=0.1)
        server.receive(GOOD)
    server.close()
    worker.join(10)
    assert not worker.is_alive()


def test_notifications_are_done_and_never_answered() -> None:
    done: list[Any] = []

    def note(params: dict[str, Any], payload: bytes) -> Answer:
        done.append(params)
        if params:
            raise BadValue("wrong")
        return Answer(None)

    with RunningServer({"echo": Method(note)}) as engine:
        for params in ({}, {"x": 1}):
            engine.server.receive(encode({"jsonrpc": "2.0", "method": "echo", "params": params}))
        engine.server.receive(encode({"jsonrpc": "2.0", "method": "paint"}))
        engine.server.receive(GOOD)
        engine.of("good")
        assert len(engine.answers) == 1
    assert done == [{}, {"x": 1}, {}]


def test_a_fault_of_ours_is_told_and_does_not_end_the_engine(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fault(params: dict[str, Any], payload: bytes) -> Answer:
        raise KeyError("a slip of ours")

    def late(params: dict[str, Any], payload: bytes) -> Iterator[Progress | Answer]:
        yield Progress({})
        raise KeyError("a slip of ours")

    methods = {"fault": Method(fault), "late": Method(late, long=True), "echo": Method(echo)}
    with RunningServer(methods) as engine:
        for name in ("fault", "late"):
            error = engine.of(engine.ask(name))["error"]
            assert error["code"] == -32603
            assert "a slip of ours" not in error["message"]
            assert "a slip of ours" in error["data"]["detail"]
        assert engine.of(engine.ask("echo", x=1))["result"] == {"x": 1}
    assert "a slip of ours" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadValue("x" * 5_000_000), -32011),
        (RecursionError(), -32602),
        (MemoryError(), -32000),
    ],
)
def test_whatever_goes_wrong_the_answer_fits_into_a_frame(error: Exception, code: int) -> None:
    def fail(params: dict[str, Any], payload: bytes) -> Answer:
        raise error

    with RunningServer({"fail": Method(fail)}) as engine:
        assert engine.of(engine.ask("fail"))["error"]["code"] == code


def test_an_answer_too_long_for_a_frame_is_an_error_that_says_what_to_do() -> None:
    methods = {"long": Method(lambda params, payload: Answer("x" * 5_000_000))}
    with RunningServer(methods) as engine:
        error = engine.of(engine.ask("long"))["error"]
        assert error["code"] == -32602
        assert "ask for fewer heads" in error["message"]


def test_an_id_that_is_still_open_is_not_taken_twice(network: Network) -> None:
    with RunningServer(network.methods, network.stop) as engine:
        frame = encode({"jsonrpc": "2.0", "id": "a", "method": "preview", "params": {}})
        engine.server.receive(frame)
        assert network.running.wait(5)
        engine.server.receive(frame)
        engine.wait(lambda: len(engine.answers) == 0)
        network.go.set()
        engine.wait(lambda: len(engine.answers) == 2)
        errors = [a.message.get("error", {}).get("code") for a in engine.answers]
        assert sorted(errors, key=str) == [-32600, None]
