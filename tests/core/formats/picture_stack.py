"""An independent reader of OpenRaster: composites by the W3C formulas, knows nothing of ours."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image


def read(path: Path) -> np.ndarray:
    """The stack as premultiplied RGBA float64 [H, W, 4]."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("stack.xml"))
        size = int(root.attrib["h"]), int(root.attrib["w"])
        stack = root.find("stack")
        assert stack is not None
        return _stack(archive, stack, size)


def layers(path: Path) -> dict[str, np.ndarray]:
    """Every layer by name: straight RGBA, 8 bit, [H, W, 4] on the whole canvas."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("stack.xml"))
        size = int(root.attrib["h"]), int(root.attrib["w"])
        return {node.attrib["name"]: _canvas(archive, node, size) for node in root.iter("layer")}


def _stack(
    archive: zipfile.ZipFile, stack: ElementTree.Element, size: tuple[int, int]
) -> np.ndarray:
    below = np.zeros((*size, 4))
    for node in reversed(list(stack)):
        if node.tag == "stack":
            above = _stack(archive, node, size)
        else:
            above = _canvas(archive, node, size) / 255
            above[..., :3] *= above[..., 3:]
        alpha = above[..., 3:]
        mode = node.attrib.get("composite-op", "svg:src-over")
        assert mode in ("svg:src-over", "svg:src-atop")
        if mode == "svg:src-atop":
            above = above * below[..., 3:]
        below = above + below * (1 - alpha)
    return below


def _canvas(
    archive: zipfile.ZipFile, node: ElementTree.Element, size: tuple[int, int]
) -> np.ndarray:
    canvas = np.zeros((*size, 4), np.uint8)
    with Image.open(io.BytesIO(archive.read(node.attrib["src"]))) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    x, y = int(node.attrib["x"]), int(node.attrib["y"])
    canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
    return canvas
