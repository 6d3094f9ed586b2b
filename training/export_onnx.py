"""The generator as one ONNX file: plain graph, half-precision weights, checked against torch."""

import io
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
from training.networks.generator import Generator, Head, activate, stage_of
from training.settings import read_settings

OPSET = 17
SIZES = (vocabulary.PREVIEW_SIZE, vocabulary.RESOLUTION)
OUTPUTS = ("channels", "preview")  # the largest first
AT_REST = tuple(f"{name}.at_rest" for name in OUTPUTS)  # what those are moved from
TOLERANCE = 2e-3  # largest difference between torch and ONNX Runtime
SMALLEST_HALF = 64  # numbers; smaller tensors stay float32


class Disagreement(Exception):  # noqa: N818 -- reads as what it says
    """ONNX Runtime computes something else than torch: the file must not be used."""


class Painted(nn.Module):
    """A head at one size, in operations that ONNX Runtime is quick at.

    1x1 convolution and pixel shuffle become one transposed convolution: the shuffle alone took a
    fifth of the time of a head.
    """

    def __init__(self, head: nn.Module):
        super().__init__()
        assert isinstance(head, Head)
        self.spread, weight = head.spread, head.paint.weight
        channels, width = weight.shape[0] // 4, weight.shape[1]
        self.paint = nn.ConvTranspose2d(width, channels, 2, stride=2)
        with torch.no_grad():
            self.paint.weight.copy_(weight.view(channels, 2, 2, width).permute(3, 0, 1, 2))
            self.paint.bias = nn.Parameter(head.shared_bias()[::4].clone())

    def forward(self, x: Tensor) -> Tensor:
        """Features [N, C, S, S] -> raw ink weights [N, K, 2S, 2S]."""
        return self.paint(activate(self.spread(activate(x))))


class ExportedGenerator(nn.Module):
    """The trunk of the generator with the heads of some sizes, which ascend."""

    def __init__(self, network: Generator, sizes: Sequence[int]):
        super().__init__()
        self.network, self.at = network, [stage_of(size) for size in sizes]
        self.paint = nn.ModuleDict({str(s): Painted(network.heads[str(s)]) for s in sizes})

    def forward(self, latent: Tensor, attributes: Tensor) -> list[Tensor]:
        """latent [N, Z], attributes [N, A] -> ink weights 0..1 of each size, the largest first.

        Then the same at rest, not yet clamped.
        """
        out, still, before = [], [], self.at[0]
        fields = self.network.fields(latent, attributes)
        x = self.network.trunk(self.network.hidden(latent, attributes), before)
        for at, paint in zip(self.at, self.paint.values(), strict=True):
            x, before = self.network.climb(x, before, at), at
            still.insert(0, paint(x))
            out.insert(0, self.network.move(still[0], fields).clamp(0, 1))
        return out + still


def load_network(run: Path) -> Generator:
    """The averaged generator of a run, float32, from its `ema.fp16.pt`."""
    from training.configured import network_config

    weights = run / "ema.fp16.pt"
    if not weights.exists():
        raise FileNotFoundError(f"{weights} is missing: 'kashira train fit' writes it as it goes")
    network = Generator(network_config(read_settings(run / "config.toml")))
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network.load_state_dict({k: v.float() for k, v in state.items()})
    return network.eval().requires_grad_(False)


def to_onnx(network: Generator) -> bytes:
    """The ONNX file: `latent`, `attributes` -> `channels`, `preview`, float32, any batch size."""
    buffer = io.BytesIO()
    inputs = (
        torch.zeros(2, network.config.latent_size),
        torch.zeros(2, network.config.attribute_size),
    )
    taken, given = ["latent", "attributes"], [*OUTPUTS, *AT_REST]
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
    store_half(model)
    model.producer_name = "kashira"
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def store_half(model: onnx.ModelProto) -> None:
    """Keep large weights as float16, cast when loaded: half the file, float32 arithmetic."""
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_HALF:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


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
        for ours, theirs in zip(made, reversed(raw), strict=True):
            worst = max(worst, float(np.abs(ours - theirs.clamp(0, 1).numpy()).max()))
    if not worst <= TOLERANCE:
        raise Disagreement(f"torch and ONNX Runtime differ by {worst:.4g}: not exported")
    return worst
