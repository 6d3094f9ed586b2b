import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from core.onnx_file import NotOnnx
from core.onnx_prune import only
from core.onnx_session import OnnxSession

ONE = np.ones((1, 2), np.float32)


def two_outputs(*nodes: onnx.NodeProto) -> bytes:
    """y = 2 x, z = 3 y, and whatever else."""
    shape = [1, 2]
    graph = helper.make_graph(
        [
            helper.make_node("Mul", ["x", "two"], ["y"]),
            helper.make_node("Mul", ["y", "three"], ["z"]),
            *nodes,
        ],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "yz"],
        [
            numpy_helper.from_array(np.array([n, n], np.float32), name)
            for name, n in (("two", 2), ("three", 3))
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made.SerializeToString()


def test_what_is_not_asked_for_is_not_computed() -> None:
    cut = onnx.load_from_string(only(two_outputs(), "y"))
    onnx.checker.check_model(cut)
    assert [node.output[0] for node in cut.graph.node] == ["y"]
    assert [tensor.name for tensor in cut.graph.initializer] == ["two"]
    assert [value.name for value in cut.graph.output] == ["y"]


@pytest.mark.parametrize(("name", "number"), [("y", 2), ("z", 6)])
def test_what_is_asked_for_stays_the_same(name: str, number: float) -> None:
    session = OnnxSession(two_outputs(), "m", threads=1, output=name)
    assert list(session.outputs) == [name]
    assert session.run({"x": ONE}, name).tolist() == [[number, number]]


def test_a_model_without_such_an_output_stays_as_it_is() -> None:
    assert only(two_outputs(), "w") == two_outputs()


def test_a_graph_with_graphs_inside_stays_as_it_is() -> None:
    def branch() -> onnx.GraphProto:
        value = helper.make_tensor_value_info("b", TensorProto.FLOAT, None)
        return helper.make_graph([helper.make_node("Identity", ["y"], ["b"])], "b", [], [value])

    choice = helper.make_node("If", ["c"], ["w"], then_branch=branch(), else_branch=branch())
    flag = helper.make_node("Constant", [], ["c"], value=numpy_helper.from_array(np.array(True)))
    data = two_outputs(flag, choice)
    assert only(data, "y") == data


@pytest.mark.parametrize("length", [10, 40, 100])
def test_a_truncated_file_is_no_model(length: int) -> None:
    with pytest.raises(NotOnnx):
        only(two_outputs()[:length], "y")
