import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from core import limits
from tests import foreign_models
from tests.hostile.conftest import Refusal

Change = Callable[[dict], object]


@pytest.fixture
def model(work: Path, tiny_model: Path) -> Path:
    """A copy of a sound model, to be broken."""
    return Path(shutil.copytree(tiny_model, work / "model"))


def generate(refused: Refusal) -> str:
    return refused("generate", "--model", "./model", "--out", "heads", "--seed", 1)


def change(model: Path, alter: Change) -> None:
    tree = json.loads((model / "model.json").read_text())
    alter(tree)
    (model / "model.json").write_text(json.dumps(tree))


def install(model: Path, data: bytes) -> None:
    """Put a network in place of the generator, with the hash to go with it."""
    (model / "generator.onnx").write_bytes(data)
    listed = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    change(model, lambda tree: tree["files"].update({"generator.onnx": listed}))


def test_a_model_that_is_not_there_is_said(refused: Refusal) -> None:
    assert "no model 'kashra'" in refused("generate", "--model", "kashra", "--out", "heads")
    assert "is not a model folder" in refused("models", "info", "./nowhere")
    assert "is not a model folder" in refused("models", "verify", "./nowhere")


def test_missing_files_are_named(model: Path, refused: Refusal) -> None:
    (model / "generator.onnx").unlink()
    assert "generator.onnx is missing" in generate(refused)
    assert "generator.onnx is missing" in refused("models", "verify", "./model")


