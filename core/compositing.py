"""From ink weights to pictures: all the arithmetic of pixels, in numpy.

Words: a *layer of inks* is weights float32 [n, H, W], each >= 0, sum = alpha <= 1; a *layer of
colours* ("rgba") is premultiplied RGBA float32 [4, H, W]. Colours are sRGB-encoded, 0..1, and mix
linearly as they are, which is what paint programs do. Pictures are [H, W, 4].

Mixing inks and laying layers over each other are both linear in the weights. So a whole head
flattens once to one weight map for each ink (`flatten`), and any palette then gives the finished
picture by one matrix product (`Flat.paint`).
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[np.float32]
Box = tuple[slice, slice]

_LANCZOS_REACH = 3  # pixels around each, of the larger of the two pictures' pixels

INVISIBLE = np.float32(1 / 512)
"""Alpha that rounds to nothing at 8 bit."""

HAZE = np.float32(8 / 255), np.float32(24 / 255)
"""Alpha of a layer of inks up to which it is a network's haze, and from which it is all there."""

SOLID = np.float32(0.2), np.float32(0.85)
"""The same of a layer that is solid: up to the one it is a ghost of another part, from the other on
whole; the network's rims are softer than the drawing's by as much."""


class LayerSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One layer of model.json: its inks (or "rgba") and where its channels begin.

    ``clip``: the layer goes atop this lower one, inside its alpha. Clipped layers come directly
    after the layer that they are clipped to. ``within``: a shadow, cut to what these layers cover.
    ``solid``: nothing shines through it where it is; its rims alone are soft.
    """

    name: str
    inks: tuple[str, ...] | str
    channel: int
    title: str = ""
    part: str = ""
    clip: str | None = None
    within: tuple[str, ...] = ()
    solid: bool = False

    @property
    def is_rgba(self) -> bool:
        """Whether the model paints this layer in colours of its own."""
        return isinstance(self.inks, str)

    @property
    def channels(self) -> slice:
        """The layer's planes in the generator's output."""
        count = 4 if isinstance(self.inks, str) else len(self.inks)
        return slice(self.channel, self.channel + count)


def premultiply(straight: Array) -> Array:
    """Straight RGBA [..., 4] to premultiplied."""
    out = straight.copy()
    out[..., :3] *= straight[..., 3:]
    return out


def straighten(premultiplied: Array) -> Array:
    """Premultiplied RGBA [..., 4] to straight, colours clipped to 0..1; clear pixels are black."""
    out = premultiplied.copy()
    alpha = premultiplied[..., 3:]
    np.divide(premultiplied[..., :3], alpha, out=out[..., :3], where=alpha > 0)
    np.clip(out, 0, 1, out=out)
    return out


def over(top: Array, bottom: Array) -> Array:
    """``top`` laid over ``bottom`` (Porter and Duff's source-over), premultiplied RGBA [..., 4]."""
    return (top + bottom * (1 - top[..., 3:])).astype(np.float32, copy=False)


def to_8bit(premultiplied: Array) -> NDArray[np.uint8]:
    """Premultiplied float RGBA [H, W, 4] to straight 8 bit RGBA."""
    return _planes_to_8bit(np.moveaxis(premultiplied, -1, 0))


def normalize(channels: Array, layers: Sequence[LayerSpec], mend: bool = False) -> Array:
    """A generator's output [K, H, W] as lawful layers: 0..1, and sum of weights at most 1.

    Weights are divided by their sum where that exceeds 1. In a layer of colours no colour
    exceeds its alpha. Where a layer is fainter than INVISIBLE it is nothing: networks leave a
    haze that nobody sees, but that would make every layer as large as the picture.

    ``mend``: faults of networks go, too. Where a layer of inks is fainter than HAZE it is
    nothing, since that adds up over many layers, with a ramp, so that nothing shows where it ends;
    a solid one goes from nothing to whole within SOLID, so that no paper shines through hair.

    Works in place; returns what it was given.
    """
    for layer in layers:  # one layer at a time stays in the processor's cache
        planes = channels[layer.channels]
        np.clip(planes, 0, 1, out=planes)
        if layer.is_rgba:
            planes *= planes[3] >= INVISIBLE
            np.minimum(planes[:3], planes[3], out=planes[:3])
        else:
            total = planes.sum(axis=0)
            if mend and layer.solid:
                planes *= _ramp(total, SOLID) / np.maximum(total, SOLID[0])
            else:
                planes *= _presence(total, mend) / np.maximum(total, 1)
    return channels


def cut_shadows(weights: Array, layers: Sequence[LayerSpec]) -> Array:
    """A head's layers [K, H, W] with its shadows cut to what they fall on (`LayerSpec.within`).

    Works in place; returns what it was given.
    """
    by_name = {layer.name: layer for layer in layers}
    for layer in layers:
        if layer.within:
            bare = np.float32(1)
            for name in layer.within:
                bare = bare * (1 - alpha_of(by_name[name], weights))
            weights[layer.channels] *= np.minimum(2 * (1 - bare), 1)  # whole from half covered on
    return weights


def _ramp(alpha: Array, ends: tuple[np.float32, np.float32]) -> Array:
    """0 up to the lower end, 1 from the higher one on."""
    low, high = ends
    return np.clip((alpha - low) * (1 / (high - low)), 0, 1)


def _presence(alpha: Array, mend: bool) -> NDArray[np.floating | np.bool_]:
    """How much of a layer of inks stays where it has so much alpha."""
    if not mend:
        return alpha >= INVISIBLE
    return _ramp(alpha, HAZE)


def resize(planes: Array, side: int) -> tuple[Array, int, int]:
    """Planes [K, S, S] at another size, by Lanczos: [K, h, w], and its left and top there.

    Only what holds anything, and its surroundings, is made. Lanczos rings: what were lawful
    weights go through `normalize` again.
    """
    scale = side / planes.shape[-1]
    reach = math.ceil(_LANCZOS_REACH * max(1.0, 1 / scale))
    box = bounding_box(np.asarray(planes.any(axis=0), np.float32)) or (slice(0, 1), slice(0, 1))
    (top, bottom), (left, right) = (
        (
            max(0, math.floor((along.start - reach) * scale)),
            min(side, math.ceil((along.stop + reach) * scale)),
        )
        for along in box
    )
    size = (right - left, bottom - top)
    source = tuple(edge / scale for edge in (left, top, right, bottom))
    resized = [
        np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.LANCZOS, source))
        for plane in planes
    ]
    return np.stack(resized), left, top


