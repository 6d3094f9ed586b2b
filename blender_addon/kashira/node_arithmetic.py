"""Sums and products as nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bpy

Socket = Any
"""What goes into a node: another node's output, or a number."""


def operate(
    tree: bpy.types.NodeTree, kind: str, operation: str, values: Sequence[Socket]
) -> bpy.types.NodeSocket:
    """A new Math or Vector Math node (``kind``) of these inputs; its output."""
    node = tree.nodes.new(kind)
    node.operation = operation
    for socket, value in zip(node.inputs, values, strict=False):
        if isinstance(value, bpy.types.NodeSocket):
            tree.links.new(value, socket)
        else:
            socket.default_value = value
    return node.outputs[0]
