"""Kashira works offline and tells nobody of it, whatever the libraries under it would do."""

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import sys, os
from core import Kashira
Kashira(sys.argv[1]).generate(seed=1)
for link in os.listdir("/proc/self/fd"):
    try:
        print(os.readlink(f"/proc/self/fd/{link}"))
    except OSError:
        pass
"""


def test_drawing_a_head_opens_no_socket_and_leaves_no_file_of_the_runtimes(
    tiny_model: Path, tmp_path: Path
) -> None:
    places = {name: str(tmp_path / name) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    unset = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS")  # each would silence it
    environ = {name: v for name, v in os.environ.items() if name not in unset} | places
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tiny_model)],
        capture_output=True, text=True, env=environ, check=True,
    )  # fmt: skip
    assert "socket:" not in done.stdout
    assert "onnxruntime" not in done.stdout
    assert [path for place in places.values() for path in Path(place).rglob("*")] == []
