"""What a generator from elsewhere takes and gives, seen by looking at it and running it.

What goes in is told apart by `core.foreign_inputs`; what comes out is seen by a few runs.
"""

import math
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.foreign_inputs import Hints, Inputs, Source, after_mapping, check_constants, inputs_of
from core.manifest import Network
from core.onnx_session import OnnxSession

Array = NDArray[np.float32]

_PROBES = 4
_SEED = 0
_PLANES = (1, 3, 4)  # grey, RGB, RGBA


@dataclass(frozen=True)
class Seen:
    """How to run the network, and the sizes of what goes in and comes out."""

    network: Network
    latent_size: int
    label_count: int
    side: int


def look(
    generator: OnnxSession, path: str, mapping: OnnxSession | None, mapping_path: str, hints: Hints
) -> Seen:
    """See how a generator, alone or after a mapping network, is to be run.

    Raises:
        BadModel, TimedOut: it makes no pictures of a latent.
        BadValue: something that cannot be seen must be said; the sentence names the option.
    """
    last = Source(generator, path)
    first = last if mapping is None else Source(mapping, mapping_path)
    check_constants(hints, (first, last))
    inputs = inputs_of(first, hints)
    network = Network(
        latent=inputs.latent,
        attributes=inputs.labels or "",
        labels=hints.label_range if inputs.label_count else (0.0, 1.0),
        latent_shape=inputs.shape if len(inputs.shape) > 1 else None,
        constants=inputs.constants,
    )
    if mapping is not None:
        latent, constants = after_mapping(last, hints)
        network = msgspec.structs.replace(
            network,
            latent=latent,
            attributes="",
            constants=inputs.constants | constants,
            mapping=mapping_path,
            mapping_latent=inputs.latent,
            mapping_attributes=inputs.labels,
            mapping_output=next(iter(mapping.outputs)),
        )
    pictures = _Runs(first, last, network, inputs).pictures()
    order, side, name = _layout(last, pictures)
    size = math.prod(inputs.shape)
    joined = inputs.labels == inputs.latent
    return Seen(
        msgspec.structs.replace(network, channels=name, order=order, range=_range(pictures[name])),
        size - inputs.label_count if joined else size,
        inputs.label_count,
        side,
    )


@dataclass(frozen=True)
class _Runs:
    """A few runs."""

    first: Source
    last: Source
    network: Network
    inputs: Inputs

    def pictures(self) -> dict[str, Array]:
        """Outputs that could be pictures: name -> a few of them, [n, ...]."""
        random = np.random.default_rng(_SEED)
        runs = [self._run(random) for _ in range(_PROBES)]
        found = {name: np.stack([run[name] for run in runs]) for name in runs[0]}
        if not any(np.ptp(pictures, axis=0).max() > 0 for pictures in found.values()):
            raise self.last.fault(
                "gives the same picture whatever the latent: it is no generator, or its inputs "
                "are not what they seem"
            )
        return found

    def _run(self, random: np.random.Generator) -> dict[str, Array]:
        inputs = self.inputs
        low, high = self.network.labels
        latent = random.standard_normal((1, *inputs.shape)).astype(np.float32)
        labels = np.where(random.random((1, inputs.label_count)) < 0.5, low, high)
        feeds = {inputs.latent: latent}
        if inputs.labels == inputs.latent:
            latent[:, -inputs.label_count :] = labels.reshape(1, -1, *inputs.shape[1:])
        elif inputs.labels is not None:
            feeds[inputs.labels] = labels.astype(np.float32)
        self._add_constants(self.first, feeds)
        if self.network.mapping is not None:
            mapped = self.first.session.run(feeds, self.network.mapping_output or "")
            feeds = {self.network.latent: mapped}
            self._add_constants(self.last, feeds)
        session = self.last.session
        likely = [name for name, (shape, _) in session.outputs.items() if len(shape) in (0, 3, 4)]
        if not likely:
            raise self.last.fault("gives no pictures: Kashira needs a generator of pictures")
        return {name: session.run(feeds, name) for name in likely[:_PROBES]}

    def _add_constants(self, source: Source, feeds: dict[str, Array]) -> None:
        for name, number in self.network.constants.items():
            if name in source.session.inputs:
                sides = [1] * len(source.session.inputs[name][0])
                feeds[name] = np.full(sides, number, np.float32)


def _layout(source: Source, pictures: dict[str, Array]) -> tuple[Literal["NCHW", "NHWC"], int, str]:
    """Order, side in pixels and name of the first output that is a square picture."""
    for name, stack in pictures.items():
        shape = stack.shape[1:]
        if len(shape) == 4 and shape[0] == 1:
            shape = shape[1:]
        if len(shape) != 3:
            continue
        if shape[0] in _PLANES and shape[1] == shape[2]:
            return "NCHW", shape[1], name
        if shape[2] in _PLANES and shape[0] == shape[1]:
            return "NHWC", shape[0], name
    shapes = ", ".join(str(list(stack.shape[1:])) for stack in pictures.values())
    raise source.fault(
        f"gives {shapes}, which is no square picture in grey, RGB or RGBA: Kashira needs a "
        "generator of such"
    )


def _range(pictures: Array) -> tuple[float, float]:
    """The values of black and white: tanh, 0..1 or 0..255."""
    if pictures.min() < -0.05:
        return -1.0, 1.0
    return (0.0, 255.0) if pictures.max() > 2 else (0.0, 1.0)
