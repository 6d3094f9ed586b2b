import numpy as np
import pytest

from core.errors import BadFile, BadModel
from tests.training.dataset.small_tagger import TAGS, network
from training.dataset.tagger import ILLUSTRATION2VEC_MEAN, Tagger, read_tags

pytestmark = pytest.mark.training


@pytest.fixture
def tags(tmp_path):
    path = tmp_path / "selected_tags.csv"
    path.write_text(TAGS)
    return path


def orange(size=64):
    return np.full((size, size, 3), (255, 128, 0), np.uint8)


def test_a_wd_tagger_sees_bgr_of_its_own_size(tmp_path, tags):
    path = network(tmp_path / "wd.onnx", ["N", 448, 448, 3], [1, 2], 1 / 255, 0)
    found = Tagger(path, tags).scores(orange())
    assert found == {"red hair": 1.0, "green hair": pytest.approx(128 / 255, abs=1e-3)}


def test_an_illustration2vec_tagger_sees_bgr_without_its_mean(tmp_path, tags):
    mean = np.array(ILLUSTRATION2VEC_MEAN[::-1])
    path = network(tmp_path / "i2v.onnx", ["N", 3, 224, 224], [2, 3], 1 / 255, mean / 255)
    found = Tagger(path, tags).scores(orange())
    assert found["red hair"] == pytest.approx(1, abs=1e-3)
    assert found["green hair"] == pytest.approx(128 / 255, abs=1e-3)


def test_logits_become_scores(tmp_path, tags):
    path = network(tmp_path / "l.onnx", [1, None, None, 3], [1, 2], 20 / 255, -10, logits=True)
    found = Tagger(path, tags).scores(orange())
    assert found["red hair"] > 0.99
    assert found["green hair"] == pytest.approx(0.51, abs=0.02)
    assert "smile" not in found


def test_a_list_of_bare_tags_is_one_too(tmp_path):
    (tmp_path / "tags.txt").write_text("red_hair\nsmile\n")
    assert read_tags(tmp_path / "tags.txt") == ["red hair", "smile"]


@pytest.mark.parametrize(
    ("text", "fault"), [("", "has no tags"), ("a,b\n1,2\n", "no column"), ("name\n", "has no tags")]
)
def test_a_csv_that_lists_no_tags_is_said(tmp_path, text, fault):
    (tmp_path / "tags.csv").write_text(text)
    with pytest.raises(BadFile, match=fault):
        read_tags(tmp_path / "tags.csv")


def test_tags_of_another_network_are_refused(tmp_path, tags):
    path = network(tmp_path / "wd.onnx", ["N", 448, 448, 3], [1, 2], 1 / 255, 0)
    tags.write_text(TAGS + "4,hat,0,9\n")
    with pytest.raises(BadModel, match="output of shape"):
        Tagger(path, tags).scores(orange())


def test_a_network_that_takes_no_picture_is_refused(tmp_path, tags):
    path = network(tmp_path / "x.onnx", ["N", 5, 7, 9], [1, 2], 1, 0)
    with pytest.raises(BadModel, match="takes no colour picture"):
        Tagger(path, tags)
