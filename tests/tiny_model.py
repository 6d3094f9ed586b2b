"""A small, real model for tests: the default vocabulary, 64 px, one second to make.

Its heads are soft random blobs, one for each layer's place, but everything that a real model does
happens: the picture depends on the latent and the attributes, inks add up to alpha, layers clip.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.drawing import vocabulary

SIDE = 64
_HALVING = {"kernel_shape": [2, 2], "strides": [2, 2]}


def write_tiny_model(folder: Path, name: str = "tiny", seed: int = 1) -> Path:
    """Write a model folder and return it."""
    folder.mkdir(parents=True)
    data = generator_bytes(seed)
    (folder / "generator.onnx").write_bytes(data)
    (folder / "model.json").write_text(json.dumps(manifest_of(data, name), indent=1))
    return folder


def manifest_of(data: bytes, name: str) -> dict:
    """model.json for `generator_bytes`, with a probe of its true output."""
    return {
        "schema": 1,
        "name": name,
        "title": "Tiny",
        "version": "1",
        "license": "CC0-1.0",
        "provenance": "random numbers",
        "resolution": SIDE,
        "preview_size": SIDE // 2,
        "latent_size": vocabulary.LATENT_SIZE,
        "attribute_size": vocabulary.ATTRIBUTE_SIZE,
        "latent": vocabulary.LATENT,
        "attributes": vocabulary.ATTRIBUTES,
        "layers": vocabulary.LAYERS,
        "inks": vocabulary.INKS,
        "files": {
            "generator.onnx": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        },
        "probe": _probe(data),
        "metrics": {},
    }


def generator_bytes(seed: int = 1) -> bytes:
    """latent [N,64], attributes [N,38] -> channels [N,65,64,64]: Gemm, Resize, bump, Sigmoid."""
    random = np.random.default_rng(seed)
    inputs, planes = vocabulary.LATENT_SIZE + vocabulary.ATTRIBUTE_SIZE, vocabulary.CHANNELS
    constants = {
        "W": random.normal(0, 0.25, (inputs, planes * 64)),
        "b": random.normal(0, 1.0, planes * 64),
        "bump": _bumps(random, planes),
    }
    nodes = [
        helper.make_node("Concat", ["latent", "attributes"], ["x"], axis=1),
        helper.make_node("Gemm", ["x", "W", "b"], ["y"]),
        helper.make_node("Reshape", ["y", "grid"], ["small"]),
        helper.make_node("Resize", ["small", "", "scales"], ["large"], mode="linear"),
        helper.make_node("Add", ["large", "bump"], ["logits"]),
        helper.make_node("Sigmoid", ["logits"], ["channels"]),
        helper.make_node("AveragePool", ["channels"], ["preview"], **_HALVING),
    ]
    tensors = [numpy_helper.from_array(v.astype(np.float32), k) for k, v in constants.items()]
    tensors.append(numpy_helper.from_array(np.array([-1, planes, 8, 8], np.int64), "grid"))
    scales = np.array([1, 1, SIDE / 8, SIDE / 8], np.float32)
    tensors.append(numpy_helper.from_array(scales, "scales"))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("latent", TensorProto.FLOAT, ["N", 64]),
            helper.make_tensor_value_info(
                "attributes", TensorProto.FLOAT, ["N", vocabulary.ATTRIBUTE_SIZE]
            ),
        ],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", planes, side, side])
            for name, side in (("channels", SIDE), ("preview", SIDE // 2))
        ],
        tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model.SerializeToString()


def _bumps(random: np.random.Generator, planes: int) -> np.ndarray:
    """Logits [1, K, H, W] that confine each layer to an ellipse of its own, zero far outside."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    bumps = np.full((1, planes, SIDE, SIDE), -200.0)
    for layer in vocabulary.LAYERS:
        cx, cy = random.uniform(0.3, 0.7, 2)
        rx, ry = random.uniform(0.12, 0.35, 2)
        inside = 1 - ((x - cx) / rx) ** 2 - ((y - cy) / ry) ** 2
        first = layer["channel"]
        bumps[0, first : first + len(layer["inks"])] = np.clip(60 * inside, -200, 2) - 1
    return bumps


def _probe(data: bytes) -> dict:
    import onnxruntime

    random = np.random.default_rng(0)
    latent = random.standard_normal(vocabulary.LATENT_SIZE).astype(np.float32)
    attributes = random.random(vocabulary.ATTRIBUTE_SIZE).astype(np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    feeds = {"latent": latent[None], "attributes": attributes[None]}
    channels = np.asarray(session.run(["channels"], feeds)[0])[0]
    points = [[int(c), 32, 30, float(channels[c, 32, 30])] for c in range(0, len(channels), 8)]
    return {
        "latent": [float(v) for v in latent],
        "attributes": [float(v) for v in attributes],
        "points": points,
        "tolerance": 0.002,
    }
