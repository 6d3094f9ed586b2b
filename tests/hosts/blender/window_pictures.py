"""Pictures of the panel in a real window of Blender, for docs/blender.

``python -m tests.hosts.blender.window_pictures [--out DIR] [SCENE ...]`` starts a Blender on a
screen of its own, plays `window_driver.py` and keeps the PNGs, in docs/blender if nothing else is
said. KASHIRA_BLENDER is the command that starts a Blender from 4.2 on; "blender" if it is not set.
Where Debian's is older:

    debootstrap trixie /tmp/trixie && mount --bind /tmp /tmp/trixie/tmp
    for d in /proc /dev /sys /root /work; do
        mkdir -p /tmp/trixie$d; mount --bind $d /tmp/trixie$d
    done
    chroot /tmp/trixie apt-get install -y --no-install-recommends blender fonts-noto-cjk
    KASHIRA_BLENDER="chroot /tmp/trixie blender"
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from blender_addon import install
from blender_addon.blender_folders import Place
from tests.hosts.krita.conftest import a_screen
from tests.hosts.krita.running_krita import screenshot

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs" / "blender"
SIZE = "1600", "1000"
DRAWN_SECONDS = 1.5
PATIENCE_SECONDS = 1200


def main(scenes: list[str], pictures: Path) -> int:
    """Make the pictures of scenes, or of all; 1 if Blender stopped before the last one."""
    blender = shlex.split(os.environ.get("KASHIRA_BLENDER", "blender"))
    ended = False
    with tempfile.TemporaryDirectory() as folder, a_screen() as display:
        install.install(Place(Path(folder)))
        command = [
            *blender, "--factory-startup", "--window-geometry", "0", "0", *SIZE,
            "--python", str(HERE / "window_driver.py"), "--", *scenes,
        ]  # fmt: skip
        environ = {**os.environ, "DISPLAY": display, "BLENDER_USER_RESOURCES": folder}
        with subprocess.Popen(
            ["timeout", str(PATIENCE_SECONDS), *command], env=environ, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        ) as running:  # fmt: skip
            assert running.stdout is not None
            for line in running.stdout:
                if line.startswith("PICTURE "):
                    time.sleep(DRAWN_SECONDS)
                    name = line.split()[1]
                    with Image.open(screenshot(display, Path(folder) / "screen.png")) as screen:
                        print(kept(screen, pictures / f"window-{name}.png"), flush=True)
                    Path(folder, f"{name}.taken").touch()
                elif line == "ENDED\n":
                    ended = True
                else:
                    print(line, end="", file=sys.stderr, flush=True)
    return int(not ended)


def kept(screen: Image.Image, target: Path) -> Path:
    """The whole screen, in 256 colours: half of the size."""
    screen.convert("RGB").quantize(256, kmeans=1).save(target, optimize=True)
    return target


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Pictures of the panel in a real window.")
    asked.add_argument("scenes", nargs="*", help="only these, as window_driver.py names them")
    asked.add_argument("--out", type=Path, default=DOCS, help="folder that gets the pictures")
    told = asked.parse_args()
    sys.exit(main(told.scenes, told.out))
