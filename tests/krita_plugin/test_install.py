"""`kashira install krita` and its way back, on every system, without Krita."""

import ast
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import cli
from core.errors import BadFile, OutputError
from krita_plugin import build, install, kritarc
from krita_plugin.krita_folders import Place, places

ROOT = Path(__file__).parents[2]
KRITARC = "ResourceDirectory=\n[General]\ntheme=Krita\x20dark\n\n[python]\nenable_other=true\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "krita", tmp_path / "config" / "kritarc")


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_plugin_is_put_where_krita_looks_and_switched_on(place: Place) -> None:
    install.install(place)
    plugins = place.resources / "pykrita"
    assert (plugins / "kashira.desktop").is_file()
    assert (plugins / "kashira" / "__init__.py").is_file()
    assert (plugins / "kashira" / "engine" / "client.py").is_file()
    assert "enable_kashira=true" in place.kritarc.read_text()
    told = json.loads((place.resources / "kashira" / "engine.json").read_text())["command"]
    assert told[0] == sys.executable
    assert "-P" in told


def test_settings_of_others_stay_byte_for_byte(place: Place) -> None:
    place.kritarc.parent.mkdir()
    place.kritarc.write_bytes(KRITARC.encode() + b"odd=\xff\n")
    before = place.kritarc.read_bytes()
    install.install(place)
    assert set(before.splitlines()) < set(place.kritarc.read_bytes().splitlines())
    install.uninstall(place)
    assert place.kritarc.read_bytes() == before


def test_uninstalling_takes_all_of_it_away_and_nothing_else(place: Place) -> None:
    install.install(place)
    own = place.resources / "kashira"
    (own / "environment").mkdir()
    (own / "presets.json").write_text("{}")
    other = place.resources / "pykrita" / "other.desktop"
    other.write_text("x")
    kritarc.set_entry(place.kritarc, "kashira", "count", "4")
    install.uninstall(place)
    assert everything_in(place.resources) == {"pykrita/other.desktop"}
    assert "kashira" not in place.kritarc.read_text()


def test_uninstalling_what_is_not_there_is_no_error(place: Place) -> None:
    assert install.uninstall(place) == []
    assert not place.kritarc.exists()


def test_a_newer_version_replaces_the_older_one_as_a_whole(place: Place) -> None:
    install.install(place)
    old = place.resources / "pykrita" / "kashira" / "gone_since.py"
    old.write_text("x")
    install.install(place)
    assert not old.exists()
    left = {path.name for path in (place.resources / "pykrita").iterdir()}
    assert left == {"kashira", "kashira.desktop"}


def test_where_nothing_may_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        install.install(Place(tmp_path / "file" / "krita", tmp_path / "kritarc"))
    assert not (tmp_path / "kritarc").exists()


def test_kritas_folders_on_each_system(tmp_path: Path) -> None:
    def first(platform: str, environ: dict[str, str] | None = None) -> tuple[str, str]:
        [found] = places(home=tmp_path, platform=platform, environ=environ or {})
        return (
            found.resources.relative_to(tmp_path).as_posix(),
            found.kritarc.relative_to(tmp_path).as_posix(),
        )

    assert first("linux") == (".local/share/krita", ".config/kritarc")
    assert first("darwin") == ("Library/Application Support/krita", "Library/Preferences/kritarc")
    assert first("win32") == ("AppData/Roaming/krita", "AppData/Local/kritarc")
    moved = {"APPDATA": str(tmp_path / "R"), "LOCALAPPDATA": str(tmp_path / "L")}
    assert first("win32", moved) == ("R/krita", "L/kritarc")
    moved = {"XDG_DATA_HOME": str(tmp_path / "D"), "XDG_CONFIG_HOME": str(tmp_path / "C")}
    assert first("linux", moved) == ("D/krita", "C/kritarc")


def test_a_flatpak_is_found_and_told_no_engine_outside_its_sandbox(tmp_path: Path) -> None:
    (tmp_path / ".var/app/org.kde.krita/data/krita").mkdir(parents=True)
    [found] = places(home=tmp_path, platform="linux", environ={})
    assert found.sandboxed
    install.install(found)
    assert not (found.resources / "kashira").exists()
    assert "enable_kashira=true" in found.kritarc.read_text()


def test_a_resource_folder_chosen_in_kritas_settings_is_followed(tmp_path: Path) -> None:
    chosen = tmp_path / "リソース"
    chosen.mkdir()
    file = tmp_path / ".config" / "kritarc"
    file.parent.mkdir()
    file.write_text(f"ResourceDirectory={chosen}\n[General]\n", encoding="utf-8")
    [found] = places(home=tmp_path, platform="linux", environ={})
    assert found.resources == chosen


def test_the_commands_install_and_uninstall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "resources"
    done = CliRunner().invoke(cli, ["install", "krita", "--resource-folder", str(folder)])
    assert done.exit_code == 0, done.output
    assert str(folder) in done.output
    done = CliRunner().invoke(cli, ["uninstall", "krita", "--resource-folder", str(folder)])
    assert done.exit_code == 0, done.output
    assert everything_in(folder) == set()


def test_the_zip_has_an_entry_for_the_folder_and_everything_in_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["build", "krita", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(done.output.strip()) as archive:
        names = archive.namelist()
    assert names.index("kashira/") < names.index("kashira/__init__.py")
    assert {"kashira.desktop", "kashira/engine/", "kashira/engine/protocol.py"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]


def test_the_zip_carries_the_engine_that_it_is_given(tmp_path: Path) -> None:
    wheel = tmp_path / "kashira-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("core/__init__.py", "")
    with zipfile.ZipFile(build.build(tmp_path, wheel)) as archive:
        assert f"kashira/packages/{wheel.name}" in archive.namelist()
    wheel.write_text("no zip")
    with pytest.raises(BadFile, match="is no package of Kashira: make one with"):
        build.build(tmp_path / "other", wheel)
    assert not (tmp_path / "other").exists()


def test_the_plugin_is_written_for_python_3_10_and_imports_only_what_krita_has() -> None:
    allowed = {"PyQt5", "PyQt6", "krita"} | set(sys.stdlib_module_names)
    for place, data in build.plugin_files().items():
        if place.suffix != ".py":
            continue
        tree = ast.parse(data, feature_version=(3, 10))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            outside = {name.partition(".")[0] for name in names} - allowed
            assert not outside, f"{place} imports {outside}"


def test_only_one_file_knows_krita_and_one_knows_qt() -> None:
    users: dict[str, set[str]] = {"krita": set(), "PyQt5": set()}
    for path in (ROOT / "krita_plugin" / "kashira").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) and not node.level else None
            for name in users:
                if module and module.partition(".")[0] == name:
                    users[name].add(path.name)
    assert users["PyQt5"] == {"qt.py"}
    assert users["krita"] <= {"krita_api.py", "registration.py"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links for everybody")
def test_a_developers_link_is_replaced_and_its_target_left_alone(
    place: Place, tmp_path: Path
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "mine.py").write_text("x")
    (place.resources / "pykrita").mkdir(parents=True)
    (place.resources / "pykrita" / "kashira").symlink_to(sources)
    install.install(place)
    assert not (place.resources / "pykrita" / "kashira").is_symlink()
    assert everything_in(sources) == {"mine.py"}
