from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Head, Kashira
from core.errors import BadValue, Cancelled, OutputError
from core.formats import animation, png

FRAMES = 8


@pytest.fixture(scope="module")
def frames(tiny: Kashira) -> list[Head]:
    return list(tiny.morph(tiny.generate(2, seed=3), FRAMES))


@pytest.mark.parametrize("suffix", [".png", ".apng", ".webp"])
def test_lossless_formats_keep_every_pixel(frames: list[Head], tmp_path: Path, suffix: str) -> None:
    animation.write(iter(frames), tmp_path / f"morph{suffix}", frames_per_second=12)
    with Image.open(tmp_path / f"morph{suffix}") as moving:
        assert getattr(moving, "n_frames", 1) == FRAMES
        assert moving.info["loop"] == 0
        times = []
        for i, head in enumerate(frames):
            moving.seek(i)
            shown = np.array(moving.convert("RGBA"))
            wanted = np.array(head.image)
            shown[shown[..., 3] == 0] = wanted[wanted[..., 3] == 0] = 0
            np.testing.assert_array_equal(shown, wanted)
            times.append(moving.info["duration"])
    assert sum(times) == pytest.approx(1000 * FRAMES / 12, abs=1)


def test_a_gif_has_the_frames_in_good_colours_and_clear_around(
    frames: list[Head], tmp_path: Path
) -> None:
    animation.write(frames, tmp_path / "morph.gif", frames_per_second=12)
    with Image.open(tmp_path / "morph.gif") as moving:
        assert getattr(moving, "n_frames", 1) == FRAMES
        assert moving.info["loop"] == 0
        for i, head in enumerate(frames):
            moving.seek(i)
            shown, wanted = np.array(moving.convert("RGBA")), np.array(head.image)
            opaque = wanted[..., 3] >= 128
            np.testing.assert_array_equal(shown[..., 3] == 255, opaque)
            off = np.abs(shown.astype(int) - wanted)[opaque][:, :3]
            assert off.mean() < 6  # 255 colours for all frames together
            assert moving.info["duration"] in (80, 90)


@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp"])
def test_without_loop_it_plays_once(frames: list[Head], tmp_path: Path, suffix: str) -> None:
    animation.write(frames[:2], tmp_path / f"once{suffix}", loop=False)
    with Image.open(tmp_path / f"once{suffix}") as moving:
        assert moving.info.get("loop", 1) == 1


def test_an_apng_brings_its_first_head_back(frames: list[Head], tmp_path: Path) -> None:
    animation.write(frames, tmp_path / "morph.png")
    assert png.read_recipe(tmp_path / "morph.png") == frames[0].recipe


def test_a_folder_holds_every_frame_with_its_recipe(frames: list[Head], tmp_path: Path) -> None:
    animation.write(frames, tmp_path / "frames")
    written = sorted((tmp_path / "frames").iterdir())
    assert [path.name for path in written] == [f"{i:04d}.png" for i in range(1, FRAMES + 1)]
    assert [png.read_recipe(path) for path in written] == [head.recipe for head in frames]


def test_progress_counts_frames_and_stopping_leaves_no_file(
    frames: list[Head], tmp_path: Path
) -> None:
    done: list[int] = []

    def stop_after_three(count: int) -> None:
        done.append(count)
        if count == 3:
            raise Cancelled("stopped on request")

    for suffix in animation.SUFFIXES:
        done.clear()
        with pytest.raises(Cancelled):
            animation.write(frames, tmp_path / f"m{suffix}", progress=stop_after_three)
        assert done == [1, 2, 3]
    assert list(tmp_path.iterdir()) == []


def test_frames_are_written_as_they_come(frames: list[Head], tmp_path: Path) -> None:
    alive: list[int] = []

    def one_by_one() -> Iterator[Head]:
        for head in frames:
            alive.append((next(tmp_path.iterdir())).stat().st_size)
            yield head

    animation.write(one_by_one(), tmp_path / "m.webp")
    assert max(alive) > 0


@pytest.mark.parametrize(
    ("name", "speed", "sentence"),
    [("m.mp4", 12, "is no animation"), ("m.gif", 0, "frames per second"), ("m.gif", 1e9, "go up")],
)
def test_what_cannot_be_written_is_said_at_once(
    frames: list[Head], tmp_path: Path, name: str, speed: float, sentence: str
) -> None:
    with pytest.raises(BadValue, match=sentence):
        animation.write(frames, tmp_path / name, frames_per_second=speed)
    with pytest.raises(BadValue, match="at least one frame"):
        animation.write([], tmp_path / "m.gif")
    with pytest.raises(OutputError):
        animation.write(frames, tmp_path / "no" / "m.gif")
    assert list(tmp_path.iterdir()) == []
