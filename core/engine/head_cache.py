"""The last heads that were drawn: recolouring them, or taking them apart, runs no network."""

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core import attributes, compositing, limits, planning
from core.compositing import Box, Flat
from core.head import Head
from core.kashira import Kashira
from core.recipe import Recipe

Array = NDArray[np.float32]
_Key = tuple[str, tuple[float, ...], bytes, bool]


class _Kept(NamedTuple):
    """A head's weights without the emptiness around each layer, flattened, and what both take."""

    shape: tuple[int, ...]
    layers: list[tuple[slice, Box, Array]]
    flat: Flat
    bytes: int

    @property
    def weights(self) -> Array:
        """Float32 [K, H, W], to the last bit what was kept; of a preview all 0."""
        whole = np.zeros(self.shape, np.float32)  # which costs nothing before it is written to
        for channels, box, planes in self.layers:
            whole[channels, *box] = planes
        return whole


class HeadCache:
    """Draws heads, and keeps as many as fit into `core.limits.HEAD_CACHE_BYTES`.

    A head's weights follow from its latent and the attributes that are no colours; whatever
    shares those with a head that is kept needs nothing but its palette.
    """

    def __init__(self) -> None:
        self._heads: OrderedDict[_Key, _Kept] = OrderedDict()

    def draw(self, kashira: Kashira, recipe: Recipe, low: bool = False) -> Head:
        """The head of a recipe; ``low``: of the model's small network, unless it is at hand whole.

        Raises:
            BadModel, TimedOut, Cancelled: as `core.kashira.Kashira.redraw` says.
        """
        low = low and kashira.manifest.preview_size is not None
        recipe = planning.completed(kashira.folder, recipe)
        vector = attributes.encode(kashira.manifest.attributes, recipe.attributes).tobytes()
        key = (recipe.generator, recipe.latent, vector)
        kept = self._find((*key, False)) or (self._find((*key, True)) if low else None)
        if kept is not None:
            return Head(recipe, kashira.manifest, kept.weights, kept.flat)
        head = kashira.preview(recipe) if low else kashira.redraw(recipe)
        self._heads[(*key, low)] = _keep(head, flat_alone=low)
        self._forget_the_oldest()
        return head

    def _find(self, key: _Key) -> _Kept | None:
        if key in self._heads:
            self._heads.move_to_end(key)
        return self._heads.get(key)

    def _forget_the_oldest(self) -> None:
        total = sum(head.bytes for head in self._heads.values())
        while total > limits.HEAD_CACHE_BYTES and len(self._heads) > 1:
            _, oldest = self._heads.popitem(last=False)
            total -= oldest.bytes


def _keep(head: Head, flat_alone: bool) -> _Kept:
    """``flat_alone``: of a quick preview, which is seen and recoloured but never taken apart."""
    layers = []
    for layer in () if flat_alone else head.manifest.layers:
        box = compositing.bounding_box(compositing.alpha_of(layer, head.weights))
        if box is not None:
            layers.append((layer.channels, box, head.weights[layer.channels, *box].copy()))
    taken = sum(weight.nbytes for _, weight in head.flat.maps.values())
    taken += sum(planes.nbytes for _, _, planes in layers)
    return _Kept(head.weights.shape, layers, head.flat, taken)
