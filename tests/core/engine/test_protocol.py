import ast
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.engine
from core.engine import protocol
from core.engine.protocol import BadFrame, Frame, Frames, encode
from tests.core.engine.running_server import GOOD, HOSTILE

SHARED = ("protocol", "client", "child")
FOLDER = Path(core.engine.__file__ or "").parent

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
messages = st.dictionaries(st.text().filter(lambda key: key != "payload"), json_values, max_size=5)


@given(st.lists(st.tuples(messages, st.binary(max_size=300)), max_size=5), st.data())
@settings(deadline=None)
def test_what_is_sent_arrives_however_it_is_cut_up(
    sent: list[tuple[dict, bytes]], data: st.DataObject
) -> None:
    stream = b"".join(encode(message, payload) for message, payload in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    frames, found = Frames(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += frames.feed(stream[start:end])
    assert found == [Frame(json.loads(json.dumps(message)), payload) for message, payload in sent]


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_at_all_are_survived_and_a_good_line_after_them_is_read(junk: bytes) -> None:
    frames = Frames()
    frames.feed(junk + b"\n")
    if frames._message is None:  # else it rightly awaits the payload that the junk announced
        assert frames.feed(GOOD) == [Frame(json.loads(GOOD))]


@pytest.mark.parametrize("name", HOSTILE)
def test_after_each_hostile_frame_the_next_is_read(name: str) -> None:
    found = Frames().feed(HOSTILE[name][0] + GOOD)
    assert found[-1] == Frame(json.loads(GOOD))
    assert len(found) == 2


def test_a_frame_split_at_every_byte_is_one_frame() -> None:
    message = {"jsonrpc": "2.0", "id": 7, "method": "preview", "params": {"seed": 7}}
    stream = encode(message, b"pixels\n{}") * 2
    for cut in range(len(stream)):
        frames = Frames()
        assert frames.feed(stream[:cut]) + frames.feed(stream[cut:]) == 2 * [
            Frame(message, b"pixels\n{}")
        ]
    frames = Frames()
    single = [frame for i in range(len(stream)) for frame in frames.feed(stream[i : i + 1])]
    assert single == 2 * [Frame(message, b"pixels\n{}")]


@pytest.mark.parametrize("length", [protocol.MAX_PAYLOAD_BYTES, 8_000_000_000, 10**30, -5, True])
def test_an_announced_length_takes_no_memory(length: int) -> None:
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "x", "payload": length}) + "\n"
    frames = Frames()
    tracemalloc.start()
    found = frames.feed(line.encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    assert len(found) == (length != protocol.MAX_PAYLOAD_BYTES)


def test_a_line_without_end_takes_no_more_memory_than_a_line_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "MAX_LINE_BYTES", 1000)
    frames = Frames()
    found = [frame for _ in range(100) for frame in frames.feed(b"x" * 999)]
    assert [frame.code for frame in found if isinstance(frame, BadFrame)] == [-32700]
    assert len(frames._buffer) <= 2000
    assert frames.feed(b"the rest of it\n" + GOOD) == [Frame(json.loads(GOOD))]


def test_an_error_knows_the_request_where_that_could_be_read() -> None:
    [bad] = Frames().feed(HOSTILE["length below zero"][0])
    assert isinstance(bad, BadFrame)
    assert bad.id == 1


def test_what_is_no_json_or_too_long_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode({"x": float("nan")})
    with pytest.raises(ValueError, match="surrogates"):
        encode({"path": "caf\udce9.png"})
    assert Frames().feed(encode({"x": "😀 🎎"})) == [Frame({"x": "😀 🎎"})]
    monkeypatch.setattr(protocol, "MAX_PAYLOAD_BYTES", 10)
    with pytest.raises(protocol.TooLong, match="at most 10 bytes, not 11"):
        encode({}, b"x" * 11)


@pytest.mark.parametrize("name", SHARED)
def test_what_plugins_carry_is_short_and_runs_on_python_3_10(name: str) -> None:
    source = (FOLDER / f"{name}.py").read_text()
    ast.parse(source, feature_version=(3, 10))
    assert len(source.splitlines()) <= 200


def test_what_plugins_carry_needs_nothing_but_python(tmp_path: Path) -> None:
    package = tmp_path / "plugin" / "engine"
    package.mkdir(parents=True)
    for name in ("__init__", *SHARED):
        (package / f"{name}.py").write_text((FOLDER / f"{name}.py").read_text())
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from plugin.engine import child, client, protocol\n"
        "outside = {name.partition('.')[0] for name in sys.modules} - {'plugin'}\n"
        "print(sorted(outside - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("['__main__']\n", "")
