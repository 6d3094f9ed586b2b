"""Frames of the engine's protocol: a line of JSON, then raw bytes. It reads and writes nothing.

Standard library and Python 3.10 alone: the plugins carry a copy of this file.
"""

import json
import math
from typing import Any, NamedTuple, NoReturn

MAX_LINE_BYTES = 4_000_000
"""One line of JSON: a recipe has 3 KB, the longest description of a model 400 KB."""

MAX_PAYLOAD_BYTES = 1 << 28
"""Raw bytes of one frame, 256 MiB: a picture of 4096 x 4096 in float32 takes exactly as much."""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
CANCELLED = -32800
SUPERSEDED = -32801
LOST = -32099
"""The client's own: the engine ended before it answered."""

Id = int | str | None


class Frame(NamedTuple):
    """A message that was read; its ``payload`` member is replaced by the bytes themselves."""

    message: dict[str, Any]
    payload: bytes = b""


class BadFrame(NamedTuple):
    """Something that is no message: the error code and sentence to answer it with.

    ``id``: of the request, where that much could be read.
    """

    code: int
    reason: str
    id: Id = None


class TooLong(ValueError):  # noqa: N818 -- says what the frame is
    """A message or payload is longer than a frame may be."""


def encode(message: dict[str, Any], payload: bytes | bytearray | memoryview = b"") -> bytes:
    """A message and its payload as one frame.

    Raises:
        TooLong: longer than a frame may be. ValueError: it holds what is no JSON (NaN), or no
            text (file names that are not UTF-8).
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise TooLong(f"a payload has at most {MAX_PAYLOAD_BYTES} bytes, not {len(payload)}")
    if payload:
        message = {**message, "payload": len(payload)}
    text = json.dumps(message, allow_nan=False, separators=(",", ":"))
    _check_text(message, text)
    line = text.encode("ascii")
    if len(line) > MAX_LINE_BYTES:
        raise TooLong(f"a message has at most {MAX_LINE_BYTES} bytes, not {len(line)}")
    return b"".join((line, b"\n", payload))


class Frames:
    """Takes bytes as they come, in pieces of any size, and gives the frames in them.

    What cannot be read is a `BadFrame`, and reading goes on with the next line. Memory is taken
    for bytes that came, never for a length that was only announced.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0  # so far the buffer is known to hold no line break
        self._skipping = False  # inside a line that is too long
        self._message: dict[str, Any] | None = None  # whose payload is awaited
        self._length = 0

    def feed(self, data: bytes | bytearray | memoryview) -> list[Frame | BadFrame]:
        """Every frame that these bytes complete, in order."""
        self._buffer += data
        found: list[Frame | BadFrame] = []
        while self._take(found):
            pass
        return found

    def _take(self, found: list[Frame | BadFrame]) -> bool:
        """Take one line or payload off the buffer; False where more bytes are needed."""
        if self._message is not None:
            return self._take_payload(found)
        end = self._buffer.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._buffer)
            if self._searched > MAX_LINE_BYTES:
                self._refuse_line(found)
                self._skipping = True
                self._drop(len(self._buffer))
            return False
        line = bytes(memoryview(self._buffer)[:end]) if end <= MAX_LINE_BYTES else None
        self._drop(end + 1)
        if line is None or self._skipping:
            self._refuse_line(found)
            self._skipping = False
        else:
            self._read_line(line, found)
        return True

    def _take_payload(self, found: list[Frame | BadFrame]) -> bool:
        if self._message is None or len(self._buffer) < self._length:
            return False
        with memoryview(self._buffer) as view:
            payload = bytes(view[: self._length])
        self._drop(self._length)
        found.append(Frame(self._message, payload))
        self._message = None
        return True

    def _read_line(self, line: bytes, found: list[Frame | BadFrame]) -> None:
        message = _parse(line)
        if isinstance(message, BadFrame):
            found.append(message)
            return
        length = message.pop("payload", 0)
        if type(length) is not int or not 0 <= length <= MAX_PAYLOAD_BYTES:
            reason = f"payload is a number of bytes from 0 to {MAX_PAYLOAD_BYTES}"
            found.append(BadFrame(INVALID_REQUEST, reason, readable_id(message)))
        elif length:
            self._message, self._length = message, length
        else:
            found.append(Frame(message))

    def _refuse_line(self, found: list[Frame | BadFrame]) -> None:
        if not self._skipping:
            reason = f"a message has at most {MAX_LINE_BYTES} bytes"
            found.append(BadFrame(PARSE_ERROR, reason))

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._searched = 0


def readable_id(message: dict[str, Any]) -> Id:
    """The id of a message; None where it has none, or one that is neither text nor a number."""
    found = message.get("id")
    return found if type(found) in (int, str) else None


def _parse(line: bytes) -> dict[str, Any] | BadFrame:
    try:
        text = line.decode("utf-8")
        message = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        _check_text(message, text)
    except RecursionError:
        return BadFrame(PARSE_ERROR, "the message is nested too deep")
    except ValueError as error:  # not UTF-8, no JSON, or a number without end
        return BadFrame(PARSE_ERROR, f"the message is no JSON ({str(error)[:200]})")
    if isinstance(message, list):
        return BadFrame(INVALID_REQUEST, "there are no batches: send one request a line")
    if not isinstance(message, dict):
        return BadFrame(INVALID_REQUEST, "a message is a JSON object")
    return message


def _check_text(message: Any, text: str) -> None:
    """A ValueError where a string of the message holds half of a surrogate pair."""
    if "\\ud" in text.lower():
        json.dumps(message, ensure_ascii=False).encode("utf-8")


def _finite(number: str) -> float:
    return float(number) if math.isfinite(float(number)) else _refuse(number[:40])


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
