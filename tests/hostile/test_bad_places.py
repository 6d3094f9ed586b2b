"""Places that cannot be written to: a full disk, a file in the way, a folder that takes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.conftest import Refusal

OUTPUTS = {
    "png": ("--format", "png", "--out", "out"),
    "ora": ("--format", "ora", "--out", "out"),
    "psd": ("--format", "psd", "--out", "out"),
    "sheet": ("--sheet", "sheet.png"),
}


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every write is noticed as too much when it is flushed, as many file systems do."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_full_disk_leaves_nothing_half_written(
    refused: Refusal, tiny_model: Path, output: str
) -> None:
    said = refused("generate", "--model", tiny_model, *OUTPUTS[output])
    assert "the disk is full: free some space or choose another folder" in said


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("suffix", ["gif", "png", "webp"])
def test_a_full_disk_leaves_no_half_animation(
    work: Path, two: tuple[Path, Path], refused: Refusal, tiny_model: Path, suffix: str
) -> None:
    said = refused(*("morph", *two, "--frames", 3, "--model", tiny_model, "--out", f"m.{suffix}"))
    assert "the disk is full" in said


@pytest.mark.parametrize("output", ["png", "ora", "psd"])
@pytest.mark.parametrize("place", ["/proc/heads", "/dev/null/heads", "file/heads", "file"])
def test_a_place_that_takes_no_files_is_said(
    work: Path, refused: Refusal, tiny_model: Path, place: str, output: str
) -> None:
    (work / "file").write_bytes(b"precious")
    said = refused("generate", "--model", tiny_model, "--format", output, "--out", place)
    assert "cannot be written" in said


@pytest.fixture
def two(work: Path, tiny: object) -> tuple[Path, Path]:
    """Two heads on disk, made while the disk was not full."""
    from core.formats import png

    paths = work / "a.png", work / "b.png"
    for path, head in zip(paths, tiny.generate(2, seed=1), strict=True):  # type: ignore[attr-defined]
        path.write_bytes(png.encode(head))
    return paths


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_while_writing_is_said_by_the_real_command(
    work: Path, tiny_model: Path
) -> None:
    """A file-size limit makes the kernel refuse bytes in the middle of a file."""
    script = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
        "from core.cli import main; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", script, "generate", "--model", str(tiny_model)]
    for more in (["--out", "out"], ["--format", "ora", "--out", "out"], ["--sheet", "s.png"]):
        ended = subprocess.run(
            [*command, *more], cwd=work, env=environment, capture_output=True, text=True, timeout=60
        )
        assert ended.returncode == 5, ended.stderr
        assert ended.stderr.count("\n") == 1
        assert "cannot be written" in ended.stderr
        assert not [path for path in work.rglob("*") if path.is_file()]
