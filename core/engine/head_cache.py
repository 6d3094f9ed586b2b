"""The last heads that were drawn: recolouring them, or taking them apart, runs no network."""

from collections import OrderedDict

from core import attributes, limits, planning
from core.head import Head
from core.kashira import Kashira
from core.recipe import Recipe

_Key = tuple[str, tuple[float, ...], bytes, bool]


class HeadCache:
    """Draws heads, and keeps as many as fit into `core.limits.HEAD_CACHE_BYTES`.

    A head's weights follow from its latent and the attributes that are no colours; whatever
    shares those with a head that is kept needs nothing but its palette.
    """

    def __init__(self) -> None:
        self._heads: OrderedDict[_Key, Head] = OrderedDict()

    def draw(self, kashira: Kashira, recipe: Recipe, low: bool = False) -> Head:
        """The head of a recipe; ``low``: of the model's small network, unless it is at hand whole.

        Raises:
            BadModel, TimedOut, Cancelled: as `core.kashira.Kashira.redraw` says.
        """
        low = low and kashira.manifest.preview_size is not None
        recipe = planning.completed(kashira.folder, recipe)
        vector = attributes.encode(kashira.manifest.attributes, recipe.attributes).tobytes()
        key = (recipe.generator, recipe.latent, vector)
        kept = self._kept((*key, False)) or (self._kept((*key, True)) if low else None)
        if kept is not None:
            return Head(recipe, kashira.manifest, kept.weights, kept.flat)
        head = kashira.preview(recipe) if low else kashira.redraw(recipe)
        self._heads[(*key, low)] = head
        self._forget_the_oldest()
        return head

    def _kept(self, key: _Key) -> Head | None:
        if key in self._heads:
            self._heads.move_to_end(key)
        return self._heads.get(key)

    def _forget_the_oldest(self) -> None:
        total = sum(_bytes(head) for head in self._heads.values())
        while total > limits.HEAD_CACHE_BYTES and len(self._heads) > 1:
            _, oldest = self._heads.popitem(last=False)
            total -= _bytes(oldest)


def _bytes(head: Head) -> int:
    maps = sum(weight.nbytes for _, weight in head.flat.maps.values())
    return head.weights.nbytes + maps
