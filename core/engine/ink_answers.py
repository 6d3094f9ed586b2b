"""A head flattened to its inks: one weight map each, for hosts that mix the colours themselves."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import compositing
from core.compositing import Array
from core.engine.description import ink_titles
from core.engine.pixel_layouts import Payload
from core.head import Head

Bytes = NDArray[np.uint8]

_ROWS = 64  # at a time: forty inks of 1024 x 1024 would take a gigabyte at once
_OWN_COLORS = {"paint.red": "#ff0000", "paint.green": "#00ff00", "paint.blue": "#0000ff"}
"""Layers that the model paints in colours of its own, as weights of three inks that stay."""


def flattened(head: Head, side: int, payload: Payload) -> dict[str, Any]:
    """The ``inks``, ``alpha`` and ``pictures`` of the answer; four maps to a picture."""
    entries, planes = eight_bit(head, side)
    return packed(entries, planes, payload)


def eight_bit(head: Head, side: int) -> tuple[list[dict[str, Any]], Bytes]:
    """The inks that show, and the weight maps of them and of alpha, which is last [K + 1, H, W]."""
    entries, maps = _maps(head)
    planes = np.stack([*maps, head.flat.alpha])
    count = sum(entry["kind"] != "paint" for entry in entries)
    if side != head.size[0]:
        planes = _resized(planes, side, count)
    return entries, np.concatenate([_shared_out(planes[:count]), _to_8bit(planes[count:])])


def packed(entries: list[dict[str, Any]], planes: Bytes, payload: Payload) -> dict[str, Any]:
    """Weight maps as `eight_bit` gives them, four to a picture of the answer."""
    places = [{"picture": index // 4, "channel": index % 4} for index in range(len(planes))]
    pictures = [payload.add(image) for image in _packed(planes)]
    inks = [entry | place for entry, place in zip(entries, places, strict=False)]
    return {"inks": inks, "alpha": places[-1], "pictures": pictures}


def _maps(head: Head) -> tuple[list[dict[str, Any]], list[Array]]:
    """Every ink that shows, and its weights over the whole head [H, W]."""
    entries, maps = [], []
    for ink in ink_titles(head.manifest):
        if ink["name"] in head.flat.maps:
            box, weight = head.flat.maps[ink["name"]]
            maps.append(np.zeros_like(head.flat.alpha))
            maps[-1][box] = weight
            entries.append(ink | {"color": head.palette[ink["name"]]})
    if head.flat.rgb is not None:
        for (name, color), plane in zip(_OWN_COLORS.items(), head.flat.rgb, strict=True):
            maps.append(plane)
            entries.append({"name": name, "title": name, "kind": "paint", "color": color})
    return entries, maps


def _resized(planes: Array, side: int, count: int) -> Array:
    """All at another size; where Lanczos rings, the first ``count`` together stay within alpha."""
    resized, left, top = compositing.resize(planes, side)
    whole = np.zeros((len(planes), side, side), np.float32)
    height, width = resized.shape[1:]
    whole[:, top : top + height, left : left + width] = np.clip(resized, 0, 1)
    whole[:count] /= np.maximum(whole[:count].sum(axis=0) / np.maximum(whole[-1], 1e-6), 1)
    return whole


def _shared_out(weights: Array) -> Bytes:
    """Weights [K, H, W] at 8 bit so that a pixel's weights still have their sum.

    What rounding down leaves over goes to the inks with the largest remainders (Hamilton's way of
    sharing out seats). Each rounded alone, forty faint inks miss the sum by up to 6/255.
    """
    out = np.empty(weights.shape, np.uint8)
    for top in range(0, weights.shape[1], _ROWS):
        exact = np.moveaxis(weights[:, top : top + _ROWS], 0, -1) * np.float32(255)  # [h, W, K]
        whole = np.floor(exact)
        left_over = np.rint(exact.sum(axis=-1)) - whole.sum(axis=-1)
        inside = left_over > 0
        order = np.argsort((whole - exact)[inside], axis=-1, kind="stable")
        extra = np.zeros(order.shape, np.float32)
        served = np.arange(order.shape[-1]) < left_over[inside][:, None]
        np.put_along_axis(extra, order, served.astype(np.float32), axis=-1)
        whole[inside] += extra
        out[:, top : top + _ROWS] = np.moveaxis(np.clip(whole, 0, 255), -1, 0)
    return out


def _to_8bit(planes: Array) -> Bytes:
    return np.rint(planes * 255).astype(np.uint8)


def _packed(planes: Bytes) -> list[Image.Image]:
    """Planes [K, H, W] four to an RGBA picture; channels left over are 0."""
    count, height, width = planes.shape
    pixels = np.zeros((-(-count // 4), height, width, 4), np.uint8)
    for index, plane in enumerate(planes):
        pixels[index // 4, :, :, index % 4] = plane
    return [Image.fromarray(picture) for picture in pixels]
