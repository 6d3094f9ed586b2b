"""What Blender's own validator says of the zip; it is plain Python, as Blender calls it."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from blender_addon import build

pytestmark = pytest.mark.host


def validated(python: str, archive: Path) -> subprocess.CompletedProcess[str]:
    """Asked of the Blender that ``python`` has; without the file of tags it checks none."""
    [scripts] = Path(python).parents[1].glob("lib/python*/site-packages/bpy/*/scripts")
    return subprocess.run(
        [
            python, scripts / "addons_core" / "bl_pkg" / "cli" / "blender_ext.py", "validate",
            archive, "--valid-tags", scripts / "modules/_bpy_internal/extensions/tags.py",
        ],
        capture_output=True,
        text=True,
        errors="replace",
    )  # fmt: skip


def test_blender_finds_the_zip_sound(python: str, tmp_path: Path) -> None:
    told = validated(python, build.build(tmp_path))
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    ("promised", "other", "complaint"),
    [
        ('tags = ["Material", ', 'tags = ["Portraits", ', "Portraits"),
        ("files = ", "everything = ", "everything"),
    ],
    ids=["tag", "permission"],
)
def test_blender_would_say_what_is_wrong(
    python: str, tmp_path: Path, promised: str, other: str, complaint: str
) -> None:
    sound, broken = build.build(tmp_path), tmp_path / "broken.zip"
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode()
            changed = data.replace(promised, other) if name.endswith(".toml") else data
            target.writestr(name, changed)
    told = validated(python, broken)
    assert told.returncode != 0
    assert complaint in told.stdout + told.stderr
