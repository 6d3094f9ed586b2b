"""What went wrong, as JSON-RPC error answers: a code, a sentence for people, detail for a log."""

import sys
import traceback
from typing import Any

from core.engine import protocol
from core.engine.protocol import Id
from core.errors import KashiraError

_SENTENCE_CHARACTERS = 1000  # a sentence may quote what was sent, and that may be megabytes
_DETAIL_CHARACTERS = 8000
_ID_CHARACTERS = 200

_FATES = {
    protocol.CANCELLED: "cancelled on request",
    protocol.SUPERSEDED: "a newer preview was asked for",
}


def answer(number: Id, code: int, sentence: str, detail: str = "") -> dict[str, Any]:
    """The error answer to the request of this id."""
    error: dict[str, Any] = {"code": code, "message": sound(sentence[:_SENTENCE_CHARACTERS])}
    if detail:
        error["data"] = {"detail": sound(detail[:_DETAIL_CHARACTERS])}
    return {"jsonrpc": "2.0", "id": number, "error": error}


def sound(text: str) -> str:
    """Text that JSON can hold; "?" for what a file name had that is no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def fate(number: Id, code: int) -> dict[str, Any]:
    """The answer to a request that was cancelled or superseded."""
    return answer(number, code, _FATES[code])


def of(number: Id, error: Exception) -> dict[str, Any]:
    """The answer to a request that raised this; a fault of ours is told on stderr, too."""
    if isinstance(error, KashiraError):
        cause = error.__cause__
        detail = type(error).__name__ + (f": {cause!r}" if cause is not None else "")
        return answer(number, error.code, str(error), detail)
    if isinstance(error, protocol.TooLong):
        sentence = f"{error}: ask for fewer heads, or smaller pictures"
        return answer(number, protocol.INVALID_PARAMS, sentence)
    if isinstance(error, RecursionError):
        return answer(number, protocol.INVALID_PARAMS, "the parameters are nested too deep")
    if isinstance(error, MemoryError):
        sentence = "this machine has not enough memory for that: ask for less at once"
        return answer(number, KashiraError.code, sentence)
    detail = "".join(traceback.format_exception(error))
    print(detail, file=sys.stderr, flush=True)
    sentence = "the engine failed at this request, which is a fault of Kashira's: see its log"
    return answer(number, protocol.INTERNAL_ERROR, sentence, detail[-_DETAIL_CHARACTERS:])


def fault(message: dict[str, Any]) -> tuple[int, str] | None:
    """Why a message is no request that can be looked at: code and sentence; None if it is one."""
    if message.get("jsonrpc") != "2.0":
        return protocol.INVALID_REQUEST, 'a request says "jsonrpc": "2.0"'
    if not isinstance(message.get("method"), str):
        return protocol.INVALID_REQUEST, "a request names a method"
    number = protocol.readable_id(message)
    if "id" in message and number is None:
        return protocol.INVALID_REQUEST, "an id is text or a whole number"
    if isinstance(number, str) and len(number) > _ID_CHARACTERS:
        return protocol.INVALID_REQUEST, f"an id has at most {_ID_CHARACTERS} characters"
    if not isinstance(message.get("params", {}), dict):
        return protocol.INVALID_PARAMS, "parameters go by name: params is an object"
    return None
