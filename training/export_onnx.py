"""The generator as one ONNX file: plain graph, small weights, checked against torch.

How weights are kept small: `training.small_weights`. ONNX Runtime makes float32 of them when it
loads the file.
"""

import dataclasses
import io
import json
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper
from torch import Tensor, nn

from core.onnx_session import OnnxSession
from training.checkpoint import read_weights
from training.drawing import vocabulary
from training.networks.generator import Generator
from training.networks.motion import WINDOWS
from training.settings import read_settings
from training.small_weights import store_small, stored_weights

OPSET = 17
SIZES = (vocabulary.RESOLUTION, vocabulary.PREVIEW_SIZE)
OUTPUTS = ("channels", "preview")  # the largest first
TOLERANCE = 2e-3  # largest difference between torch and ONNX Runtime


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
    """The averaged generator of a run."""
    from training.configured import network_config

    state = read_weights(run)
    network = Generator(network_config(read_settings(run / "config.toml")))
    network.load_state_dict(state)
    return network.eval().requires_grad_(False)


def to_onnx(network: Generator) -> bytes:
    """The ONNX file: `latent`, `attributes` -> `channels`, `preview`, float32, any batch size.

    Weights are rounded for it (`store_small`); the network has the rounded ones from then on.
    """
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
    shorten_names(model)
    store_small(model)
    rounded = stored_weights(model)
    known = {name: torch.from_numpy(v.astype(np.float32)) for name, v in rounded.items()}
    network.load_state_dict(known, strict=False)  # equal tensors are stored once
    model.producer_name = "kashira"
    windows = [dataclasses.astuple(window) for window in network.windows]
    helper.set_model_props(model, {WINDOWS: json.dumps(windows)})
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def shorten_names(model: onnx.ModelProto) -> None:
    """Give what lies between the nodes short names: they are a twentieth of the file else."""
    kept = {value.name for value in (*model.graph.input, *model.graph.output)}
    names: dict[str, str] = {}
    for node in model.graph.node:
        node.ClearField("name")
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)
        for place, name in enumerate(node.output):
            if name not in kept:
                names[name] = node.output[place] = f"v{len(names):x}"


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
