import numpy as np
import pytest
from PIL import Image

from training.dataset.faces import find_faces

pytestmark = pytest.mark.training


def test_the_face_is_found_where_it_is(rgb):
    face = find_faces(rgb)[0]
    assert 70 < face.x < face.x + face.width < 326
    assert abs(face.x + face.width / 2 - (70 + 128)) < 25
    assert face.width == face.height


def test_a_face_is_found_at_any_size(picture):
    for scale in (0.5, 3.0):
        scaled = picture.resize((int(400 * scale), int(360 * scale)), Image.Resampling.LANCZOS)
        faces = find_faces(np.asarray(scaled))
        assert len(faces) == 1
        assert abs(faces[0].width / scale - find_faces(np.asarray(picture))[0].width) < 15


def test_several_faces_are_all_found(heads):
    page = Image.new("RGB", (1024, 256), "white")
    for i, head in enumerate(heads):
        page.paste(head, (256 * i, 0), head)
    assert len(find_faces(np.asarray(page))) == 4


def test_the_mirror_image_gives_the_mirrored_face(rgb):
    face = find_faces(rgb)[0]
    mirrored = find_faces(np.ascontiguousarray(rgb[:, ::-1]))[0]
    assert abs(mirrored.x - (rgb.shape[1] - face.x - face.width)) <= 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (23, 23), (300, 400)])
def test_a_picture_without_a_face_has_none(shape):
    assert find_faces(np.full((*shape, 3), 128, np.uint8)) == []


def test_a_face_inside_a_face_is_no_face_of_its_own(heads):
    large = Image.new("RGB", (768, 768), "white")
    whole = heads[0].resize((768, 768), Image.Resampling.LANCZOS)
    large.paste(whole, (0, 0), whole)
    face = find_faces(np.asarray(large))[0]
    small = heads[1].resize((192, 192), Image.Resampling.LANCZOS)
    apart = Image.new("RGB", (960, 768), "white")
    apart.paste(large, (0, 0))
    apart.paste(small, (768, 300), small)
    assert len(find_faces(np.asarray(apart))) == 2
    middle = round(face.x + face.width / 2 - 96), round(face.y + face.height / 2 - 96)
    large.paste(small, middle, small)
    assert len(find_faces(np.asarray(large))) == 1
