"""The generator as one ONNX file: plain graph, small weights, checked against torch.

The pictures that looks are mixed from are kept as bytes, each picture with a step of its own; other
weights in half precision. ONNX Runtime makes float32 of both when it loads the file.
"""

import io
import re
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from core.onnx_session import OnnxSession
from training.drawing import vocabulary
from training.networks.generator import Generator
from training.settings import read_settings

OPSET = 17
SIZES = (vocabulary.RESOLUTION, vocabulary.PREVIEW_SIZE)
OUTPUTS = ("channels", "preview")  # the largest first
TOLERANCE = 2e-3  # largest difference between torch and ONNX Runtime
SMALLEST_HALF = 64  # numbers; smaller tensors stay float32
PICTURES = re.compile(r"network\.looks\.pictures\.\d+\.weight")
STEPS = 127  # of a byte, to each side of 0


class Disagreement(Exception):  # noqa: N818 -- reads as what it says
    """ONNX Runtime computes something else than torch: the file must not be used."""


class ExportedGenerator(nn.Module):
    """The generator at some sizes, with ink weights in their range."""

    def __init__(self, network: Generator, sizes: Sequence[int]):
        super().__init__()
        self.network, self.sizes = network, tuple(sizes)

    def forward(self, latent: Tensor, attributes: Tensor) -> list[Tensor]:
        """latent [N, Z], attributes [N, A] -> ink weights 0..1 of each size."""
        return [made.clamp(0, 1) for made in self.network(latent, attributes, self.sizes)]


def load_network(run: Path) -> Generator:
    """The averaged generator of a run, as its file will have it, from its `ema.fp16.pt`."""
    from training.configured import network_config

    weights = run / "ema.fp16.pt"
    if not weights.exists():
        raise FileNotFoundError(f"{weights} is missing: 'kashira train fit' writes it as it goes")
    network = Generator(network_config(read_settings(run / "config.toml")))
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network.load_state_dict({k: v.float() for k, v in state.items()})
    with torch.no_grad():
        for pictures in network.looks.of_layers:
            steps, step = in_steps(pictures.weight.numpy())
            pictures.weight.copy_(torch.from_numpy(steps * step))
    return network.eval().requires_grad_(False)


def to_onnx(network: Generator) -> bytes:
    """The ONNX file: `latent`, `attributes` -> `channels`, `preview`, float32, any batch size."""
    buffer = io.BytesIO()
    inputs = (
        torch.zeros(2, network.config.latent_size),
        torch.zeros(2, network.config.attribute_size),
    )
    taken, given = ["latent", "attributes"], [*OUTPUTS]
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the exporter's own deprecation; it keeps the batch dynamic
        torch.onnx.export(
            ExportedGenerator(network, SIZES),
            inputs,
            buffer,  # pyright: ignore[reportArgumentType]
            opset_version=OPSET,
            dynamo=False,
            input_names=taken,
            output_names=given,
            dynamic_axes={name: {0: "N"} for name in (*taken, *given)},
        )
    model = onnx.load_from_string(buffer.getvalue())
    store_small(model)
    model.producer_name = "kashira"
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def store_small(model: onnx.ModelProto) -> None:
    """Keep large weights as bytes or float16, made float32 by nodes that run when it is loaded."""
    nodes = []
    stored = []
    for tensor in model.graph.initializer:
        values, name = numpy_helper.to_array(tensor), tensor.name
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_HALF:
            stored.append(tensor)
        elif PICTURES.fullmatch(name):
            steps, step = in_steps(values)
            stored.append(numpy_helper.from_array(steps, f"{name}.steps"))
            stored.append(numpy_helper.from_array(step, f"{name}.step"))
            nodes.append(_floats(f"{name}.steps", f"{name}.whole"))
            nodes.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.step"], [name]))
        else:
            stored.append(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            nodes.append(_floats(f"{name}.half", name))
    nodes += model.graph.node
    for old, new in ((model.graph.initializer, stored), (model.graph.node, nodes)):
        del old[:]
        old.extend(new)


def in_steps(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """f32 [D, looks] as int8 [D, looks] times f32 [1, looks], as near as bytes come."""
    step = np.maximum(np.abs(pictures).max(0, keepdims=True), np.float32(1e-8)) / np.float32(STEPS)
    return np.round(pictures / step).astype(np.int8), step


def _floats(given: str, made: str) -> onnx.NodeProto:
    return helper.make_node("Cast", [given], [made], to=TensorProto.FLOAT)


def check_agreement(network: Generator, data: bytes, heads: int = 100) -> float:
    """The largest difference between torch and ONNX Runtime over random heads.

    Raises:
        Disagreement: it is above TOLERANCE.
    """
    from training.drawing.sampling import random_head

    sessions = {name: OnnxSession(data, "the exported file", output=name) for name in OUTPUTS}
    worst = 0.0
    for index in range(heads):
        attributes, latent = random_head(11, index)
        feeds = {"latent": latent[None], "attributes": attributes[None]}
        made = [session.run(feeds, name) for name, session in sessions.items()]
        given = torch.from_numpy(latent[None]), torch.from_numpy(attributes[None])
        with torch.no_grad():
            raw = network(*given, SIZES)
        for ours, theirs in zip(made, raw, strict=True):
            worst = max(worst, float(np.abs(ours - theirs.clamp(0, 1).numpy()).max()))
    if not worst <= TOLERANCE:
        raise Disagreement(f"torch and ONNX Runtime differ by {worst:.4g}: not exported")
    return worst