def test_an_altered_network_is_noticed(model: Path, refused: Refusal) -> None:
    data = bytearray((model / "generator.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (model / "generator.onnx").write_bytes(data)
    assert "does not match its SHA-256" in generate(refused)
    assert "does not match its SHA-256" in refused("models", "verify", "./model")


def test_a_truncated_network_is_noticed(model: Path, refused: Refusal) -> None:
    data = (model / "generator.onnx").read_bytes()
    (model / "generator.onnx").write_bytes(data[: len(data) // 2])
    assert "is not of the size" in generate(refused)
    install(model, data[: len(data) // 2])  # a maker whose upload was cut off
    assert "generator.onnx is no" in generate(refused)


def test_a_model_of_a_newer_schema_asks_for_an_update(model: Path, refused: Refusal) -> None:
    change(model, lambda tree: tree.update(schema=2, layers="of another kind"))
    assert "update Kashira" in generate(refused)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not sound JSON"),
        ("[]", "is not as it should be"),
        ("[" * 200_000, "model.json is"),
        ('{"schema": 1, "schema": 2}', "'schema' is there twice"),
        ('{"schema": NaN}', "NaN is not a number"),
        ('{"schema": 1, "name": "\ud800"}', "model.json"),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    model: Path, refused: Refusal, text: str, sentence: str
) -> None:
    (model / "model.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert sentence in generate(refused)


def test_a_key_that_is_there_twice_is_refused(model: Path, refused: Refusal) -> None:
    text = (model / "model.json").read_text()
    (model / "model.json").write_text(text.replace('"title"', '"name": "other", "title"', 1))
    assert "'name' is there twice" in generate(refused)


@pytest.mark.parametrize(
    "alter",
    [
        lambda tree: tree["files"].update({"../../etc/passwd": tree["files"]["generator.onnx"]}),
        lambda tree: tree["files"].update({"/etc/passwd": tree["files"]["generator.onnx"]}),
        lambda tree: tree["files"].update({"a\\b": tree["files"]["generator.onnx"]}),
        lambda tree: tree.update(name="../evil"),
        lambda tree: tree.update(resolution=10**9),
        lambda tree: tree.update(latent_size=10**12),
        lambda tree: tree["layers"][0].update(channel=10**9),
        lambda tree: tree["layers"][0].update(channel=-1),
        lambda tree: tree.update(network={"latent_shape": [-1, -64]}),
        lambda tree: tree.update(network={"latent_shape": [3, 3]}),
        lambda tree: tree.update(network={"mapping": "../mapping.onnx"}),
        lambda tree: tree.update(network={"channels": "nothing of the kind"}),
        lambda tree: tree.update(network={"latent": "nothing of the kind"}),
        lambda tree: tree.update(network={"order": "NHWC"}),
        lambda tree: tree.update(network={"range": [1, 1]}),
        lambda tree: tree.update(network={"attributes": "latent"}),
    ],
)
def test_a_manifest_that_leads_astray_is_refused(
    model: Path, refused: Refusal, alter: Change
) -> None:
    change(model, alter)
    assert "model" in generate(refused)


def test_links_out_of_the_folder_are_not_followed(
    model: Path, refused: Refusal, tmp_path: Path
) -> None:
    shutil.move(model / "generator.onnx", tmp_path / "elsewhere.onnx")
    os.symlink(tmp_path / "elsewhere.onnx", model / "generator.onnx")
    assert "is a link out of the model folder" in generate(refused)


def test_data_in_other_files_is_not_read(model: Path, refused: Refusal) -> None:
    network = onnx.load_from_string((model / "generator.onnx").read_bytes())
    tensor = network.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../../../etc/passwd"
    install(model, network.SerializeToString())
    assert "keeps data in other files" in generate(refused)
    (model / "model.json").unlink()
    assert "keeps data in other files" in refused("models", "add", "model/generator.onnx")


def network(nodes: list[onnx.NodeProto], constants: dict[str, np.ndarray], side: int = 64) -> bytes:
    """A generator with the right inputs and output, whose inside is hostile."""
    graph = helper.make_graph(
        nodes,
        "hostile",
        [
            helper.make_tensor_value_info("latent", TensorProto.FLOAT, ["N", 64]),
            helper.make_tensor_value_info("attributes", TensorProto.FLOAT, ["N", "A"]),
        ],
        [helper.make_tensor_value_info("channels", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made.SerializeToString()


def filled(value: float, shape: list[int]) -> bytes:
    fill = numpy_helper.from_array(np.array([value], np.float32))
    node = helper.make_node("ConstantOfShape", ["shape"], ["channels"], value=fill)
    return network([node], {"shape": np.array(shape, np.int64)})


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused(
    model: Path, refused: Refusal, value: float, tiny: object
) -> None:
    planes = tiny.manifest.channels  # type: ignore[attr-defined]
    install(model, filled(value, [1, planes, 64, 64]))
    assert "are not finite" in generate(refused)


@pytest.mark.parametrize("shape", [[1, 65, 64, 63], [1, 3, 64, 64], [2, 65, 64, 64], [1], [0]])
def test_another_shape_than_promised_is_refused(
    model: Path, refused: Refusal, shape: list[int]
) -> None:
    install(model, filled(0.5, shape))
    assert "gives an output of shape" in generate(refused)


def endless() -> bytes:
    """Doubles a number for as good as ever: a Loop of 2**62 rounds."""
    info = helper.make_tensor_value_info
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["on"]),
            helper.make_node("Tanh", ["x"], ["y"]),
        ],
        "body",
        [info("i", TensorProto.INT64, []), info("go", TensorProto.BOOL, []),
         info("x", TensorProto.FLOAT, None)],
        [info("on", TensorProto.BOOL, []), info("y", TensorProto.FLOAT, None)],
    )  # fmt: skip
    loop = helper.make_node("Loop", ["rounds", "true", "latent"], ["channels"], body=body)
    constants = {"rounds": np.array(2**62, np.int64), "true": np.array(True)}
    return network([loop], constants)


def test_an_endless_network_is_stopped_at_the_deadline(
    model: Path, refused: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RUN_DEADLINE_SECONDS", 0.5)
    install(model, endless())
    begun = time.monotonic()
    assert "ran for more than 0.5 s and was stopped" in generate(refused)
    assert time.monotonic() - begun < 10


def test_other_numbers_than_the_maker_saw_do_not_verify(model: Path, refused: Refusal) -> None:
    def move(tree: dict) -> None:
        tree["probe"]["points"][0][3] += 0.5

    change(model, move)
    assert "gives other numbers" in refused("models", "verify", "./model")


@pytest.mark.parametrize(
    "alter",
    [
        lambda probe: probe.update(latent=[0.0]),
        lambda probe: probe.update(points=[]),
        lambda probe: probe.update(points=[[999, 0, 0, 0.5]]),
        lambda probe: probe.update(points=[[-1, 0, 0, 0.5]]),
        lambda probe: probe.update(points=[[10**30, 0, 0, 0.5]]),
    ],
)
def test_a_probe_that_does_not_fit_is_said(model: Path, refused: Refusal, alter: Change) -> None:
    change(model, lambda tree: alter(tree["probe"]))
    assert "model" in refused("models", "verify", "./model")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "is not a plain file"),
        (lambda path: os.mkfifo(path), "is not a plain file"),
        (lambda path: path.write_bytes(b""), "foreign.onnx"),
        (lambda path: path.write_bytes(b"\x80\x04\x95pickle me"), "foreign.onnx"),
        (lambda path: path.write_bytes(filled(0.5, [1, 3, 64, 64])), "numbers its"),
        (lambda path: path.write_bytes(foreign_endless()), "was stopped"),
        (lambda path: path.write_bytes(foreign_nan()), "are not finite"),
    ],
)
def test_what_cannot_be_adopted_leaves_nothing(
    work: Path,
    refused: Refusal,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], object],
    sentence: str,
) -> None:
    monkeypatch.setattr(limits, "RUN_DEADLINE_SECONDS", 0.5)
    make(work / "foreign.onnx")
    assert sentence in refused("models", "add", "foreign.onnx", "--into", "models")
    assert not (work / "models").exists()


def foreign_endless() -> bytes:
    made = onnx.load_from_string(endless())
    del made.graph.input[1]
    return made.SerializeToString()


def foreign_nan() -> bytes:
    made = onnx.load_from_string(filled(np.nan, [1, 3, 64, 64]))
    del made.graph.input[1]
    return made.SerializeToString()


def test_a_model_is_not_added_where_there_is_no_room(
    work: Path, refused: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign_models.plain(work / "foreign.onnx")
    (work / "file").write_bytes(b"")
    assert "cannot be written" in refused("models", "add", "foreign.onnx", "--into", "file")
    assert "cannot be written" in refused("models", "add", "foreign.onnx", "--into", "/proc/x")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "disk is full" in refused("models", "add", "foreign.onnx", "--into", ".")
    assert [path.name for path in sorted(work.iterdir())] == ["file", "foreign.onnx"]
