"""What an artist does with heads: generate, vary, edit, recolour, mix, morph, bring back."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from core import attributes, compositing, model_folder, morph, planning
from core.generator import Generator
from core.head import Array, Head, edited
from core.manifest import Manifest
from core.recipe import Recipe

Progress = Callable[[int, int], object]
"""Called with (heads done, heads in all) after each head; may raise to stop."""


class Kashira:
    """An opened model, ready to make heads.

    Args:
        model: name or folder of a model; the default one if None.
        threads: for the network; the physical cores at hand if None.
        spinning: False inside host programs (see `core.onnx_session.OnnxSession`).
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | model_folder.ModelFolder | None = None,
        threads: int | None = None,
        spinning: bool = True,
    ) -> None:
        if not isinstance(model, model_folder.ModelFolder):
            model = model_folder.open_model(model)
        self.folder = model
        self._generator = Generator(model, threads, spinning)

    @property
    def manifest(self) -> Manifest:
        """What the model says of itself: attributes, layers, inks."""
        return self.folder.manifest

    def generate(
        self,
        count: int = 1,
        seed: int | None = None,
        variety: float = 1.0,
        inks: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        like: Head | Recipe | None = None,
        keep: Sequence[str] = (),
        **asked: object,
    ) -> list[Head]:
        """Heads with the attributes asked for; the rest is drawn by the seed.

        Head i has seed + i, so each can be made again alone. ``seed`` None: a random one.
        ``variety`` 0..1 draws shapes toward the average head. ``inks``: colours of single inks.
        ``keep``: parts that stay as they are in ``like``, as if they had been asked for.

        Raises:
            UnknownAttribute, BadValue: something asked does not exist or does not fit.
            BadModel, TimedOut: the network misbehaves.
        """
        heads = self.iterate(count, seed, variety, inks, like, keep, **asked)
        return _collect(heads, count, progress)

    def iterate(
        self,
        count: int = 1,
        seed: int | None = None,
        variety: float = 1.0,
        inks: Mapping[str, str] | None = None,
        like: Head | Recipe | None = None,
        keep: Sequence[str] = (),
        **asked: object,
    ) -> Iterator[Head]:
        """As `generate`, one head after another; the request is checked before the first."""
        parent = None if like is None else _recipe_of(like)
        plan = planning.new_heads(self.folder, asked, count, seed, variety, inks, parent, keep)
        return (self.redraw(recipe) for recipe in plan)

    def redraw(self, recipe: Recipe) -> Head:
        """The head of a recipe, as it was.

        Raises:
            BadModel: the recipe is of another model, or of another edition of this one.
        """
        return self._drawn(recipe, self._generator.channels)

    def preview(self, recipe: Recipe) -> Head:
        """The head of a recipe at `Manifest.preview_size`, quickly; whole where there is none.

        Raises:
            BadModel: as `redraw` says.
        """
        return self._drawn(recipe, self._generator.preview)

    def _drawn(self, recipe: Recipe, paint: Callable[[Array, Array], Array]) -> Head:
        recipe = self._completed(recipe)
        vector = attributes.encode(self.manifest.attributes, recipe.attributes)
        channels = paint(recipe.latent_array, vector)
        layers = self.manifest.layers
        weights = compositing.normalize(channels, layers, mend=True)
        return Head(recipe, self.manifest, compositing.cut_shadows(weights, layers))

    def vary(
        self,
        head: Head | Recipe,
        strength: float = 0.3,
        count: int = 1,
        keep: Sequence[str] = (),
        seed: int | None = None,
        progress: Progress | None = None,
    ) -> list[Head]:
        """Neighbours of a head, with the same attributes and colours.

        ``strength`` 0 (the same) to 1 (a stranger); ``keep``: parts that stay as they are.
        """
        variants = self.iterate_variants(head, strength, count, keep, seed)
        return _collect(variants, count, progress)

    def iterate_variants(
        self,
        head: Head | Recipe,
        strength: float = 0.3,
        count: int = 1,
        keep: Sequence[str] = (),
        seed: int | None = None,
    ) -> Iterator[Head]:
        """As `vary`, one head after another."""
        plan = planning.variants(self.folder, _recipe_of(head), strength, count, keep, seed)
        return (self.redraw(recipe) for recipe in plan)

    def edit(
        self, head: Head | Recipe, inks: Mapping[str, str] | None = None, **asked: object
    ) -> Head:
        """The same person with other attributes; what was not asked for stays."""
        recipe = self._completed(_recipe_of(head))
        return self.redraw(edited(recipe, self.manifest, asked, inks or {}))

    def recolor(
        self, head: Head | Recipe, inks: Mapping[str, str] | None = None, **colors: object
    ) -> Head:
        """The same head in other colours (see `core.head.Head.recolor`)."""
        whole = head if isinstance(head, Head) else self.redraw(head)
        return whole.recolor(inks, **colors)

    def mix(self, a: Head | Recipe, b: Head | Recipe, steps: int = 5) -> list[Head]:
        """Heads on the way from ``a`` to ``b``, both included; one step alone is the middle."""
        return list(self.iterate_mix(a, b, steps))

    def iterate_mix(self, a: Head | Recipe, b: Head | Recipe, steps: int = 5) -> Iterator[Head]:
        """As `mix`, one head after another."""
        first, last = (self._completed(_recipe_of(head)) for head in (a, b))
        plan = morph.mixtures(self.manifest, first, last, steps)
        return (self.redraw(recipe) for recipe in plan)

    def morph(
        self,
        heads: Sequence[Head | Recipe],
        frames: int,
        loop: bool = False,
        easing: str = "linear",
    ) -> Iterator[Head]:
        """Frames of a path through all heads, each a head of its own: nothing is cross-faded.

        An open path ends on the last head; a loop comes back to the first.
        """
        recipes = [self._completed(_recipe_of(head)) for head in heads]
        plan = morph.plan(self.manifest, recipes, frames, loop, easing)
        return (self.redraw(recipe) for recipe in plan)

    def stop(self) -> None:
        """End the network's run in progress, from another thread; it raises Cancelled."""
        self._generator.stop()

    def _completed(self, recipe: Recipe) -> Recipe:
        return planning.completed(self.folder, recipe)


def _recipe_of(head: Head | Recipe) -> Recipe:
    return head.recipe if isinstance(head, Head) else head


def _collect(heads: Iterator[Head], count: int, progress: Progress | None) -> list[Head]:
    made = []
    for head in heads:
        made.append(head)
        if progress is not None:
            progress(len(made), count)
    return made
