import numpy as np
import pytest
from PIL import Image

from core import color
from training.dataset import crops, seen_colors
from training.dataset.faces import find_faces
from training.drawing.colors import HAIR

pytestmark = pytest.mark.training


def measured(rgb):
    face = find_faces(rgb)[0]
    crop = crops.around(face, rgb.shape[1], rgb.shape[0], crops.FRAMINGS["paper"])
    scale = 256 / crop.side
    corner = ((face.x - crop.x) * scale, (face.y - crop.y) * scale)
    box = (*corner, face.width * scale, face.height * scale)
    return seen_colors.measure(crops.cut(rgb, crop, 256), box)


@pytest.mark.parametrize("paper", ["white", "#cfe3d2", "#402030"])
def test_hair_and_eyes_are_named_as_they_were_asked_for(heads, looks, paper):
    for head, (hair, eyes) in zip(heads, looks, strict=True):
        page = Image.new("RGB", head.size, paper)
        page.paste(head, (0, 0), head)
        found = measured(np.asarray(page))
        assert seen_colors.name_of("hair_color", found["hair_color"]) == hair
        assert seen_colors.name_of("eye_color", found["eye_color"]) == eyes


def test_the_palette_has_the_hairs_own_colour_and_a_darker_line(rgb):
    found = measured(rgb)
    hair, line, asked = (
        color.to_oklab(color.parse_hex(text))
        for text in (found["hair_color"], found["hair.line"], HAIR["blonde"]["base"])
    )
    assert np.linalg.norm(hair - asked) < 0.05
    assert line[0] < hair[0] - 0.2


def test_a_picture_without_colours_measures_none_it_does_not_have():
    assert "eye_color" not in seen_colors.measure(
        np.full((256, 256, 3), 255, np.uint8), (43, 43, 170, 170)
    )


@pytest.mark.parametrize("name", sorted(HAIR))
def test_a_named_colour_is_called_by_its_name(name):
    assert seen_colors.name_of("hair_color", HAIR[name]["base"]) == name
