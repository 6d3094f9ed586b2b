import os
import re
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from core.cli import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with the small model as the default one."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KASHIRA_MODEL", str(tiny_model))
    return folder


def kashira(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def good(*args: object) -> list[str]:
    result = kashira(*args)
    assert result.exit_code == 0, result.output
    return result.stdout.split()


def refused(*args: object) -> str:
    result = kashira(*args)
    assert result.exit_code not in (0, 1), result.output
    assert result.stdout == ""
    assert re.fullmatch(r"kashira: [^\n]+\n", result.stderr), result.stderr
    return result.stderr


def pixels(path: str | Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGBA"))


@pytest.fixture
def two(here: Path) -> tuple[str, str]:
    a, b = good("generate", "--count", 2, "--seed", 7, "--hair-color", "blue", "--no-smile")
    return a, b


def test_the_version_is_said_even_where_kashira_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "9.9")
    assert kashira("--version").stdout == "kashira 9.9\n"

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert kashira("--version").stdout == "kashira from its sources, not installed\n"


def test_the_first_example_makes_eight_numbered_heads(here: Path) -> None:
    made = good(
        *("generate", "--hair-color", "blue", "--eye-color", "#c03040", "--hair-style"),
        *("twintails", "--smile", "--no-glasses", "--count", 8, "--seed", 7, "--out", "heads/"),
    )
    assert made == [f"heads/{i:04}.png" for i in range(1, 9)]
    assert all(pixels(path).shape == (64, 64, 4) for path in made)


def test_numbering_goes_on_after_what_is_there(here: Path) -> None:
    good("generate", "--seed", 1)
    first = pixels("heads/0001.png")
    assert good("generate", "--seed", 2) == ["heads/0002.png"]
    assert np.array_equal(pixels("heads/0001.png"), first)


@pytest.mark.parametrize("toggle", [["--smile", 0.7], ["--smile=0.7"]])
def test_a_toggle_may_be_asked_for_by_degrees(here: Path, toggle: list) -> None:
    good("generate", "--seed", 1, *toggle)
    assert '"smile":0.7' in "".join(good("show", "--json", "heads/0001.png"))


def test_a_toggle_before_a_file_leaves_the_file_alone(two: tuple[str, str]) -> None:
    assert good("edit", "--smile", two[0], "--out", "a.png") == ["a.png"]
    assert not np.array_equal(pixels("a.png"), pixels(two[0]))


def test_asked_against_is_not_asked_for(two: tuple[str, str]) -> None:
    good("edit", two[0], "--no-smile", "--out", "same.png")
    assert np.array_equal(pixels("same.png"), pixels(two[0]))


def test_negative_numbers_and_numbers_beyond_the_range_are_taken(two: tuple[str, str]) -> None:
    good("edit", two[0], "--yaw", "-1.4", "--open-mouth", "1.3", "--out", "a.png")


def test_recolouring_a_file_keeps_its_alpha(two: tuple[str, str]) -> None:
    good(
        "recolor", two[0], "--hair-color", "#88c0a0", "--ink", "hair.line=#203020", "--out", "g.png"
    )
    assert np.array_equal(pixels("g.png")[..., 3], pixels(two[0])[..., 3])
    assert not np.array_equal(pixels("g.png"), pixels(two[0]))


def test_variants_mixes_and_sheets_are_made(two: tuple[str, str]) -> None:
    made = good("vary", two[0], "--strength", 0.3, "--count", 3, "--keep", "eyes", "--out", "v")
    assert made == ["v/0001.png", "v/0002.png", "v/0003.png"]
    assert len(good("mix", *two, "--steps", 4, "--out", "mix/")) == 4
    assert np.array_equal(pixels("mix/0001.png"), pixels(two[0]))
    assert np.array_equal(pixels("mix/0004.png"), pixels(two[1]))
    assert good("generate", "--count", 5, "--sheet", "sheet.png") == ["sheet.png"]
    assert sorted(os.listdir("heads")) == ["0001.png", "0002.png"]


def test_a_morph_is_an_animation(two: tuple[str, str]) -> None:
    request = ("--frames", 6, "--loop", "--easing", "ease-in-out", "--out", "morph.webp")
    assert good("morph", *two, *request) == ["morph.webp"]
    with Image.open("morph.webp") as animation:
        assert getattr(animation, "n_frames", 1) == 6


@pytest.mark.parametrize("layered", [["--format", "ora"], ["--format", "psd", "--split", "inks"]])
def test_layered_files_are_written(here: Path, layered: list[str]) -> None:
    (made,) = good("generate", *layered, "--out", "heads/")
    assert Path(made).stat().st_size > 1000
    assert made.endswith(layered[1])


def test_the_suffix_of_one_file_names_its_format(here: Path) -> None:
    good("generate", "--out", "one.ora")
    assert Path("one.ora").read_bytes().startswith(b"PK")


def test_help_names_every_attribute_with_its_values(here: Path, tiny_model: Path) -> None:
    text = kashira("generate", "--model", tiny_model, "--help").stdout
    for word in ("--hair-color", "twintails", "--smile / --no-smile", "silver", "--yaw", "-1 to 1"):
        assert word in text
    offered = kashira("recolor", "--help").stdout
    assert "--hair-color" in offered
    assert "--hair-style" not in offered


def test_help_is_given_without_any_model(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KASHIRA_MODEL", "nowhere")
    assert "No attributes can be shown" in kashira("generate", "--help").stdout


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (["generate", "--hair-color", "bleu"], "did you mean blue"),
        (["generate", "--hair-colr", "blue"], "--hair-color"),
        (["generate", "--smile", "9"], "0 to 1"),
        (["generate", "--count", "0"], "count"),
        (["generate", "--count", "x"], "count"),
        (["generate", "--ink", "hair.line"], "not of the form"),
        (["generate", "--ink", "hair.lin=#fff"], "there is no ink"),
        (["generate", "--split", "inks"], "--format ora"),
        (["generate", "--count", "2", "--out", "one.png"], "name a folder"),
        (["generate", "--out", "one.ora", "--format", "psd"], "contradict"),
        (["generate", "--out", "no/one.png"], "is not a folder"),
        (["generate", "--sheet", "no/sheet.png"], "is not a folder"),
        (["generate", "--sheet", "sheet.txt"], "is no picture"),
        (["generate", "--model", "nowhere"], "no model 'nowhere'"),
        (["edit", "nothing.png", "--out", "x.png"], "is not there"),
        (["morph", "nothing.png", "--out", "x.webp"], "is not there"),
        (["paint"], "No such command"),
    ],
)
def test_a_bad_request_is_one_sentence_and_leaves_no_file(
    here: Path, request_: list[str], sentence: str
) -> None:
    assert sentence in refused(*request_)
    assert os.listdir(here) == []


