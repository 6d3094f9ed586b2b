"""Record a conversation for docs/engine.md: `python -m tests.core.engine.transcript`.

The engine runs with the small model of the tests, so that the same conversation comes out on any
machine, whatever the default model is by then.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.engine.client import clean_environment, command
from core.engine.protocol import Frame, Frames

DOCUMENT = Path(__file__).parents[3] / "docs" / "engine.md"
FENCE = "```\n"
LEFT_OUT = ("recipe",)  # members that are too long to read
THE_HEAD = "{…}"  # in a request: the recipe of the last head that came
MOST_STEPS = 2  # of progress that are shown of one request
FIRST_ONLY = ("methods", "attributes", "parts", "layers", "inks", "palette")
REQUESTS = [
    '{"jsonrpc":"2.0","id":1,"method":"describe"}',
    '{"jsonrpc":"2.0","id":2,"method":"preview","params":{"seed":7,"size":32}}',
    '{"jsonrpc":"2.0","id":3,"method":"generate","params":{"count":2,"seed":1,'
    '"attributes":{"hair_color":"aqua","smile":true}}}',
    '{"jsonrpc":"2.0","id":4,"method":"layers","params":{"recipe":{…},"split":"parts",'
    '"size":128,"stream":true}}',
    '{"jsonrpc":"2.0","id":5,"method":"preview","params":{"attributes":{"hare_color":"aqua"}}}',
    '{"jsonrpc":"2.0","id":6,"method":',
    '{"jsonrpc":"2.0","id":7,"method":"cancel","params":{"id":3}}',
    '{"jsonrpc":"2.0","id":8,"method":"shutdown"}',
]


def record(model: Path) -> str:
    """The conversation as text: each request, and all frames up to its answer."""
    environ = {**clean_environment(os.environ), "KASHIRA_MODEL": str(model)}
    engine = subprocess.Popen(
        command(sys.executable), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    )
    assert engine.stdin is not None
    assert engine.stdout is not None
    frames, lines, recipe = Frames(), [], ""
    with engine, engine.stdin as into, engine.stdout as out:
        for request in REQUESTS:
            into.write(request.replace(THE_HEAD, recipe).encode() + b"\n")
            into.flush()
            heard: list[Frame] = []
            while not heard or "method" in heard[-1].message:
                for frame in frames.feed(out.read1()):
                    assert isinstance(frame, Frame)
                    heard.append(frame)
                    recipe = _recipe_in(frame.message) or recipe
            lines += [f"→ {request}", *_told(heard)]
    return "\n".join(lines) + "\n"


def recorded() -> str:
    """The conversation as the document has it."""
    return DOCUMENT.read_text().rsplit(FENCE, 2)[1]


def _recipe_in(message: dict[str, Any]) -> str:
    """The recipe of the head that a frame brings, as JSON."""
    head = (message.get("params") or message.get("result") or {}).get("head")
    return json.dumps(head["recipe"]) if head else ""


def _told(heard: list[Frame]) -> Iterator[str]:
    """A line for each frame, but for much progress."""
    *steps, answer = heard
    yield from (f"← {_shortened(frame)}" for frame in steps[:MOST_STEPS])
    if len(steps) > MOST_STEPS:
        yield f"← … {len(steps) - MOST_STEPS} more of these"
    yield f"← {_shortened(answer)}"


def _shortened(frame: Frame) -> str:
    message = dict(frame.message)
    if not frame.payload:
        return _text(message)
    message["payload"] = len(frame.payload)
    return f"{_text(message)} <{len(frame.payload)} bytes>"


def _text(value: Any, name: str = "") -> str:
    if isinstance(value, dict):
        if name in LEFT_OUT:
            return "{…}"
        members = [f"{json.dumps(key)}:{_text(inner, key)}" for key, inner in value.items()]
        return "{" + ",".join(_some(members, name)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_some([_text(inner) for inner in value], name)) + "]"
    if name in ("generator", "folder", "tag"):  # of this machine, or of the libraries installed
        return '"…"'
    return json.dumps(value, ensure_ascii=False)


def _some(texts: list[str], name: str) -> list[str]:
    return [texts[0], "…"] if name in FIRST_ONLY and len(texts) > 1 else texts


if __name__ == "__main__":
    from tests.tiny_model import write_tiny_model

    with tempfile.TemporaryDirectory() as folder:
        conversation = record(write_tiny_model(Path(folder) / "tiny"))
    before, _, after = DOCUMENT.read_text().rsplit(FENCE, 2)
    DOCUMENT.write_text(before + FENCE + conversation + FENCE + after)
