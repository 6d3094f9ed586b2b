"""What Blender's own validator says of the zip; it is plain Python, as Blender calls it."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from blender_addon import build, repository
from tests.hosts.blender import running_blender

pytestmark = pytest.mark.host


def scripts_of(python: str) -> Path:
    """Blender's own scripts."""
    [scripts] = Path(python).parents[1].glob("lib/python*/site-packages/bpy/*/scripts")
    return scripts


def extension_tool(python: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Blender's command for extensions, of the Blender that ``python`` has."""
    tool = scripts_of(python) / "addons_core" / "bl_pkg" / "cli" / "blender_ext.py"
    return subprocess.run([python, tool, *words], capture_output=True, text=True, errors="replace")


def validated(python: str, archive: Path) -> subprocess.CompletedProcess[str]:
    """Without the file of tags it checks none."""
    tags = scripts_of(python) / "modules/_bpy_internal/extensions/tags.py"
    return extension_tool(python, "validate", archive, "--valid-tags", tags)


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


def test_blender_installs_from_the_folder_that_was_built(python: str, tmp_path: Path) -> None:
    for name in ("ours", "blenders", "resources", "extensions"):
        (tmp_path / name).mkdir()
    build.build(tmp_path / "ours")
    index = repository.write_index(tmp_path / "ours")
    build.build(tmp_path / "blenders")
    told = extension_tool(python, "server-generate", "--repo-dir", tmp_path / "blenders")
    assert told.returncode == 0, told.stdout + told.stderr
    generated = tmp_path / "blenders" / repository.INDEX
    assert json.loads(index.read_bytes()) == json.loads(generated.read_bytes())
    running_blender.play(
        "install_from_repository", tmp_path / "resources", None, python, address=index.as_uri(),
        folder=str(tmp_path / "extensions"),
    )  # fmt: skip
