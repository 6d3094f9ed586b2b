import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Head, Kashira
from core.errors import BadValue, OutputError
from core.formats import openraster, png
from tests.core.formats import picture_stack

STEP = 1 / 255


@pytest.fixture(scope="module")
def head(tiny: Kashira) -> Head:
    return tiny.generate(seed=3)[0]


def test_the_stack_shows_the_head(head: Head, tmp_path: Path) -> None:
    openraster.write(head, tmp_path / "head.ora")
    shown = picture_stack.read(tmp_path / "head.ora")
    np.testing.assert_allclose(shown, head.rgba, atol=2 * STEP)


@pytest.mark.parametrize("seed", range(4))
def test_split_into_inks_the_plain_stack_is_the_head(
    tiny: Kashira, tmp_path: Path, seed: int
) -> None:
    head = tiny.generate(seed=seed)[0]
    openraster.write(head, tmp_path / "head.ora", split="inks")
    assert b"src-atop" not in zipfile.ZipFile(tmp_path / "head.ora").read("stack.xml")
    shown = picture_stack.read(tmp_path / "head.ora")
    np.testing.assert_allclose(shown, head.rgba, atol=2 * STEP)


def test_an_ink_is_a_layer_of_one_colour(head: Head, tmp_path: Path) -> None:
    openraster.write(head, tmp_path / "head.ora", split="inks")
    for name, pixels in picture_stack.layers(tmp_path / "head.ora").items():
        colors = np.unique(pixels[pixels[..., 3] > 0][:, :3], axis=0)
        assert len(colors) == 1, name


def test_layers_carry_the_names_that_people_read_and_are_whole(head: Head, tmp_path: Path) -> None:
    openraster.write(head, tmp_path / "head.ora")
    layers = picture_stack.layers(tmp_path / "head.ora")
    assert {"Front hair", "Eye whites", "Irises", "Face"} <= layers.keys()
    for layer in head.layers.values():
        drawn = np.asarray(layer.image)
        np.testing.assert_array_equal(layers[layer.title][..., 3], drawn[..., 3])


def test_the_parts_that_readers_look_for_are_there(head: Head, tmp_path: Path) -> None:
    openraster.write(head, tmp_path / "head.ora")
    with zipfile.ZipFile(tmp_path / "head.ora") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"image/openraster"
        (tmp_path / "merged.png").write_bytes(archive.read("mergedimage.png"))
        with Image.open(archive.open("Thumbnails/thumbnail.png")) as thumbnail:
            assert max(thumbnail.size) <= 256
    assert png.read_recipe(tmp_path / "merged.png") == head.recipe
    with Image.open(tmp_path / "merged.png") as merged:
        assert merged.tobytes() == head.image.tobytes()


def test_the_same_head_gives_the_same_file(head: Head, tmp_path: Path) -> None:
    openraster.write(head, tmp_path / "a.ora")
    openraster.write(head, tmp_path / "b.ora")
    assert (tmp_path / "a.ora").read_bytes() == (tmp_path / "b.ora").read_bytes()


def test_an_unknown_split_is_refused_before_anything_is_written(head: Head, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="by inks"):
        openraster.write(head, tmp_path / "head.ora", split="parts")
    with pytest.raises(OutputError, match="does not exist"):
        openraster.write(head, tmp_path / "no" / "head.ora")
    assert list(tmp_path.iterdir()) == []
