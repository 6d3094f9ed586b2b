"""The Blender extension as a zip and as installed files, without Blender."""

import ast
import json
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from blender_addon import build, install
from blender_addon.blender_folders import Place, places
from core.cli import cli
from core.errors import BadValue, OutputError

ROOT = Path(__file__).parents[2]
MANIFEST = tomllib.loads((build.HERE / "kashira" / "blender_manifest.toml").read_text("utf-8"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "blender" / "4.5")


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_manifest_promises_what_blender_does_not_check() -> None:
    assert MANIFEST["license"] == ["SPDX:GPL-3.0-or-later"]
    assert MANIFEST["blender_version_min"] == "4.2.0"
    assert set(MANIFEST["permissions"]) == {"files"}
    assert len(MANIFEST["tagline"]) <= 64
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert MANIFEST["version"] == project["project"]["version"]


@pytest.mark.parametrize("place", build.extension_files(), ids=str)
def test_the_extension_needs_blender_and_the_standard_library_alone(place: PurePosixPath) -> None:
    if place.suffix != ".py":
        return
    tree = ast.parse(build.extension_files()[place], feature_version=(3, 11))
    allowed = sys.stdlib_module_names | {"bpy", "bpy_extras"}  # the latter comes with Blender
    forbidden = {"urllib", "http", "socket", "ssl", "ftplib", "pip", "ensurepip", "pickle"}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Name):
            assert node.id not in ("eval", "exec")
        for name in names:
            top = name.partition(".")[0]
            assert top in allowed, f"{place} imports {name}"
            assert top not in forbidden, f"{place} imports {name}"


def test_the_zip_is_small_and_holds_what_is_installed(place: Place, tmp_path: Path) -> None:
    archive = build.build(tmp_path / "new" / "folder")
    assert archive.name == f"kashira-blender-{MANIFEST['version']}.zip"
    assert archive.stat().st_size < 100_000
    install.install(place)
    with zipfile.ZipFile(archive) as opened:
        assert set(opened.namelist()) == everything_in(place.extension)
    assert {PurePosixPath(name).suffix for name in everything_in(place.extension)} == {
        ".py", ".toml"
    }  # fmt: skip
    assert {"blender_manifest.toml", "__init__.py", "engine/client.py", "engine/child.py"} <= (
        everything_in(place.extension)
    )


def test_the_extension_is_told_where_the_engine_is(place: Place) -> None:
    install.install(place)
    told = json.loads((place.own / "engine.json").read_text())["command"]
    assert told[0] == sys.executable
    assert "-P" in told


def test_an_older_extension_is_replaced_whole(place: Place) -> None:
    place.extension.mkdir(parents=True)
    (place.extension / "old.py").write_text("")
    install.install(place)
    assert "old.py" not in everything_in(place.extension)
    assert everything_in(place.extension.parent) == {
        f"kashira/{name}" for name in everything_in(place.extension)
    }


def test_uninstalling_takes_all_of_it_away_and_nothing_else(place: Place) -> None:
    other = place.extension.parent / "other"
    other.mkdir(parents=True)
    (other / "a.py").write_text("")
    install.install(place)
    (place.own / "description.json").write_text("{}")
    assert install.uninstall(place) == [place.extension, place.own]
    assert everything_in(place.resources) == {"extensions/user_default/other/a.py"}
    assert install.uninstall(place) == []


def test_a_developers_link_goes_but_what_it_leads_to_stays(place: Place, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.py").write_text("")
    place.extension.parent.mkdir(parents=True)
    place.extension.symlink_to(tmp_path / "mine")
    install.install(place)
    assert not place.extension.is_symlink()
    assert (tmp_path / "mine" / "a.py").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        install.install(Place(tmp_path / "file"))


@pytest.mark.parametrize(
    ("platform", "root"),
    [
        ("linux", ".config/blender"),
        ("darwin", "Library/Application Support/Blender"),
        ("win32", "AppData/Roaming/Blender Foundation/Blender"),
    ],
)
def test_every_blender_that_can_have_extensions_is_found(
    tmp_path: Path, platform: str, root: str
) -> None:
    for name in ("3.6", "4.1", "4.2", "4.5", "5.0", "10.0", "notes"):
        (tmp_path / root / name).mkdir(parents=True)
    found = places(home=tmp_path, platform=platform, environ={})
    assert [place.resources.name for place in found] == ["4.2", "4.5", "5.0", "10.0"]
    [named] = places("4.3", home=tmp_path, platform=platform, environ={})
    assert named.resources == tmp_path / root / "4.3"


@pytest.mark.parametrize("version", ["4.1", "3.6", "new", ""])
def test_a_blender_without_extensions_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BadValue, match=r"4\.2 is the first"):
        places(version, home=tmp_path)


def test_without_any_blender_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="start it once"):
        places(home=tmp_path, platform="linux", environ={})


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    run = CliRunner().invoke
    folder = str(tmp_path / "resources")
    said = run(cli, ["install", "blender", "--resource-folder", folder])
    assert said.exit_code == 0
    assert "switch Kashira on in Edit > Preferences > Add-ons" in said.stdout
    said = run(cli, ["build", "blender", "--out", str(tmp_path / "dist")])
    assert [Path(line).suffix for line in said.stdout.split()] == [".zip", ".json"]
    assert all(Path(line).is_file() for line in said.stdout.split())
    said = run(cli, ["uninstall", "blender", "--resource-folder", folder])
    assert "removed" in said.stdout
    assert everything_in(tmp_path / "resources") == set()
