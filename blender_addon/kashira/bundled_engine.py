"""The engine that a full extension has in it: our package in its folder, the rest from wheels."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

_PACKAGES = Path(__file__).parent / "bundled"
_FROM_ELSEWHERE = ("onnxruntime", "numpy", "PIL", "msgspec", "platformdirs")
_START = """import json, sys
sys.path[:0] = json.loads(sys.argv.pop())
from core.engine.__main__ import main
main()"""


def command() -> list[str] | None:
    """How to start it; None where this extension is the light one, or a wheel is missing.

    Blender's own Python runs it, apart from everything else that is in its path.
    """
    if not _PACKAGES.is_dir():
        return None
    folders = [str(_PACKAGES)]
    for name in _FROM_ELSEWHERE:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            return None
        folders.append(str(Path(found.origin).parents[1]))
    path = json.dumps(list(dict.fromkeys(folders)))
    return [sys.executable, "-I", "-u", "-X", "utf8", "-c", _START, path]
