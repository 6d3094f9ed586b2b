from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from onnx import helper

from core import Kashira
from core.adopt_model import adopt, name_of
from core.errors import BadModel, BadValue, OutputError
from core.foreign_inputs import Hints
from core.verify_model import verify
from tests import foreign_models


def run(path: Path, **feeds: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, feeds)[0])


def everything_works(kashira: Kashira) -> None:
    a, b = kashira.generate(count=2, seed=1)
    assert a.image.size == (foreign_models.SIDE, foreign_models.SIDE)
    assert a.image.tobytes() != b.image.tobytes()
    assert np.asarray(a.image)[..., 3].min() == 255
    assert kashira.redraw(a.recipe).image.tobytes() == a.image.tobytes()
    assert kashira.vary(a, 0.3, seed=4)[0].image.tobytes() != a.image.tobytes()
    assert len(kashira.mix(a, b, 3)) == 3
    assert len(list(kashira.morph([a, b], 4, loop=True))) == 4
    assert verify(kashira.folder)


@pytest.mark.parametrize("convolutional", [False, True])
@pytest.mark.parametrize("order", ["NCHW", "NHWC"])
def test_a_plain_generator_runs_whatever_the_order_of_its_pixels(
    tmp_path: Path, convolutional: bool, order: str
) -> None:
    path = foreign_models.plain(tmp_path / "g.onnx", convolutional=convolutional, order=order)
    kashira = Kashira(adopt(path, "plain", tmp_path / "models"))
    everything_works(kashira)
    head = kashira.generate(seed=7)[0]
    z = head.recipe.latent_array[None]
    expected = run(path, z=z[..., None, None] if convolutional else z)[0]
    if order == "NCHW":
        expected = np.moveaxis(expected, 0, -1)
    got = np.asarray(head.image)[..., :3]
    np.testing.assert_allclose(got, (expected + 1) / 2 * 255, atol=0.51)


@pytest.mark.parametrize(
    ("output", "scale", "expected"),
    [("Tanh", None, (-1, 1)), ("Sigmoid", None, (0, 1)), ("Sigmoid", 255.0, (0, 255))],
)
def test_the_range_of_the_pixels_is_seen(
    tmp_path: Path, output: str, scale: float | None, expected: tuple[int, int]
) -> None:
    path = foreign_models.plain(tmp_path / "g.onnx", output=output, scale=scale)
    model = adopt(path, "plain", tmp_path / "models")
    assert model.manifest.network.range == expected


@pytest.mark.parametrize("joined", [False, True])
def test_a_generator_with_34_labels_obeys_names(tmp_path: Path, joined: bool) -> None:
    path = foreign_models.labelled(tmp_path / "g.onnx", joined=joined)
    kashira = Kashira(adopt(path, "labelled", tmp_path / "models"))
    everything_works(kashira)
    head = kashira.generate(seed=3, hair_color="aqua", smile=True, hat=False, eye_color="red")[0]
    labels = np.full((1, 34), -1, np.float32)
    labels[0, [11, 19, 25]] = 1  # aqua hair, smile, red eyes
    for index, toggle in enumerate(
        ("long_hair", "short_hair", "twintails", "drill_hair", "ponytail", "blush"), 13
    ):
        labels[0, index] = 1 if head.attributes[toggle] else -1
    for index, toggle in enumerate(("open_mouth", "hat", "ribbon", "glasses"), 20):
        labels[0, index] = 1 if head.attributes[toggle] else -1
    z = head.recipe.latent_array[None]
    feeds = {"x": np.concatenate([z, labels], 1)} if joined else {"z": z, "labels": labels}
    expected = np.moveaxis(run(path, **feeds)[0], 0, -1)
    got = np.asarray(head.image)[..., :3]
    np.testing.assert_allclose(got, (expected + 1) / 2 * 255, atol=0.51)


def test_labels_without_known_meaning_become_toggles_by_number(tmp_path: Path) -> None:
    path = foreign_models.labelled(tmp_path / "g.onnx", labels=5)
    kashira = Kashira(adopt(path, "five", tmp_path / "models"))
    assert [a.name for a in kashira.manifest.attributes] == [f"label_{i}" for i in range(5)]
    everything_works(kashira)


