"""A head: ink weights and a palette; pictures are made of them when asked for."""

from collections.abc import Mapping
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import attributes, compositing
from core.attributes import Color, Toggle, Value
from core.compositing import Flat, LayerSpec
from core.errors import BadValue
from core.manifest import Manifest
from core.palette import Ink, Palette, check_overrides, hexes, palette
from core.recipe import Recipe

Array = NDArray[np.float32]


class Layer:
    """One layer of a head, whole (the forehead under the fringe is there), not clipped."""

    def __init__(self, spec: LayerSpec, weights: Array, colors: Palette) -> None:
        self._spec, self._colors = spec, colors
        self.weights = weights[spec.channels]
        """float32 [n, H, W], 0..1: the weight of each ink (or premultiplied RGBA)."""

    @property
    def name(self) -> str:
        """The layer's name in the model, such as ``hair_front``."""
        return self._spec.name

    @property
    def title(self) -> str:
        """The layer's name for people."""
        return self._spec.title or self._spec.name

    @property
    def part(self) -> str:
        """The part of the head it belongs to."""
        return self._spec.part

    @property
    def clip(self) -> str | None:
        """The name of the lower layer outside which this one does not show."""
        return self._spec.clip

    @property
    def ink_names(self) -> tuple[str, ...]:
        """The layer's inks; none where the model paints it in colours of its own."""
        return () if isinstance(self._spec.inks, str) else self._spec.inks

    @cached_property
    def rgba(self) -> Array:
        """Premultiplied RGBA, float32 [H, W, 4], 0..1."""
        if self._spec.is_rgba:
            return np.moveaxis(self.weights, 0, -1).copy()
        colors = np.stack([self._colors[ink] for ink in self.ink_names])
        return compositing.weights_to_rgba(self.weights, colors)

    @cached_property
    def image(self) -> Image.Image:
        """The layer as a picture: RGBA, 8 bit, straight alpha."""
        return Image.fromarray(compositing.to_8bit(self.rgba))

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it can be seen."""
        alpha = self.weights[3] if self._spec.is_rgba else self.weights.sum(axis=0)
        return compositing.bounding_box(alpha) is None

    @cached_property
    def inks(self) -> dict[str, Image.Image]:
        """Each ink alone, as a picture in its own colour whose straight alpha is its weight."""
        pictures = {}
        for ink, weight in zip(self.ink_names, self.weights, strict=False):
            pixels = np.empty((*weight.shape, 4), np.uint8)
            pixels[..., :3] = np.rint(self._colors[ink] * 255)
            pixels[..., 3] = np.rint(weight * 255)
            pictures[ink] = Image.fromarray(pixels)
        return pictures


class Head:
    """One head. Made by `core.kashira.Kashira`; recolouring makes another with the same weights.

    Args:
        recipe: what it was made from.
        manifest: of the model that made it.
        weights: float32 [K, H, W], lawful (see `core.compositing.normalize`); not copied.
        flat: the flattened weights, if they are at hand.
    """

    def __init__(
        self, recipe: Recipe, manifest: Manifest, weights: Array, flat: Flat | None = None
    ) -> None:
        self.recipe, self.manifest, self.weights = recipe, manifest, weights
        if flat is not None:
            self.__dict__["flat"] = flat

    def __repr__(self) -> str:
        return f"<Head {self.recipe.model} seed {self.recipe.seed}, {self.size[0]} px>"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.weights.shape[2], self.weights.shape[1]

    @property
    def attributes(self) -> dict[str, Value]:
        """The value of every attribute, drawn ones included."""
        return dict(self.recipe.attributes)

    @cached_property
    def colors(self) -> Palette:
        """The colour of every ink: name -> float32 [3], sRGB 0..1."""
        inks, known = self.manifest.inks, self.manifest.attributes
        return palette(inks, known, self.recipe.attributes, self.recipe.inks)

    @property
    def palette(self) -> dict[str, str]:
        """The colour of every ink: name -> ``#rrggbb``."""
        inks, known = self.manifest.inks, self.manifest.attributes
        return hexes(inks, known, self.recipe.attributes, self.recipe.inks)

    @cached_property
    def flat(self) -> Flat:
        """One weight map for each ink, shared by every recolouring of this head."""
        return compositing.flatten(self.manifest.layers, self.weights)

    @cached_property
    def rgba(self) -> Array:
        """The whole head: premultiplied RGBA, float32 [H, W, 4], 0..1."""
        return self.flat.paint(self.colors)

    @cached_property
    def image(self) -> Image.Image:
        """The whole head as a picture: RGBA, 8 bit, straight alpha."""
        return Image.fromarray(self.flat.paint_8bit(self.colors))

    @cached_property
    def layers(self) -> dict[str, Layer]:
        """The layers by name, bottom first."""
        return {spec.name: Layer(spec, self.weights, self.colors) for spec in self.manifest.layers}

    def recolor(self, inks: Mapping[str, str] | None = None, **colors: object) -> "Head":
        """The same head in other colours: not one weight changes.

        ``colors``: colour attributes (``hair_color="#88c0a0"``); ``inks``: single inks
        (``{"hair.line": "#203020"}``), which win. An attribute that is given a new colour takes
        back what was overruled before in the inks that follow it.

        Raises:
            UnknownAttribute, BadValue: no such attribute or ink, not a colour, or an attribute
                of shape (that needs `Kashira.edit`).
        """
        return self.recolored(colors, inks or {})

    def recolored(self, colors: Mapping[str, object], inks: Mapping[str, str]) -> "Head":
        """As `recolor`, for attributes of any name."""
        for name in colors:
            attribute = attributes.find(self.manifest.attributes, name)
            only_sets = isinstance(attribute, Toggle) and attribute.index is None
            if not isinstance(attribute, Color) and not only_sets:
                raise BadValue(f"{attribute.name} is not a colour: use edit to change the shape")
        recipe = edited(self.recipe, self.manifest, colors, inks)
        return Head(recipe, self.manifest, self.weights, self.flat)


def edited(
    recipe: Recipe, manifest: Manifest, asked: Mapping[str, object], inks: Mapping[str, str]
) -> Recipe:
    """A recipe with attributes and inks put in place; overruled inks of new colours are freed."""
    values = attributes.edit(manifest.attributes, recipe.attributes, asked)
    new = {name for name, value in values.items() if value != recipe.attributes.get(name)}
    new |= {name.replace("-", "_") for name, value in asked.items() if value is not None}
    kept = {
        ink.name: recipe.inks[ink.name]
        for ink in manifest.inks
        if ink.name in recipe.inks and not _follows(ink, new)
    }
    overrides = {**kept, **check_overrides(manifest.inks, inks)}
    return msgspec.structs.replace(recipe, attributes=values, inks=overrides)


def _follows(ink: Ink, attributes_named: set[str]) -> bool:
    return ink.attribute is not None and ink.attribute in attributes_named
