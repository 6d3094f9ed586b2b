"""Scenes played in real Blender: the `bpy` wheel, a process for each, nobody's own settings."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PATIENCE_SECONDS = 300


@cache
def blenders() -> dict[str, str]:
    """Version -> a Python that has that wheel, the first one first.

    KASHIRA_BPY_PYTHON, or else this Python; and those of its folder's neighbours whose names go on
    with a version, as `.ci/blender` makes them.
    """
    found: dict[str, str] = {}
    named = Path(os.environ.get("KASHIRA_BPY_PYTHON") or sys.executable)
    home = named.parents[1]
    for python in (named, *sorted(home.parent.glob(f"{home.name}-*/bin/python"))):
        look = "from importlib.metadata import version; print(version('bpy'))"
        looked = subprocess.run([python, "-c", look], capture_output=True, text=True)
        if looked.returncode == 0:
            found.setdefault(looked.stdout.strip(), str(python))
    return found


def play(
    scene: str, resources: Path, model: Path | None, python: str | None = None,
    patience_seconds: float = PATIENCE_SECONDS, environ: dict[str, str] | None = None,
    **arguments: Any,
) -> Any:  # fmt: skip
    """Play a function of `inside_blender.py`; what it returns.

    Args:
        scene: the function's name.
        resources: Blender's user folder, with the extension in it.
        model: the folder of the engine's model; None: the one that it finds by itself.
        python: one of `blenders`; the first, if left out.
        patience_seconds: a scene that takes longer is an error.
        environ: what Blender knows besides; our own environment, if left out.
        arguments: of the function; of what JSON can say.
    """
    python = python or next(iter(blenders().values()))
    environ = {
        **(os.environ if environ is None else environ),
        **({"KASHIRA_MODEL": str(model)} if model else {}),
        "BLENDER_USER_RESOURCES": str(resources),
        "OMP_NUM_THREADS": "1",
    }
    played = subprocess.run(
        [python, str(HERE / "inside_blender.py"), scene, json.dumps(arguments)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=patience_seconds,
        env=environ,
    )
    told = [line for line in played.stdout.splitlines() if line.startswith("RESULT ")]
    said = "\n".join(
        line for line in (played.stdout + played.stderr).splitlines() if not line.startswith("Fra:")
    )
    assert told, f"{scene} ended with {played.returncode}:\n{said[-4000:]}"
    return json.loads(told[-1][len("RESULT ") :])
