"""Scenes played in real Blender: the `bpy` wheel, a process for each, nobody's own settings."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PATIENCE_SECONDS = 180


@cache
def python_with_bpy() -> str | None:
    """A Python that has the wheel: KASHIRA_BPY_PYTHON, or this one; None where neither has."""
    look = "import importlib.util; raise SystemExit(not importlib.util.find_spec('bpy'))"
    for python in (os.environ.get("KASHIRA_BPY_PYTHON"), sys.executable):
        if python and subprocess.run([python, "-c", look], capture_output=True).returncode == 0:
            return python
    return None


def play(scene: str, resources: Path, model: Path, **arguments: Any) -> Any:
    """Play a function of `inside_blender.py`; what it returns.

    Args:
        scene: the function's name.
        resources: Blender's user folder, with the extension in it.
        model: the folder of the engine's model.
        arguments: of the function; of what JSON can say.
    """
    python = python_with_bpy()
    assert python is not None
    environ = {
        **os.environ,
        "BLENDER_USER_RESOURCES": str(resources),
        "KASHIRA_MODEL": str(model),
        "OMP_NUM_THREADS": "1",
    }
    played = subprocess.run(
        [python, str(HERE / "inside_blender.py"), scene, json.dumps(arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE_SECONDS,
        env=environ,
    )
    told = [line for line in played.stdout.splitlines() if line.startswith("RESULT ")]
    said = "\n".join(
        line for line in (played.stdout + played.stderr).splitlines() if not line.startswith("Fra:")
    )
    assert told, f"{scene} ended with {played.returncode}:\n{said[-4000:]}"
    return json.loads(told[-1][len("RESULT ") :])
