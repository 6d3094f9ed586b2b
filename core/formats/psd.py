"""PSD: Photoshop's layers, as Krita, Clip Studio Paint, GIMP and Live2D read them."""

import os
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from core import safe_write
from core.errors import BadRequest, Missing
from core.formats import layer_tree
from core.formats.layer_tree import Group
from core.head import Head

if TYPE_CHECKING:
    from psd_tools import PSDImage

_MAX_SIDE = 30_000  # pixels, says the format


def write(head: Head, path: str | os.PathLike[str], split: str | None = None) -> None:
    """Write the head's layers, in one group.

    ``split`` None: whole layers; "inks": each layer as its silhouette in the flat colour, with
    shade, light and line art clipped to it. What the head clips is a clipping layer either way,
    with a mask besides for programs that ignore clipping (Krita).

    Raises:
        OutputError: the file cannot be written.
        BadValue: no such split. Missing: psd-tools is not installed.
        BadRequest: the head is larger than a PSD can be.
    """
    inks = layer_tree.check_split(split)
    tree = layer_tree.clipping_inks(head) if inks else layer_tree.whole_layers(head)
    if max(head.size) > _MAX_SIDE:
        raise BadRequest(f"a PSD ends at {_MAX_SIDE} pixels a side: write OpenRaster")
    document = _document(head.image)
    _add(document, tree)
    record = document._record
    info = record.layer_and_mask_information.layer_info
    if info is not None:  # negative: the merged picture's fourth plane is its alpha
        info.layer_count = -abs(info.layer_count)
    with safe_write.replacing(path) as temporary, temporary.open("wb") as file:
        record.write(file)  # PSDImage.save would composite anew, and needs scikit-image to


def _document(merged: Image.Image) -> "PSDImage":
    """A document without layers but with the finished picture, which previews show."""
    try:
        from psd_tools import PSDImage  # half a second: only who writes a PSD waits for it
    except ImportError as error:
        raise Missing("writing a PSD needs psd-tools: pip install psd-tools") from error
    pixels = np.asarray(merged).astype(np.float32)
    alpha = pixels[..., 3:] / 255
    on_white = pixels[..., :3] * alpha + 255 * (1 - alpha)  # as Photoshop keeps it
    matted = np.concatenate([np.rint(on_white), pixels[..., 3:]], axis=-1).astype(np.uint8)
    return PSDImage.frompil(Image.fromarray(matted))


def _add(parent: Any, group: Group) -> None:
    """Add a group with all it holds. Names are set after: creating takes MacRoman alone.

    The group is composited apart ("pass through", the default, comes out empty in Krita 5.1).
    """
    from psd_tools.constants import BlendMode

    created = parent.create_group(name="group", blend_mode=BlendMode.NORMAL)
    created.name = group.name
    for child in group.children:
        if isinstance(child, Group):
            _add(created, child)
            continue
        layer = created.create_pixel_layer(
            child.image, name="layer", top=child.top, left=child.left
        )
        layer.name = child.name
        layer.clipping = child.clipped
        if child.mask is not None:
            layer.create_mask(child.mask)