def alpha_of(layer: LayerSpec, weights: Array) -> Array:
    """A layer's own alpha [H, W], before any clipping."""
    planes = weights[layer.channels]
    return planes[3] if layer.is_rgba else np.minimum(planes.sum(axis=0), 1)


def weights_to_rgba(weights: Array, colors: Array) -> Array:
    """Weights [n, H, W] in colours [n, 3] as premultiplied RGBA [H, W, 4]."""
    n, height, width = weights.shape
    rgba = np.ones((n, 4), np.float32)
    rgba[:, :3] = colors
    planes = (rgba.T @ weights.reshape(n, -1)).reshape(4, height, width)
    return np.moveaxis(planes, 0, -1)


def layer_rgba(layer: LayerSpec, weights: Array, colors: Mapping[str, Array]) -> Array:
    """One whole layer, not clipped, as premultiplied RGBA [H, W, 4]."""
    planes = weights[layer.channels]
    if isinstance(layer.inks, str):
        return np.moveaxis(planes, 0, -1).copy()
    return weights_to_rgba(planes, np.stack([colors[ink] for ink in layer.inks]))


class Flat(NamedTuple):
    """A head flattened: for each ink how much of it shows, in any palette.

    ``maps``: ink name -> (box, weights [h, w] inside the box, 0 elsewhere);
    ``rgb``: premultiplied colour [3, H, W] of the layers that bring their own colours, or None;
    ``alpha``: [H, W].
    """

    maps: dict[str, tuple[Box, Array]]
    rgb: Array | None
    alpha: Array

    def paint(self, colors: Mapping[str, Array]) -> Array:
        """The picture in these colours: premultiplied RGBA [H, W, 4]."""
        return np.moveaxis(self._planes(colors), 0, -1).copy()

    def paint_8bit(self, colors: Mapping[str, Array]) -> NDArray[np.uint8]:
        """The picture in these colours: straight 8 bit RGBA [H, W, 4]."""
        return _planes_to_8bit(self._planes(colors))

    def _planes(self, colors: Mapping[str, Array]) -> Array:
        planes = np.zeros((4, *self.alpha.shape), np.float32)
        planes[3] = self.alpha
        if self.rgb is not None:
            planes[:3] = self.rgb
        for ink, (box, weight) in self.maps.items():
            for plane, amount in zip(planes[:3], colors[ink], strict=True):
                plane[box] += weight * amount
        return planes


