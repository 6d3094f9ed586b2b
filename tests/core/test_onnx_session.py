import contextlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from core import limits, onnx_session
from core.errors import BadModel, TimedOut
from core.onnx_file import NotOnnx, has_external_data
from core.onnx_session import OnnxSession

ONE = np.ones((1, 2), np.float32)


def model(nodes: list, tensors: list = (), out_shape: list | None = None) -> onnx.ModelProto:  # type: ignore[assignment]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, out_shape)],
        list(tensors),
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made


def doubling() -> onnx.ModelProto:
    two = numpy_helper.from_array(np.array([2, 2], np.float32), "two")
    return model([helper.make_node("Mul", ["x", "two"], ["y"])], [two])


def session(made: onnx.ModelProto) -> OnnxSession:
    return OnnxSession(made.SerializeToString(), "m/generator.onnx", threads=1)


def outside(tensor: TensorProto) -> TensorProto:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/hostname"
    return tensor


def test_a_network_runs() -> None:
    assert session(doubling()).run({"x": ONE}, "y", (1, 2)).tolist() == [[2, 2]]


def test_data_in_other_files_is_refused() -> None:
    made = doubling()
    outside(made.graph.initializer[0])
    with pytest.raises(BadModel, match="keeps data in other files"):
        session(made)


def test_data_in_other_files_is_found_however_deep() -> None:
    constant = helper.make_node("Constant", [], ["c"], value=numpy_helper.from_array(ONE, "c"))
    outside(constant.attribute[0].t)
    branch = helper.make_graph([constant], "b", [], [
        helper.make_tensor_value_info("c", TensorProto.FLOAT, [1, 2])])  # fmt: skip
    inner = helper.make_node("If", ["x"], ["y"], then_branch=branch, else_branch=branch)
    assert has_external_data(model([inner]).SerializeToString())
    assert not has_external_data(doubling().SerializeToString())


@pytest.mark.parametrize("data", [b"", b"\x00", b"GIF89a", b"\xff" * 64, b"<html></html>"])
def test_what_is_no_network_is_refused(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadModel, match=r"^m/generator\.onnx "):
        OnnxSession(data, "m/generator.onnx")
    assert capfd.readouterr() == ("", "")


def test_a_truncated_network_is_refused_wherever_it_ends(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = doubling().SerializeToString()
    for end in range(0, len(data) - 12, 7):
        with pytest.raises(BadModel):
            OnnxSession(data[:end], "m/generator.onnx", threads=1)
    assert capfd.readouterr() == ("", "")


def test_the_walk_through_a_file_ends_on_any_bytes() -> None:
    random, data = np.random.default_rng(0), doubling().SerializeToString()
    for _ in range(300):
        broken = bytearray(data)
        broken[random.integers(len(data))] = random.integers(256)
        with contextlib.suppress(NotOnnx):  # the only error that it may raise
            has_external_data(bytes(broken))


def test_a_network_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MODEL_BYTES", 10)
    with pytest.raises(BadModel, match="above the limit"):
        session(doubling())


def test_numbers_that_are_not_finite_are_refused() -> None:
    made = model([helper.make_node("Log", ["x"], ["y"])])
    with pytest.raises(BadModel, match="not finite"):
        session(made).run({"x": -ONE}, "y")


def test_another_shape_than_promised_is_refused() -> None:
    with pytest.raises(BadModel, match=r"shape \[1, 2\] instead of \[1, 3\]"):
        session(doubling()).run({"x": ONE}, "y", (1, 3))


def test_a_network_that_fails_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadModel, match="fails when it is run"):
        session(doubling()).run({"wrong": ONE}, "y")
    assert capfd.readouterr().out == ""


def test_an_output_that_is_not_there_is_named() -> None:
    with pytest.raises(BadModel, match="no output 'channels'"):
        session(doubling()).run({"x": ONE}, "channels")


def test_an_endless_network_is_stopped_at_the_deadline() -> None:
    body = helper.make_graph(
        [
            helper.make_node("Add", ["a", "a0"], ["b"]),
            helper.make_node("Identity", ["go"], ["on"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("a", TensorProto.FLOAT, [1, 2]),
        ],
        [
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("b", TensorProto.FLOAT, [1, 2]),
        ],
        [numpy_helper.from_array(np.zeros((1, 2), np.float32), "a0")],
    )
    loop = helper.make_node("Loop", ["", "yes", "x"], ["y"], body=body)
    endless = model([loop], [numpy_helper.from_array(np.array(True), "yes")])
    with pytest.raises(TimedOut, match="was stopped"):
        session(endless).run({"x": ONE}, "y", deadline_seconds=0.2)


def test_threads_follow_the_user_and_have_a_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert onnx_session.default_threads() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "300")
    assert onnx_session.default_threads() == limits.MAX_THREADS
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert onnx_session.default_threads() >= 1


def test_the_tiny_model_keeps_its_data_in_one_file(tiny_model: Path) -> None:
    assert not has_external_data((tiny_model / "generator.onnx").read_bytes())