def test_damaged_and_foreign_pictures_are_refused(two: tuple[str, str], here: Path) -> None:
    whole = Path(two[0]).read_bytes()
    Path("cut.png").write_bytes(whole[: len(whole) // 2])
    Image.new("RGBA", (8, 8)).save("plain.png")
    Path("text.png").write_text("hello")
    before = sorted(os.listdir(here))
    for name in ("cut.png", "plain.png", "text.png", "heads"):
        assert name in refused("edit", name, "--smile", "--out", "x.png")
    assert sorted(os.listdir(here)) == before


def test_an_output_folder_that_is_a_file_is_refused(here: Path) -> None:
    Path("heads").write_text("mine")
    assert "heads" in refused("generate", "--out", "heads/")
    assert Path("heads").read_text() == "mine"


def test_a_head_of_a_model_that_is_not_here_asks_for_it(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KASHIRA_MODEL")
    assert "name its folder with --model" in refused("vary", two[0])


def _start(*args: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from core.cli import main; main()", *map(str, args)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def test_the_command_gives_its_status_and_no_traceback(here: Path) -> None:
    with _start("generate", "--hair-color", "bleu") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert re.fullmatch(r"kashira: [^\n]+\n", err)


@pytest.mark.skipif(os.name != "posix", reason="signals are a matter of posix")
def test_ctrl_c_leaves_whole_files_only(here: Path) -> None:
    with _start("generate", "--count", 100_000, "--out", "heads") as process:
        deadline = time.monotonic() + 60
        while not Path("heads/0003.png").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    made = sorted(os.listdir("heads"))
    assert made == [f"{i:04}.png" for i in range(1, len(made) + 1)]
    assert all(pixels(Path("heads") / name).shape == (64, 64, 4) for name in made)


def test_a_reader_that_goes_away_ends_the_command_quietly(here: Path) -> None:
    with _start("generate", "--count", 100_000, "--out", "heads") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        process.wait(60)
