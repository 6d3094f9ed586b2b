"""A generator that moves what it paints: what did not change is not painted again."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from core import model_folder
from core.errors import BadModel
from core.generator import Generator
from core.onnx_session import OnnxSession

SIDE = 8


def moving_generator() -> bytes:
    """channels = rest * (1 + latent[1]), rest = latent[0] + attributes[0] everywhere."""
    nodes = [
        helper.make_node("Gather", ["latent", "first"], ["z"], axis=1),
        helper.make_node("Add", ["z", "attributes"], ["sum"]),
        helper.make_node("Reshape", ["sum", "pixel"], ["dot"]),
        helper.make_node("Expand", ["dot", "sides"], ["channels.at_rest"]),
        helper.make_node("Gather", ["latent", "second"], ["push"], axis=1),
        helper.make_node("Add", ["push", "one"], ["factor"]),
        helper.make_node("Reshape", ["factor", "pixel"], ["times"]),
        helper.make_node("Mul", ["channels.at_rest", "times"], ["channels"]),
    ]
    constants = {
        "first": np.array([0]),
        "second": np.array([1]),
        "pixel": np.array([1, 1, 1, 1]),
        "sides": np.array([1, 4, SIDE, SIDE]),
        "one": np.array([1], np.float32),
    }

    def value(name: str, *shape: int):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    graph = helper.make_graph(
        nodes,
        "moving",
        [value("latent", 1, 2), value("attributes", 1, 1)],
        [value(name, 1, 4, SIDE, SIDE) for name in ("channels", "channels.at_rest")],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made.SerializeToString()


def opened(folder: Path, **more: object) -> Generator:
    data = moving_generator()
    rest = {"channels": "channels.at_rest", "preview": "none", "latent": [0], "attributes": [0]}
    manifest = {
        "schema": 1,
        "name": "moving",
        "resolution": SIDE,
        "latent_size": 2,
        "attribute_size": 1,
        "attributes": [{"name": "a", "title": "A", "part": "face", "kind": "toggle", "index": 0}],
        "layers": [{"name": "all", "title": "All", "part": "all", "inks": "rgba", "channel": 0}],
        "files": {
            "generator.onnx": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        },
        "rest": rest,
        **more,
    }
    folder.mkdir(exist_ok=True)
    (folder / "generator.onnx").write_bytes(data)
    (folder / "model.json").write_text(json.dumps(manifest))
    return Generator(model_folder.open_model(str(folder)), threads=1)


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """The outputs that networks were run for, in order."""
    seen: list[str] = []
    run = OnnxSession.run

    def remembered(self, feeds, output, *rest):
        seen.append(output)
        return run(self, feeds, output, *rest)

    monkeypatch.setattr(OnnxSession, "run", remembered)
    return seen


def numbers(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_what_only_moves_is_not_painted_again(tmp_path, runs):
    generator = opened(tmp_path / "m")
    first = generator.channels(numbers(0.5, 0.0), numbers(0.25))
    second = generator.channels(numbers(0.5, -0.5), numbers(0.25))
    assert (float(first[0, 0, 0]), float(second[3, 7, 7])) == (0.75, 0.375)
    assert runs == ["channels.at_rest", "channels", "channels"]


@pytest.mark.parametrize(("latent", "attribute"), [((0.25, 0.0), 0.25), ((0.5, 0.0), 0.0)])
def test_what_changes_the_painting_is_painted_anew(tmp_path, runs, latent, attribute):
    generator = opened(tmp_path / "m")
    generator.channels(numbers(0.5, 0.0), numbers(0.25))
    changed = generator.channels(numbers(*latent), numbers(attribute))
    assert float(changed[0, 0, 0]) == latent[0] + attribute
    assert runs == ["channels.at_rest", "channels"] * 2


def test_a_rest_that_no_network_has_is_named(tmp_path):
    rest = {"channels": "nowhere", "preview": "nowhere", "latent": [0], "attributes": []}
    generator = opened(tmp_path / "m", rest=rest)
    with pytest.raises(BadModel, match="nowhere"):
        generator.channels(numbers(0, 0), numbers(0))


def test_a_rest_that_depends_on_numbers_that_are_not_there_is_refused(tmp_path):
    rest = {"channels": "channels.at_rest", "preview": "none", "latent": [2], "attributes": []}
    with pytest.raises(BadModel, match="more numbers than the latent"):
        opened(tmp_path / "m", rest=rest)
