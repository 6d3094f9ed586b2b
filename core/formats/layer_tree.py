"""A head as the layers and groups that paint programs know, before any file format.

Two ways to take a layer of inks w_1..w_n (sum = alpha) apart into pictures of one colour each:

* *plain*: source-over alone gives the layer back. From the top down each ink takes its share of
  what the inks above let through: a_i = w_i / (1 - sum of w_j above). Alphas are rounded to 8 bit
  one after another, each such that all down to it let through what they should.
* *clipping*: the lowest picture is the whole silhouette in the flat colour, the others are clipped
  to it. The same formula, starting from alpha instead of 1.

Layers that the head clips to another are clipped in the same way, or, where source-over must do,
fainter by what `_without_clipping` says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import compositing
from core.errors import BadValue
from core.head import Head, Layer
from core.palette import KINDS

Array = NDArray[np.float32]
Split = Literal["inks"] | None

_INK_TITLES = {"flat": "Flats", "shade": "Shade", "light": "Light", "line": "Line art"}
_NOTHING = 1 / 1024  # of light let through: what lies under it cannot be seen at 8 bit


@dataclass(frozen=True)
class Picture:
    """One layer: ``image`` is RGBA, 8 bit, straight, cropped, its corner at (``left``, ``top``).

    ``clipped``: shows only where what lies below it in its group is (Porter and Duff's atop).
    ``layer``: the head's layer that it is of, by name; ``ink``: the one that it holds, if no more.
    ``mask``: "L", of the image's size: 0 where nothing is that it is clipped to; None where that
    cuts nothing off. It changes nothing where clipping is known, and saves the picture where not.
    """

    name: str
    image: Image.Image
    left: int = 0
    top: int = 0
    clipped: bool = False
    mask: Image.Image | None = None
    layer: str = ""
    ink: str | None = None


@dataclass(frozen=True)
class Group:
    """Layers and groups, bottom first, composited apart and then laid on what is below.

    ``layer``: the head's layer that all others in the group are clipped to or inks of, by name.
    """

    name: str
    children: list["Node"] = field(default_factory=list)
    layer: str = ""


Node = Picture | Group


def check_split(split: str | None) -> Split:
    """The way to split, or a BadValue."""
    if split is None or split == "inks":
        return split
    raise BadValue(f"layers can be split by inks, not by {split!r}")


def whole_layers(head: Head) -> Group:
    """A picture a layer, whole; clipped ones in a group with what they are clipped to."""
    root = Group(_title(head))
    for base, clipped in _clipping_sets(head):
        above = [_whole(layer, clipped=True) for layer in clipped]
        _add(root, base, [_whole(base)], [_masked(picture, base) for picture in above])
    return root


def plain_inks(head: Head) -> Group:
    """A group a layer, with a picture an ink; plain source-over everywhere gives the head."""
    root = Group(_title(head))
    for base, clipped in _clipping_sets(head):
        nodes: list[Node] = []
        for layer, weights in _without_clipping(base, clipped):
            if layer.ink_names:
                pictures = _ink_pictures(head, layer, weights)
            else:
                planes = compositing.to_8bit(np.moveaxis(weights, 0, -1))
                pictures = [_picture(layer, layer.title, planes)]
            single = len(pictures) == 1
            nodes += pictures if single else [Group(layer.title, [*pictures], layer.name)]
        _add(root, base, nodes[:1], nodes[1:])
    return root


def clipping_inks(head: Head) -> Group:
    """As `whole_layers`, but each layer is its silhouette in the flat colour with the other inks
    clipped to it."""
    root = Group(_title(head))
    for base, clipped in _clipping_sets(head):
        lowest = _silhouette_and_inks(head, base) if base.ink_names else [_whole(base)]
        above: list[Picture] = []
        for layer in clipped:
            if layer.ink_names:
                above += _ink_pictures(head, layer, layer.weights, clipped=True)
            else:
                above.append(_whole(layer, clipped=True))
        _add(root, base, lowest, [_masked(picture, base) for picture in above])
    return root


def peel(weights: Array, through: Array) -> NDArray[np.uint8]:
    """Straight alphas [n, H, W], bottom first, of pictures that together give ``weights``.

    ``through`` [H, W]: what is there to be shared, 1 or a silhouette's alpha. The lowest picture
    goes on where nothing of it can be seen, so that flats are whole under shade and line art.
    """
    alphas = np.zeros(weights.shape, np.uint8)
    left = through.astype(np.float32, copy=True)  # by the rounded alphas above
    wanted = left.copy()  # by the weights above
    for i in reversed(range(len(weights))):
        wanted = np.maximum(wanted - weights[i], 0)
        seen = left > _NOTHING
        kept = np.divide(wanted, left, out=np.ones_like(left), where=seen)
        alphas[i] = np.rint((1 - np.clip(kept, 0, 1)) * 255)
        if i == 0:
            alphas[i][~seen & (through > _NOTHING)] = 255
        left *= 1 - alphas[i] / np.float32(255)
    return alphas


def _title(head: Head) -> str:
    return f"Head {head.recipe.seed}"


def _add(root: Group, base: Layer, lowest: Sequence[Node], clipped: Sequence[Node]) -> None:
    if len(lowest) == 1 and not clipped:
        root.children.extend(lowest)
    else:
        name = base.part.replace("_", " ").capitalize() if clipped and base.part else base.title
        root.children.append(Group(name, [*lowest, *clipped], base.name))


def _clipping_sets(head: Head) -> Iterator[tuple[Layer, list[Layer]]]:
    """Each layer that is to be seen with those clipped to it; what cannot be seen is left out."""
    sets: list[tuple[Layer, list[Layer]]] = []
    for layer in head.layers.values():
        if layer.clip is None:
            sets.append((layer, []))
        elif not layer.is_empty:
            sets[-1][1].append(layer)
    return ((base, clipped) for base, clipped in sets if not base.is_empty)


def _without_clipping(base: Layer, clipped: list[Layer]) -> list[tuple[Layer, Array]]:
    """A set of layers with weights [n, H, W] that give under source-over what clipping gives.

    Of a clipped layer there shows w * A * I, where A is the alpha of the base and I what the
    clipped layers above it let through. Under source-over there would show w * L, with L what
    they let through when they show as they should; so its weights are to be w * A * I / L. Where
    the base is solid that is w, and the layers stay whole.
    """
    solid = _alpha(base)
    inside, left = np.ones_like(solid), np.ones_like(solid)
    out: list[tuple[Layer, Array]] = []
    for layer in [*reversed(clipped), base]:
        shown = inside if layer is base else inside * solid
        fainter = np.divide(shown, left, out=np.ones_like(left), where=left > _NOTHING)
        out.append((layer, layer.weights * fainter))
        left = left - _alpha(layer) * shown
        inside = inside * (1 - _alpha(layer))
    return out[::-1]


def _alpha(layer: Layer) -> Array:
    return np.minimum(layer.weights.sum(axis=0), 1) if layer.ink_names else layer.weights[3]


def _whole(layer: Layer, clipped: bool = False) -> Picture:
    return _picture(layer, layer.title, np.asarray(layer.image), clipped)


def _masked(picture: Picture, base: Layer) -> Picture:
    width, height = picture.image.size
    box = (picture.left, picture.top, picture.left + width, picture.top + height)
    mask = base.image.getchannel("A").point(lambda alpha: 255 if alpha else 0).crop(box)
    return picture if mask.getextrema() == (255, 255) else replace(picture, mask=mask)


def _inks_of(head: Head, layer: Layer, weights: Array) -> list[tuple[str, str, Array]]:
    """The layer's inks from flats to line art: name, title, weight; those that are not there are
    left out."""
    kinds = {ink.name: ink.kind for ink in head.manifest.inks}
    there = [
        (kinds[name], name, weight)
        for name, weight in zip(layer.ink_names, weights, strict=True)
        if weight.max() >= compositing.INVISIBLE
    ]
    there.sort(key=lambda found: KINDS.index(found[0]))
    of_kind = [kind for kind, _, _ in there]
    named = []
    for kind, name, weight in there:
        title = _INK_TITLES[kind]
        if of_kind.count(kind) > 1:
            title += f" ({name.replace('.', ' ')})"
        named.append((name, title, weight))
    return named


def _ink_pictures(head: Head, layer: Layer, weights: Array, clipped: bool = False) -> list[Picture]:
    inks = _inks_of(head, layer, weights)
    if not inks:
        return []
    planes = np.stack([weight for _, _, weight in inks])
    alphas = peel(planes, np.ones(planes.shape[1:], np.float32))
    titles = [_named(layer, title, clipped) for _, title, _ in inks]
    if len(inks) == 1:
        titles = [layer.title]
    return [
        _one_color(layer, title, head, name, alpha, clipped)
        for (name, _, _), title, alpha in zip(inks, titles, alphas, strict=True)
    ]


def _silhouette_and_inks(head: Head, layer: Layer) -> list[Picture]:
    inks = _inks_of(head, layer, layer.weights)
    if not inks:
        return [_whole(layer)]
    planes = np.stack([weight for _, _, weight in inks])
    silhouette = np.rint(_alpha(layer) * 255).astype(np.uint8)
    pictures = [_one_color(layer, layer.title, head, inks[0][0], silhouette)]
    alphas = peel(planes[1:], np.divide(silhouette, 255, dtype=np.float32))
    for (name, title, _), alpha in zip(inks[1:], _without_fill(alphas, planes[1:]), strict=True):
        pictures.append(_one_color(layer, _named(layer, title), head, name, alpha, clipped=True))
    return pictures


def _without_fill(alphas: NDArray[np.uint8], weights: Array) -> NDArray[np.uint8]:
    """Only flats go on under what covers them; a shade clipped to flats does not."""
    return np.where(weights > 0, alphas, 0).astype(np.uint8)


def _named(layer: Layer, title: str, clipped: bool = True) -> str:
    return f"{layer.title}: {title[0].lower()}{title[1:]}" if clipped else title


def _one_color(
    layer: Layer, name: str, head: Head, ink: str, alpha: NDArray[np.uint8], clipped: bool = False
) -> Picture:
    pixels = np.empty((*alpha.shape, 4), np.uint8)
    pixels[..., :3] = np.rint(head.colors[ink] * 255)
    pixels[..., 3] = alpha
    return replace(_picture(layer, name, pixels, clipped), ink=ink)


def _picture(layer: Layer, name: str, pixels: NDArray[np.uint8], clipped: bool = False) -> Picture:
    """A picture cropped to what can be seen of it; one clear pixel where nothing can."""
    image = Image.fromarray(pixels)
    box = image.getchannel("A").getbbox() or (0, 0, 1, 1)
    return Picture(name, image.crop(box), box[0], box[1], clipped, layer=layer.name)
