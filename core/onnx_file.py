"""Look into an ONNX file without running or loading it: does it reach for other files?

ONNX lets a tensor say "my numbers are in that file over there", by any path. ONNX Runtime would
open it. A model here is one file, so such tensors are refused before the runtime sees them. This
walks the protocol buffer itself (field numbers from onnx/onnx.proto3), since the ``onnx`` package
is no dependency at run time.
"""

from collections.abc import Iterator

# message -> {field: message}: the ways by which a model reaches a TensorProto
_WAYS: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
_EXTERNAL_DATA, _DATA_LOCATION, _EXTERNAL = 13, 14, 1


class NotOnnx(ValueError):  # noqa: N818 -- reads as what it says
    """The bytes are no protocol buffer of an ONNX model."""


def has_external_data(data: bytes) -> bool:
    """Whether any tensor of the model, however deep, lies in another file.

    Raises:
        NotOnnx: the bytes cannot be an ONNX model (truncated, or something else).
    """
    view = memoryview(data)
    found_graph = False
    waiting: list[tuple[str, int, int]] = [("model", 0, len(view))]
    while waiting:
        kind, start, end = waiting.pop()
        for field, value, _ in fields(view, start, end):
            if kind == "tensor":
                if field == _EXTERNAL_DATA or (field == _DATA_LOCATION and value == _EXTERNAL):
                    return True
            elif field in _WAYS[kind] and isinstance(value, tuple):
                inner = _WAYS[kind][field]
                found_graph |= inner == "graph"
                waiting.append((inner, *value))
    if not found_graph:
        raise NotOnnx("there is no graph in it")
    return False


def fields(view: memoryview, at: int, end: int) -> Iterator[tuple[int, int | tuple[int, int], int]]:
    """Fields of one message: number; the number or the (start, end) that it holds; where it ends.

    Raises:
        NotOnnx: this is no message.
    """
    while at < end:
        key, at = _varint(view, at, end)
        wire = key & 7
        value: int | tuple[int, int] = 0
        if wire == 0:
            value, at = _varint(view, at, end)
        elif wire == 2:
            length, at = _varint(view, at, end)
            value = (at, at + length)
            at += length
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            raise NotOnnx("it is not a protocol buffer")
        if at > end:
            raise NotOnnx("it ends too early")
        yield key >> 3, value, at


def _varint(view: memoryview, at: int, end: int) -> tuple[int, int]:
    number = shift = 0
    while at < end and shift < 70:
        byte = view[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return number, at
        shift += 7
    raise NotOnnx("it ends too early")
