"""The extension with its engine inside, and folders that Blender installs from, without Blender."""

import ast
import hashlib
import json
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from blender_addon import build, build_full, repository
from core.cli import cli
from core.errors import KashiraError

WHEELS = ["msgspec-1-cp311-cp311-any.whl", "onnxruntime-1-cp313-cp313-any.whl"]


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wheels that pip would download."""

    def download(folder: Path, platform: str) -> list[Path]:
        for name in WHEELS:
            (folder / name).write_bytes(platform.encode())
        return [folder / name for name in WHEELS]

    monkeypatch.setattr(build_full, "download", download)


@pytest.mark.usefixtures("no_pip")
def test_a_full_zip_has_engine_model_and_wheels_and_says_so(tmp_path: Path) -> None:
    path = build_full.build_full(tmp_path, "linux-x64")
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        manifest = tomllib.loads(archive.read("blender_manifest.toml").decode())
    assert {str(place) for place in build.extension_files()} <= names
    assert {
        "bundled/core/engine/__main__.py",
        "bundled/core/models/kashira/generator.onnx",
    } <= names
    assert not [name for name in names if "/cli/" in name or "__pycache__" in name]
    assert manifest["wheels"] == [f"./wheels/{name}" for name in WHEELS]
    assert {f"wheels/{name}" for name in WHEELS} <= names
    assert manifest["platforms"] == ["linux-x64"]
    assert manifest["blender_version_min"] == build_full.FLOOR
    light = tomllib.loads((build.HERE / "kashira" / "blender_manifest.toml").read_text("utf-8"))
    for name in set(light) - {"blender_version_min"}:
        assert manifest[name] == light[name]


def test_the_engine_that_is_bundled_needs_nothing_but_the_wheels() -> None:
    """Of what is imported when a module is loaded; PSD and the command line stay outside."""
    allowed = sys.stdlib_module_names | {"core", "numpy", "PIL", "msgspec", "platformdirs"}
    for place, data in build_full.engine_files().items():
        if place.suffix != ".py" or place.name == "psd.py":
            continue
        for node in ast.parse(data).body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                assert top in allowed | {"onnxruntime"}, f"{place} imports {name}"


@pytest.mark.usefixtures("no_pip")
def test_the_folders_are_repositories_of_all_that_was_built(tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["build", "blender", "--out", str(tmp_path), "--full"])
    assert said.exit_code == 0, said.output
    made = [Path(line) for line in said.stdout.splitlines()]
    assert all(path.is_file() for path in made)
    full = json.loads((tmp_path / "full" / repository.INDEX).read_text())["data"]
    assert sorted(entry["platforms"] for entry in full) == [
        ["linux-x64"], ["macos-arm64"], ["windows-x64"]
    ]  # fmt: skip
    assert all(entry["python_versions"] == ["3.11", "3.13"] for entry in full)
    [light] = json.loads((tmp_path / repository.INDEX).read_text())["data"]
    assert light["blender_version_min"] == "4.2.0"
    for folder, entries in ((tmp_path, [light]), (tmp_path / "full", full)):
        for entry in entries:
            data = (folder / entry["archive_url"]).read_bytes()
            assert entry["archive_size"] == len(data)
            assert entry["archive_hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert entry["id"] == "kashira"


def test_wheels_that_cannot_be_had_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_full, "WHEELS", ("no-such-package-of-kashira @ file:///nowhere.whl",))
    with pytest.raises(KashiraError, match=r"wheels for linux-x64 and Python 3\.11"):
        build_full.download(tmp_path, "linux-x64")