def flatten(layers: Sequence[LayerSpec], weights: Array) -> Flat:
    """Layers, bottom first, with lawful weights [K, H, W], as one weight map for each ink.

    Goes from the top down and keeps what the layers above let through. Clipped layers go atop
    the layer they are clipped to (Porter and Duff 1984): they cover each other and it, but what
    is below sees its alpha alone. Every layer is handled inside its own bounding box.
    """
    through = np.ones(weights.shape[1:], np.float32)  # [H, W], what is not yet covered
    insides: dict[str, Array] = {}  # the same inside a layer that others are clipped to
    shown: dict[str, list[tuple[Box, Array]]] = {}
    rgb: Array | None = None
    by_name = {layer.name: layer for layer in layers}
    for layer in reversed(layers):
        alpha = alpha_of(layer, weights)
        box = bounding_box(alpha)
        if box is None:
            continue
        if layer.clip is not None:
            inside = insides.setdefault(layer.clip, through.copy())
            share = inside[box] * alpha_of(by_name[layer.clip], weights)[box]
        else:
            inside = through
            share = insides.get(layer.name, through)[box]
        if isinstance(layer.inks, str):
            rgb = np.zeros((3, *through.shape), np.float32) if rgb is None else rgb
            rgb[:, *box] += weights[layer.channels, *box][:3] * share
        else:
            for ink, plane in zip(layer.inks, weights[layer.channels, *box] * share, strict=True):
                shown.setdefault(ink, []).append((box, plane))
        inside[box] *= 1 - alpha[box]
    maps = {ink: _added(pieces) for ink, pieces in shown.items()}
    return Flat({ink: found for ink, found in maps.items() if found[1].any()}, rgb, 1 - through)


def _added(pieces: Sequence[tuple[Box, Array]]) -> tuple[Box, Array]:
    """Weight maps [h, w], each inside its box, as one inside the box around them all."""
    if len(pieces) == 1:
        return pieces[0]
    rows, columns = zip(*(box for box, _ in pieces), strict=True)
    top, left = (min(one.start for one in along) for along in (rows, columns))
    bottom, right = (max(one.stop for one in along) for along in (rows, columns))
    whole = np.zeros((bottom - top, right - left), np.float32)
    for (down, across), plane in pieces:
        whole[down.start - top : down.stop - top, across.start - left : across.stop - left] += plane
    return (slice(top, bottom), slice(left, right)), whole


def composite(layers: Sequence[LayerSpec], weights: Array, colors: Mapping[str, Array]) -> Array:
    """The whole head, bottom layer first, as premultiplied RGBA [H, W, 4]."""
    return flatten(layers, weights).paint(colors)


def bounding_box(alpha: Array, threshold: float = 0) -> Box | None:
    """Rows and columns of [H, W] that hold anything above the threshold; None where none does."""
    seen = alpha > threshold
    rows = np.flatnonzero(seen.any(axis=1))
    if not rows.size:
        return None
    columns = np.flatnonzero(seen.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _planes_to_8bit(planes: Array) -> NDArray[np.uint8]:
    """Premultiplied planes [4, H, W] to straight 8 bit RGBA [H, W, 4]; clear pixels are black."""
    alpha = planes[3]
    clear = alpha < INVISIBLE
    scale = np.float32(255) / np.where(clear, np.float32(np.inf), alpha)
    out = np.empty((*alpha.shape, 4), np.uint8)
    for i in range(3):
        out[..., i] = np.minimum(planes[i] * scale + np.float32(0.5), 255)
    out[..., 3] = np.where(clear, 0, np.minimum(alpha * 255 + np.float32(0.5), 255))
    return out
