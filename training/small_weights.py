"""Weights in few bytes: what an exported file holds, and how a graph makes float32 of it again.

Pictures that looks are mixed from are rounded to steps, each with a step of its own: to bytes, or
to half bytes from the first on whose coarser rounding, and that of all after it, nobody would see.
Pictures are weighted by shares that vary by 1, so an error's square is the variance that it adds to
the layer. The largest other weights are bytes with a step for each row, within 1 % of a row's size.
"""

import re
from typing import NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SMALLEST_HALF = 64  # numbers; smaller tensors stay float32
PICTURES = re.compile(r"network\.looks\.pictures\.\d+\.weight")
ROWS = re.compile(
    r"network\.(looks\.mix\.\d+|motion\.(mix\.[24]|direct|modes\.\d+|own\.\d+\.\d))\.weight"
)
BYTE, NIBBLE = 127, 7  # steps to each side of 0
TOLERATED = 4e-4  # of a layer's variance: what the rounding of one picture to half bytes may add
_CLIPS = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)  # of the largest value: beyond, values are cut off

Floats = NDArray[np.float32]


class Rounded(NamedTuple):
    """Columns in steps: the first as bytes, the others, an even number, two to a byte."""

    bytes: NDArray[np.int8]  # [D, k]
    nibbles: NDArray[np.uint8]  # [D, (columns - k) / 2]; high: the first half of those columns
    step: Floats  # [1, columns] or [D, 1]

    def floats(self) -> Floats:
        """[D, columns] as the graph makes them."""
        high = np.floor(self.nibbles / np.float32(16)).astype(np.float32)
        low = self.nibbles - 16 * high
        whole = np.concatenate([self.bytes.astype(np.float32), high - 8, low - 8], 1)
        return (whole * self.step).astype(np.float32)


def rounded(columns: Floats) -> Rounded:
    """Columns [D, n] in steps: bytes, or half bytes where those will do."""
    step = np.maximum(np.abs(columns).max(0, keepdims=True), np.float32(1e-8))
    fine_step = (step / BYTE).astype(np.float32)
    first = _first_coarse(columns, step)
    coarse_step = _best_step(columns[:, first:], step[:, first:])
    halves = np.clip(np.round(columns[:, first:] / coarse_step), -NIBBLE, NIBBLE) + 8
    high, low = np.split(halves.astype(np.uint8), 2, axis=1)
    return Rounded(
        np.round(columns[:, :first] / fine_step[:, :first]).astype(np.int8),
        high * 16 + low,
        np.concatenate([fine_step[:, :first], coarse_step], 1),
    )


def rounded_rows(rows: Floats) -> Rounded:
    """Rows [D, n] in bytes, each with a step of its own."""
    step = np.maximum(np.abs(rows).max(1, keepdims=True), np.float32(1e-8)) / np.float32(BYTE)
    return Rounded(np.round(rows / step).astype(np.int8), np.zeros((len(rows), 0), np.uint8), step)


def _first_coarse(columns: Floats, largest: Floats) -> int:
    added = _error(columns, _best_step(columns, largest))
    dear = np.flatnonzero(added > TOLERATED * np.square(columns).sum())
    first = int(dear[-1]) + 1 if dear.size else 0
    return first + (columns.shape[1] - first) % 2


def _best_step(columns: Floats, largest: Floats) -> Floats:
    """[1, n]: the step of each column that loses least in half bytes."""
    steps = [(largest * clip / NIBBLE).astype(np.float32) for clip in _CLIPS]
    errors = np.stack([_error(columns, step) for step in steps])
    return np.take_along_axis(np.concatenate(steps), errors.argmin(0)[None], 0)


def _error(columns: Floats, step: Floats) -> Floats:
    near = np.clip(np.round(columns / step), -NIBBLE, NIBBLE) * step
    return np.square(near - columns).sum(0)


def store_small(model: onnx.ModelProto) -> None:
    """Keep large weights in steps or float16, made float32 by nodes that run when it is loaded."""
    nodes, stored = [], []
    for tensor in model.graph.initializer:
        values, name = numpy_helper.to_array(tensor), tensor.name
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST_HALF:
            stored.append(tensor)
        elif (pictures := PICTURES.fullmatch(name)) or ROWS.fullmatch(name):
            kept = rounded(values) if pictures else rounded_rows(values)
            stored += [
                numpy_helper.from_array(part, f"{name}.{role}")
                for role, part in kept._asdict().items()
                if part.size
            ]
            nodes += _unrounding(name, kept)
        else:
            stored.append(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            nodes.append(_floats(f"{name}.half", name))
    for tensor in _numbers():
        stored.append(tensor)
    nodes += model.graph.node
    for old, new in ((model.graph.initializer, stored), (model.graph.node, nodes)):
        del old[:]
        old.extend(new)


def _numbers() -> list[onnx.TensorProto]:
    values = {"number.8": 8, "number.16": 16, "number.sixteenth": 1 / 16}
    return [numpy_helper.from_array(np.array(x, np.float32), name) for name, x in values.items()]


def _unrounding(name: str, kept: Rounded) -> list[onnx.NodeProto]:
    """Nodes that do what `Rounded.floats` does."""
    parts, nodes = [], []
    if kept.bytes.size:
        parts.append(f"{name}.fine")
        nodes.append(_floats(f"{name}.bytes", f"{name}.fine"))
    if kept.nibbles.size:
        both, high, low = f"{name}.both", f"{name}.high", f"{name}.low"
        nodes += [
            _floats(f"{name}.nibbles", both),
            helper.make_node("Mul", [both, "number.sixteenth"], [f"{high}.exact"]),
            helper.make_node("Floor", [f"{high}.exact"], [high]),
            helper.make_node("Mul", [high, "number.16"], [f"{high}.16"]),
            helper.make_node("Sub", [both, f"{high}.16"], [low]),
        ]
        for part in (high, low):
            parts.append(f"{part}.signed")
            nodes.append(helper.make_node("Sub", [part, "number.8"], [parts[-1]]))
    nodes.append(helper.make_node("Concat", parts, [f"{name}.whole"], axis=1))
    nodes.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.step"], [name]))
    return nodes


def _floats(given: str, made: str) -> onnx.NodeProto:
    return helper.make_node("Cast", [given], [made], to=TensorProto.FLOAT)


def stored_weights(model: onnx.ModelProto) -> dict[str, NDArray]:
    """The network's weights behind an exported graph, by their names in the state dict.

    Files of before half bytes keep a picture's bytes as `steps`.
    """
    parts = {
        tensor.name.removeprefix("network."): numpy_helper.to_array(tensor)
        for tensor in model.graph.initializer
        if tensor.name.startswith("network.")
    }
    weights = {}
    for name, values in parts.items():
        owner, _, role = name.rpartition(".")
        if role == "step":
            weights[owner] = _of_parts(owner, parts)
        elif role == "half":
            weights[owner] = values
        elif role not in ("bytes", "nibbles", "steps"):
            weights[name] = values
    return weights


def _of_parts(owner: str, parts: dict[str, NDArray]) -> Floats:
    step = parts[f"{owner}.step"]
    if f"{owner}.steps" in parts:
        return parts[f"{owner}.steps"].astype(np.float32) * step
    kept = [parts.get(f"{owner}.{role}") for role in ("bytes", "nibbles")]
    rows = next(len(part) for part in kept if part is not None)
    fine, halves = (np.zeros((rows, 0), np.uint8) if part is None else part for part in kept)
    return Rounded(fine.astype(np.int8), halves, step).floats()
