"""Small ONNX generators as other people export them, for the tests of adoption."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 16


def save(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    inputs: dict[str, list],
    outputs: dict[str, list],
    constants: dict[str, np.ndarray] | None = None,
) -> Path:
    """Write a model of these nodes; inputs and outputs are float32 of the named shapes."""
    graph = helper.make_graph(
        list(nodes),
        "foreign",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in inputs.items()],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs.items()],
        [numpy_helper.from_array(value, name) for name, value in (constants or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return path


def weights(inputs: int, seed: int = 0) -> np.ndarray:
    """A matrix [inputs, 3 * SIDE * SIDE] that makes a lively picture."""
    random = np.random.default_rng(seed)
    return random.normal(0, inputs**-0.5, (inputs, 3 * SIDE * SIDE)).astype(np.float32)


def plain(
    path: Path,
    size: int = 100,
    convolutional: bool = False,
    order: str = "NCHW",
    output: str = "Tanh",
    scale: float | None = None,
) -> Path:
    """z -> picture: [N, size] or [N, size, 1, 1] in; tanh or 0..1 (or 0..255) out."""
    shape = [-1, 3, SIDE, SIDE] if order == "NCHW" else [-1, SIDE, SIDE, 3]
    nodes = [
        helper.make_node("Reshape", ["z", "flat"], ["z2"]),
        helper.make_node("MatMul", ["z2", "W"], ["y"]),
        helper.make_node(output, ["y"], ["squashed"]),
        helper.make_node("Mul", ["squashed", "scale"], ["scaled"]),
        helper.make_node("Reshape", ["scaled", "grid"], ["image"]),
    ]
    constants = {
        "W": weights(size),
        "flat": np.array([-1, size], np.int64),
        "grid": np.array(shape, np.int64),
        "scale": np.array(scale or 1, np.float32),
    }
    return save(
        path,
        nodes,
        {"z": ["N", size, 1, 1] if convolutional else ["N", size]},
        {"image": ["N", *shape[1:]]},
        constants,
    )


def labelled(path: Path, size: int = 128, labels: int = 34, joined: bool = False) -> Path:
    """z and labels -> picture in -1..1; each label moves the picture by itself."""
    constants = {
        "W": weights(size + labels),
        "grid": np.array([-1, 3, SIDE, SIDE], np.int64),
    }
    last = [
        helper.make_node("MatMul", ["x", "W"], ["y"]),
        helper.make_node("Tanh", ["y"], ["squashed"]),
        helper.make_node("Reshape", ["squashed", "grid"], ["image"]),
    ]
    outputs = {"image": ["N", 3, SIDE, SIDE]}
    if joined:
        return save(path, last, {"x": ["N", size + labels]}, outputs, constants)
    both = helper.make_node("Concat", ["z", "labels"], ["x"], axis=1)
    return save(
        path, [both, *last], {"z": ["N", size], "labels": ["N", labels]}, outputs, constants
    )


def style_pair(folder: Path, size: int = 64, styles: int = 6) -> tuple[Path, Path]:
    """mapping: z, psi -> w [N, styles, size]; synthesis: w -> picture beyond -1..1."""
    mapping = save(
        folder / "mapping.onnx",
        [
            helper.make_node("MatMul", ["z", "W"], ["h"]),
            helper.make_node("Mul", ["h", "psi"], ["k"]),
            helper.make_node("Unsqueeze", ["k", "one"], ["row"]),
            helper.make_node("Tile", ["row", "times"], ["w"]),
        ],
        {"z": ["N", size], "psi": []},
        {"w": ["N", styles, size]},
        {
            "W": np.eye(size, dtype=np.float32),
            "one": np.array([1], np.int64),
            "times": np.array([1, styles, 1], np.int64),
        },
    )
    synthesis = save(
        folder / "synthesis.onnx",
        [
            helper.make_node("Reshape", ["w", "flat"], ["w2"]),
            helper.make_node("MatMul", ["w2", "V"], ["y"]),
            helper.make_node("Reshape", ["y", "grid"], ["image"]),
        ],
        {"w": ["N", styles, size]},
        {"image": ["N", 3, SIDE, SIDE]},
        {
            "V": weights(styles * size),
            "flat": np.array([-1, styles * size], np.int64),
            "grid": np.array([-1, 3, SIDE, SIDE], np.int64),
        },
    )
    return mapping, synthesis
