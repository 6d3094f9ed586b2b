import numpy as np
import pytest

pytest.importorskip("torch")

import onnx
from onnx import TensorProto, helper, numpy_helper

from core.onnx_session import OnnxSession
from training.small_weights import TOLERATED, rounded, rounded_rows, store_small, stored_weights

pytestmark = pytest.mark.training

NAME = "network.looks.pictures.0.weight"


def pictures(columns: int, seed: int = 1) -> np.ndarray:
    """Columns as principal pictures are: each with less in it than the one before."""
    random = np.random.default_rng(seed)
    falling = 0.6 ** np.arange(columns)
    return (random.standard_t(4, (500, columns)) * falling).astype(np.float32)


@pytest.mark.parametrize("columns", [1, 2, 7, 20, 21])
def test_pictures_of_any_number_are_kept_nearly_as_they_are(columns):
    values = pictures(columns)
    kept = rounded(values)
    off = np.square(kept.floats() - values).sum()
    assert kept.floats().shape == values.shape
    assert off <= np.square(values).sum() * (columns * TOLERATED + 4e-4)


def test_faint_pictures_take_half_a_byte_a_value():
    values = pictures(20)
    kept = rounded(values)
    assert kept.bytes.nbytes + kept.nibbles.nbytes < 0.75 * values.size
    assert kept.nibbles.shape[1] * 2 + kept.bytes.shape[1] == 20


def test_rows_of_any_size_are_kept_within_a_hundredth_of_theirs():
    rows = pictures(40).T * np.logspace(-4, 2, 40, dtype=np.float32)[:, None]
    off = np.abs(rounded_rows(rows).floats() - rows).max(1)
    assert (off <= np.abs(rows).max(1) * 0.005).all()


@pytest.mark.parametrize("columns", [1, 8, 21])
def test_a_graph_makes_the_same_pictures_of_them(columns):
    values = pictures(columns)
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["shares", NAME], ["out"])],
        "mixing",
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, [3, 500])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [3, columns])],
        [numpy_helper.from_array(values, NAME)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    store_small(model)
    onnx.checker.check_model(model, full_check=True)
    shares = np.random.default_rng(2).standard_normal((3, 500)).astype(np.float32)
    made = OnnxSession(model.SerializeToString(), "the file").run({"shares": shares}, "out")
    np.testing.assert_allclose(made, shares @ rounded(values).floats(), rtol=1e-4, atol=1e-3)
    kept = stored_weights(model)[NAME.removeprefix("network.")]
    np.testing.assert_array_equal(kept, rounded(values).floats())


def test_weights_of_an_older_file_are_still_read():
    steps, step = np.array([[3, -4]], np.int8), np.array([[0.5, 2]], np.float32)
    graph = helper.make_graph(
        [], "older", [], [],
        [numpy_helper.from_array(steps, f"{NAME}.steps"),
         numpy_helper.from_array(step, f"{NAME}.step")],
    )  # fmt: skip
    kept = stored_weights(helper.make_model(graph))
    np.testing.assert_array_equal(kept[NAME.removeprefix("network.")], [[1.5, -8]])
