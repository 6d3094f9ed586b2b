from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira, limits
from core.errors import BadValue
from core.formats import sheets


def squares(count: int, side: int = 10) -> list[Image.Image]:
    return [Image.new("RGBA", (side, side), (i, 0, 0, 255)) for i in range(count)]


def test_pictures_go_row_by_row() -> None:
    page = sheets.sheet(squares(5), columns=2)
    assert page.size == (20, 30)
    reds = [page.getpixel((x, y)) for y in (5, 15, 25) for x in (5, 15)]
    assert reds == [*[(i, 0, 0, 255) for i in range(5)], (255, 255, 255, 255)]


def test_24_heads_make_a_page_of_six_by_four() -> None:
    assert sheets.sheet(squares(24)).size == (60, 40)


def test_labels_stand_under_their_pictures_and_stay_inside() -> None:
    page = sheets.sheet(squares(2, 40), labels=["a", "a very long label indeed"])
    below = np.asarray(page)[40:, :, 0]
    assert page.size == (80, 58)
    assert below[:, :40].min() < 128
    assert below[:, 40:].min() < 128
    assert (below[:, [0, 40, 79]] == 255).all()


def test_a_sheet_may_be_clear_and_its_cells_smaller() -> None:
    page = sheets.sheet([Image.new("RGBA", (40, 20), "red")], cell=20, background=None)
    assert page.size == (20, 20)
    assert page.getpixel((10, 1)) == (0, 0, 0, 0)
    assert page.getpixel((10, 10)) == (255, 0, 0, 255)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_heads_are_written_on_white(tiny: Kashira, tmp_path: Path, suffix: str) -> None:
    sheets.write(tiny.generate(3, seed=1), tmp_path / f"sheet{suffix}", columns=3)
    with Image.open(tmp_path / f"sheet{suffix}") as page:
        assert page.size == (3 * 64, 64)
        assert page.mode == "RGB"


def test_a_sheet_too_large_is_refused_before_memory_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_IMAGE_PIXELS", 300)
    with pytest.raises(BadValue, match="take fewer heads"):
        sheets.sheet(squares(4), columns=2)


def test_nonsense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="at least one picture"):
        sheets.sheet([])
    with pytest.raises(BadValue, match="labels do not fit"):
        sheets.sheet(squares(2), labels=["x"])
    with pytest.raises(BadValue, match="at least one column"):
        sheets.sheet(squares(2), columns=0)
    with pytest.raises(BadValue, match="is no picture"):
        sheets.write([], tmp_path / "sheet.txt")
