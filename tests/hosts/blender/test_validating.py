"""What Blender's own validator says of the zip; it is plain Python, as Blender calls it."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from blender_addon import build, build_full, repository
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
    for name in ("resources", "extensions"):
        (tmp_path / name).mkdir()
    build.build(tmp_path / "ours")
    shutil.copytree(tmp_path / "ours", tmp_path / "blenders")
    index = repository.write_index(tmp_path / "ours")
    told = extension_tool(python, "server-generate", "--repo-dir", tmp_path / "blenders")
    assert told.returncode == 0, told.stdout + told.stderr
    assert entries(index) == entries(tmp_path / "blenders" / repository.INDEX)
    running_blender.play(
        "install_from_repository", tmp_path / "resources", None, python, address=index.as_uri(),
        folder=str(tmp_path / "extensions"),
    )  # fmt: skip


def test_the_folder_of_full_zips_says_what_blender_would_say_of_them(
    python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blender 4.2, for which they are not, says it in other words."""

    def download(folder: Path, platform: str) -> list[Path]:
        names = ("msgspec-1-cp311-cp311-any.whl", "msgspec-1-cp313-cp313-any.whl",
                 "platformdirs-4-py3-none-any.whl")  # fmt: skip
        for name in names:
            (folder / name).write_bytes(platform.encode())
        return [folder / name for name in names]

    monkeypatch.setattr(build_full, "download", download)
    for platform in build_full.PLATFORMS:
        build_full.build_full(tmp_path, platform)
    ours = entries(repository.write_index(tmp_path))
    told = extension_tool(python, "server-generate", "--repo-dir", tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    blenders = entries(tmp_path / repository.INDEX)
    for entry in ours + blenders:
        entry.pop("wheels" if "wheels" in entry else "python_versions")
    assert ours == blenders


def entries(index: Path) -> list[dict[str, Any]]:
    """What an index tells, by archive."""
    return sorted(json.loads(index.read_bytes())["data"], key=lambda told: told["archive_url"])
