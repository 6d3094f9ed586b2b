"""Networks as ONNX Runtime sessions on equal terms: ours, the 2017 paper's, a bare convolution."""

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

PEAK_CHANNELS, PEAK_SIDE, PEAK_LENGTH = 192, 32, 10  # dense 3x3 convolutions that keep it busy


class SRResNet(nn.Module):
    """The generator of Jin et al. 2017 (arXiv 1708.05509): 16 residual blocks of 64 features.

    z 128 and 34 labels to 64 x 16 x 16 (x 32 x 32 for 256 px), three pixel-shuffle stages, 9x9.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.side = size // 8
        self.dense = nn.Linear(162, 64 * self.side**2)
        self.first = nn.Sequential(nn.BatchNorm2d(64), nn.ReLU())
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(64, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(),
                nn.Conv2d(64, 64, 3, padding=1), nn.BatchNorm2d(64),
            )
            for _ in range(16)
        )  # fmt: skip
        self.after = nn.Sequential(nn.BatchNorm2d(64), nn.ReLU())
        self.up = nn.Sequential(*(_doubled() for _ in range(3)))
        self.paint = nn.Conv2d(64, 3, 9, padding=4)

    def forward(self, inputs: Tensor) -> Tensor:
        """[N, 162] -> RGB [N, 3, size, size] in -1..1."""
        start = x = self.first(self.dense(inputs).view(-1, 64, self.side, self.side))
        for block in self.blocks:
            x = x + block(x)
        return torch.tanh(self.paint(self.up(self.after(x) + start)))


def _doubled() -> nn.Module:
    up = nn.Conv2d(64, 256, 3, padding=1)
    return nn.Sequential(up, nn.PixelShuffle(2), nn.BatchNorm2d(64), nn.ReLU())


def session(model: bytes, threads: int) -> onnxruntime.InferenceSession:
    """As `core` opens a network: all optimisations, so many threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def srresnet(size: int) -> bytes:
    """The paper's generator for this output size as an ONNX file, random weights."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "srresnet.onnx"
        torch.onnx.export(
            SRResNet(size).eval(), (torch.zeros(1, 162),), file, opset_version=17, dynamo=False
        )
        return file.read_bytes()


def convolutions() -> bytes:
    """Dense 3x3 convolutions one after another: their speed is what the machine can do.

    One alone would measure the change of memory layout before and after it.
    """
    c, s = PEAK_CHANNELS, PEAK_SIDE
    weight = np.random.default_rng(0).standard_normal((c, c, 3, 3)).astype(np.float32)
    weight /= np.sqrt(9 * c)  # so that numbers stay as large as they are
    shape = [1, c, s, s]
    names = ["x", *(f"y{i}" for i in range(PEAK_LENGTH))]
    graph = helper.make_graph(
        [
            helper.make_node("Conv", [a, "w"], [b], pads=[1, 1, 1, 1])
            for a, b in itertools.pairwise(names)
        ],
        "peak",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(names[-1], TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(weight, "w")],
    )
    opset = helper.make_opsetid("", 17)
    return helper.make_model(graph, opset_imports=[opset], ir_version=9).SerializeToString()


def runner(model: bytes, threads: int) -> Callable[[], object]:
    """A call that runs the network once on fixed inputs of batch one."""
    network = session(model, threads)
    feeds = {
        x.name: np.random.default_rng(1)
        .standard_normal([d if isinstance(d, int) else 1 for d in x.shape])
        .astype(np.float32)
        for x in network.get_inputs()
    }
    return lambda: network.run(None, feeds)


def gigaflops(run: Callable[[], object]) -> float:
    """Floating-point operations of a torch network's run, in thousand millions (2 a product)."""
    with FlopCounterMode(display=False) as counted:
        run()
    return counted.get_total_flops() / 1e9


PEAK_GIGAFLOPS = PEAK_LENGTH * 2 * PEAK_CHANNELS**2 * 9 * PEAK_SIDE**2 / 1e9  # of them all
