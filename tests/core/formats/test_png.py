from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira
from core.errors import NotAHead
from core.formats import png


def test_the_picture_alone_brings_the_head_back(tiny: Kashira, tmp_path: Path) -> None:
    head = tiny.generate(seed=11, hair_color="#88c0a0", smile=True)[0]
    png.write(head, tmp_path / "head.png")
    again = tiny.redraw(png.read_recipe(tmp_path / "head.png"))
    assert again.recipe == head.recipe
    with Image.open(tmp_path / "head.png") as picture:
        assert picture.mode == "RGBA"
        np.testing.assert_array_equal(np.asarray(picture), np.asarray(again.image))


def test_another_program_that_keeps_texts_keeps_the_head(tiny: Kashira, tmp_path: Path) -> None:
    from PIL import PngImagePlugin

    head = tiny.generate(seed=1)[0]
    png.write(head, tmp_path / "head.png")
    with Image.open(tmp_path / "head.png") as picture:
        picture.load()
        for packed in (False, True):
            info = PngImagePlugin.PngInfo()
            info.add_text("Comment", "x" * 2_000_000)
            info.add_itxt(png.KEYWORD, picture.info[png.KEYWORD], zip=packed)
            picture.save(tmp_path / "again.png", pnginfo=info)
            assert png.read_recipe(tmp_path / "again.png") == head.recipe
            old = PngImagePlugin.PngInfo()
            old.add_text(png.KEYWORD, picture.info[png.KEYWORD], zip=packed)
            picture.save(tmp_path / "old.png", pnginfo=old)
            assert png.read_recipe(tmp_path / "old.png") == head.recipe


def test_a_picture_from_elsewhere_is_no_head(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "photo.png")
    with pytest.raises(NotAHead, match=r"photo\.png holds no recipe: only a PNG that Kashira"):
        png.read_recipe(tmp_path / "photo.png")