def test_a_mapping_and_synthesis_pair_runs_as_one_model(tmp_path: Path) -> None:
    mapping, synthesis = foreign_models.style_pair(tmp_path)
    kashira = Kashira(adopt(synthesis, "styles", tmp_path / "models", mapping))
    assert kashira.manifest.latent_size == 64
    assert kashira.manifest.network.constants == {"psi": pytest.approx(0.7)}
    everything_works(kashira)
    head = kashira.generate(seed=2)[0]
    w = run(mapping, z=head.recipe.latent_array[None], psi=np.array(0.7, np.float32))
    expected = np.clip((np.moveaxis(run(synthesis, w=w)[0], 0, -1) + 1) / 2, 0, 1)
    np.testing.assert_allclose(np.asarray(head.image)[..., :3], expected * 255, atol=0.51)


def test_only_what_cannot_be_seen_is_asked_for(tmp_path: Path) -> None:
    constants = {
        "W": foreign_models.weights(1),
        "grid": np.array([-1, 3, foreign_models.SIDE, foreign_models.SIDE], np.int64),
        "axis": np.array([1], np.int64),
    }
    path = foreign_models.save(
        tmp_path / "open.onnx",
        [
            helper.make_node("ReduceSum", ["z", "axis"], ["s"], keepdims=1),
            helper.make_node("MatMul", ["s", "W"], ["y"]),
            helper.make_node("Tanh", ["y"], ["t"]),
            helper.make_node("Mul", ["t", "gain"], ["u"]),
            helper.make_node("Reshape", ["u", "grid"], ["image"]),
        ],
        {"z": ["N", "Z"], "gain": [1]},
        {"image": ["N", 3, foreign_models.SIDE, foreign_models.SIDE]},
        constants,
    )
    with pytest.raises(BadValue, match="--latent-size"):
        adopt(path, "open", tmp_path / "models", hints=Hints(constants={"gain": 1.0}))
    with pytest.raises(BadValue, match="--constant gain=NUMBER"):
        adopt(path, "open", tmp_path / "models", hints=Hints(latent_size=9))
    with pytest.raises(BadValue, match="no input 'gian'"):
        adopt(path, "open", tmp_path / "models", hints=Hints(constants={"gian": 1.0}))
    hints = Hints(latent_size=9, constants={"gain": 0.5})
    model = adopt(path, "open", tmp_path / "models", hints=hints)
    assert model.manifest.latent_size == 9
    assert Kashira(model).generate(seed=1)


def test_what_is_no_generator_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    side = foreign_models.SIDE
    constants = {"W": foreign_models.weights(8), "grid": np.array([-1, 3, side, side], np.int64)}
    dead = foreign_models.save(
        tmp_path / "dead.onnx",
        [
            helper.make_node("Mul", ["z", "zero"], ["n"]),
            helper.make_node("MatMul", ["n", "W"], ["y"]),
            helper.make_node("Reshape", ["y", "grid"], ["image"]),
        ],
        {"z": ["N", 8]},
        {"image": ["N", 3, side, side]},
        {**constants, "zero": np.zeros(1, np.float32)},
    )
    vector = foreign_models.save(
        tmp_path / "vector.onnx",
        [helper.make_node("MatMul", ["z", "W"], ["y"])],
        {"z": ["N", 8]},
        {"y": ["N", 3 * side * side]},
        {"W": constants["W"]},
    )
    picture_in = foreign_models.save(
        tmp_path / "filter.onnx",
        [helper.make_node("Tanh", ["x"], ["y"])],
        {"x": ["N", 3, 64, 64]},
        {"y": ["N", 3, 64, 64]},
    )
    for path, sentence in (
        (dead, "same picture whatever the latent"),
        (vector, "gives no pictures"),
        (picture_in, "is no latent"),
    ):
        with pytest.raises(BadModel, match=sentence):
            adopt(path, "model", tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_model_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = foreign_models.plain(tmp_path / "g.onnx")
    model = adopt(path, "mine", tmp_path / "models")
    before = (model.path / "model.json").read_bytes()
    with pytest.raises(OutputError, match="choose another --name"):
        adopt(path, "mine", tmp_path / "models")
    assert (model.path / "model.json").read_bytes() == before
    assert [p.name for p in (tmp_path / "models").iterdir()] == ["mine"]


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = foreign_models.plain(tmp_path / "g.onnx")
    with pytest.raises(BadValue, match="no name for a model"):
        adopt(path, "../elsewhere", tmp_path / "models")


def test_a_model_is_named_after_its_file() -> None:
    assert name_of("/tmp/my model (1).onnx") == "my-model-1"
    assert name_of("...onnx") == "model"
    assert name_of("日本.onnx") == "model"
