"""An engine's server inside the test, its two threads and all, with whatever methods one likes."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from core.engine.protocol import Frame, Frames, encode
from core.engine.server import Method, Server


class RunningServer:
    """Send to it, and look at what it answered. A context: it is closed and joined at the end."""

    def __init__(
        self, methods: Mapping[str, Method], stop: Callable[[], object] = lambda: None
    ) -> None:
        self._frames, self._ids = Frames(), itertools.count(1)
        self._answered = threading.Condition()
        self.answers: list[Frame] = []
        self.server = Server(methods, self._write, stop)
        self._worker = threading.Thread(target=self.server.serve, daemon=True)

    def __enter__(self) -> "RunningServer":
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.close()
        self._worker.join(20)
        assert not self._worker.is_alive(), "the worker hangs"

    def ask(self, method: str, payload: bytes = b"", **params: Any) -> int:
        """Send a request; its id."""
        number = next(self._ids)
        message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        self.server.receive(encode(message, payload))
        return number

    def of(self, number: object) -> dict[str, Any]:
        """The answer to a request, as soon as it is there; it must be the only one."""
        self.wait(lambda: any(a.message.get("id") == number for a in self.answers))
        [answer] = [a.message for a in self.answers if a.message.get("id") == number]
        return answer

    def progress(self) -> list[dict[str, Any]]:
        """The parameters of all progress so far."""
        return [a.message["params"] for a in self.answers if "method" in a.message]

    def wait(self, ready: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something holds of the answers."""
        end = time.monotonic() + seconds
        with self._answered:
            while not ready():
                assert time.monotonic() < end, f"never came; so far {self.answers[-3:]}"
                self._answered.wait(0.5)

    def _write(self, data: bytes) -> None:
        with self._answered:
            found = self._frames.feed(data)
            assert all(isinstance(frame, Frame) for frame in found)
            self.answers += [frame for frame in found if isinstance(frame, Frame)]
            self._answered.notify_all()


DEEP = b"[" * 100_000 + b"]" * 100_000

HOSTILE: dict[str, tuple[bytes, int]] = {
    "garbage": (b"\x00\xff\x01GET / HTTP/1.1\n", -32700),
    "bad JSON": (b'{"jsonrpc":"2.0","id":1,"method":\n', -32700),
    "length below zero": (b'{"jsonrpc":"2.0","id":1,"method":"echo","payload":-5}\n', -32600),
    "length in letters": (b'{"jsonrpc":"2.0","id":1,"method":"echo","payload":"abc"}\n', -32600),
    "length beyond all": (
        b'{"jsonrpc":"2.0","id":1,"method":"echo","payload":8000000000}\n', -32600,
    ),
    "a batch": (b'[{"jsonrpc":"2.0","id":1,"method":"echo"}]\n', -32600),
    "no jsonrpc": (b'{"id":1,"method":"echo"}\n', -32600),
    "unknown method": (b'{"jsonrpc":"2.0","id":1,"method":"paint"}\n', -32601),
    "not UTF-8": (b'{"jsonrpc":"2.0","id":1,"method":"\xe9\xff"}\n', -32700),
    "100,000 deep": (b'{"jsonrpc":"2.0","id":1,"params":' + DEEP + b"}\n", -32700),
    "a line of 5 MB": (b'{"jsonrpc":"2.0","id":1,"method":"' + b"x" * 5_000_000 + b'"}\n', -32700),
    "no number": (b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"x":NaN}}\n', -32700),
    "infinity": (b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"x":1e999}}\n', -32700),
    "no text": (b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"x":"\\uD800"}}\n', -32700),
    "parameters in a row": (b'{"jsonrpc":"2.0","id":1,"method":"echo","params":[1]}\n', -32602),
    "an id of no kind": (b'{"jsonrpc":"2.0","id":{},"method":"echo"}\n', -32600),
    "nothing": (b"\n", -32700),
}  # fmt: skip
"""What no host should send: a frame, and the error that answers it. The good request of `GOOD`
comes after each, and is to be answered."""

GOOD = json.dumps({"jsonrpc": "2.0", "id": "good", "method": "echo", "params": {}}).encode() + b"\n"
