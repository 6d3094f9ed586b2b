"""The extension with everything in it: engine, model, and what they need, for one platform.

    kashira/                    the extension
      bundled/core/             our own package, with the default model
      wheels/*.whl              ONNX Runtime and others, for each Python that Blender has

Blender unpacks the wheels that fit its Python into a folder that all extensions share; NumPy is
its own. Our package stays in the extension's folder: its name is too common to be shared.
"""

import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from blender_addon import build
from core.errors import KashiraError

PLATFORMS = {
    "linux-x64": "manylinux_2_28_x86_64",
    "windows-x64": "win_amd64",
    "macos-arm64": "macosx_14_0_arm64",
}
"""Blender's name of a platform and the one that wheels have."""

FLOOR = "4.5.0"
"""Blender 4.2.0 unpacks wheels of every Python over each other."""

PYTHONS = ("3.11", "3.13")
"""Of Blender 4.5 and 5.0, and of Blender 5.1 and later."""

WHEELS = ("onnxruntime>=1.24.4", "pillow>=11", "msgspec>=0.19", "platformdirs>=4")

_CORE = Path(__file__).parents[1] / "core"
_NOT_NEEDED = {"__pycache__", "cli"}


def build_full(folder: Path, platform: str) -> Path:
    """Write the zip of a platform into ``folder``; returns its path. Wheels are downloaded.

    Raises:
        KashiraError: pip cannot get a wheel.
    """
    with tempfile.TemporaryDirectory() as found:
        wheels = download(Path(found), platform)
        files = build.extension_files() | engine_files()
        files |= {PurePosixPath("wheels", wheel.name): wheel.read_bytes() for wheel in wheels}
    place = PurePosixPath("blender_manifest.toml")
    files[place] = manifest(files[place].decode(), platform, [w.name for w in wheels]).encode()
    return build.write(folder / f"{build.NAME}-blender-{build.version()}-{platform}.zip", files)


def download(folder: Path, platform: str) -> list[Path]:
    """The wheels for a platform, in a folder, by name; what fits both Pythons once."""
    for python in PYTHONS:
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
            "--only-binary=:all:", "--platform", PLATFORMS[platform], "--python-version", python,
            "--dest", str(folder), *WHEELS,
        ]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, errors="replace")
        if run.returncode:
            raise KashiraError(
                f"pip cannot get the wheels for {platform} and Python {python}: "
                f"{run.stderr.strip().splitlines()[-1:] or run.returncode}"
            )
    return sorted(folder.glob("*.whl"))


def engine_files() -> dict[PurePosixPath, bytes]:
    """Our package without its commands, by its place in the extension's folder."""
    files: dict[PurePosixPath, bytes] = {}
    for path in sorted(_CORE.rglob("*")):
        inside = path.relative_to(_CORE)
        if path.is_file() and not _NOT_NEEDED & set(inside.parts):
            files[PurePosixPath("bundled", "core", inside.as_posix())] = path.read_bytes()
    return files


def manifest(light: str, platform: str, wheels: list[str]) -> str:
    """The extension's manifest with its platform, floor and wheels."""
    floor = 'blender_version_min = "4.2.0"'
    assert floor in light
    listed = "".join(f'    "./wheels/{wheel}",\n' for wheel in wheels)
    own = f'blender_version_min = "{FLOOR}"\nplatforms = ["{platform}"]\nwheels = [\n{listed}]'
    return light.replace(floor, own)
