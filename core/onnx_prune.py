"""One output of an ONNX file that has several, and nothing that is computed for the others.

ONNX Runtime computes every output, asked for or not. Our generator gives a head and its small
preview from one trunk, kept once in the file; each gets a session of its own, of a graph cut down
to what leads to it. Works on the protocol buffer itself (field numbers from onnx/onnx.proto3).
"""

from collections.abc import Iterable

from core.onnx_file import NotOnnx, fields

_GRAPH = 7  # of a model
_NODE, _INITIALIZER, _OUTPUT, _VALUE_INFO = 1, 5, 12, 13  # of a graph
_NODE_INPUT, _NODE_OUTPUT, _NODE_ATTRIBUTE = 1, 2, 5
_TENSOR_NAME, _VALUE_NAME = 8, 1
_ATTRIBUTE_GRAPHS = (6, 11)


def only(data: bytes, output: str) -> bytes:
    """The model with this output alone; unchanged where it has no such output, or sub-graphs.

    Raises:
        NotOnnx: the bytes cannot be an ONNX model.
    """
    view = memoryview(data)
    pieces = []
    for key, field, value in _pieces(view, 0, len(view)):
        if field == _GRAPH and isinstance(value, tuple):
            graph = _cut(view, *value, output.encode())
            if graph is None:
                return data
            key = _tagged(_GRAPH, graph)
        pieces.append(bytes(key))
    return b"".join(pieces)


def _cut(view: memoryview, start: int, end: int, output: bytes) -> bytes | None:
    """The graph in [start, end) cut down to one output; None where it must stay as it is."""
    parts = list(_pieces(view, start, end))
    nodes = [(value, *_names(view, value)) for _, field, value in parts if field == _NODE]
    outputs = {_text(view, v, _VALUE_NAME) for _, field, v in parts if field == _OUTPUT}
    if output not in outputs or any(names is None for _, names, _ in nodes):
        return None
    needed, kept = {output}, set()
    for where, taken, given in reversed(nodes):  # a graph's nodes stand in the order of their use
        if needed.intersection(given):
            needed.update(taken or ())
            kept.add(where)
    out = []
    for whole, field, value in parts:
        drop = (
            (field == _NODE and value not in kept)
            or (field == _INITIALIZER and _text(view, value, _TENSOR_NAME) not in needed)
            or (field == _OUTPUT and _text(view, value, _VALUE_NAME) != output)
            or field == _VALUE_INFO
        )
        if not drop:
            out.append(bytes(whole))
    return b"".join(out)


def _names(view: memoryview, where: object) -> tuple[list[bytes] | None, list[bytes]]:
    """What a node takes (None: it has graphs inside, which may take anything) and gives."""
    if not isinstance(where, tuple):
        raise NotOnnx("a node is no message")
    taken: list[bytes] = []
    given: list[bytes] = []
    for field, value, _ in fields(view, *where):
        if not isinstance(value, tuple):
            continue
        if field == _NODE_ATTRIBUTE:
            if any(inner in _ATTRIBUTE_GRAPHS for inner, _, _ in fields(view, *value)):
                return None, given
        elif field in (_NODE_INPUT, _NODE_OUTPUT):
            (taken if field == _NODE_INPUT else given).append(bytes(view[slice(*value)]))
    return taken, given


def _text(view: memoryview, where: object, wanted: int) -> bytes:
    if isinstance(where, tuple):
        for field, value, _ in fields(view, *where):
            if field == wanted and isinstance(value, tuple):
                return bytes(view[slice(*value)])
    return b""


def _pieces(
    view: memoryview, start: int, end: int
) -> Iterable[tuple[memoryview | bytes, int, int | tuple[int, int]]]:
    """Fields of a message with all their bytes, key and length included."""
    before = start
    for field, value, after in fields(view, start, end):
        yield view[before:after], field, value
        before = after


def _tagged(field: int, message: bytes) -> bytes:
    out, length = bytearray([field << 3 | 2]), len(message)
    while length > 0x7F:
        out.append(length & 0x7F | 0x80)
        length >>= 7
    out.append(length)
    return bytes(out) + message
