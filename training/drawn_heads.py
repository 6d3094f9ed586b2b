"""Drawings as heads: the drawing code in the place of the generator.

A drawn head is an ordinary `core.head.Head`, so whatever can be done with a generated one
(layers, recolouring, every file format) can be done with a drawing, and the two compared.
"""

from collections.abc import Iterator
from functools import cache

import msgspec
import numpy as np

from core import attributes, latent
from core.compositing import normalize
from core.head import Head
from core.manifest import Manifest
from core.recipe import Recipe, to_floats
from training.drawing import vocabulary

NO_GENERATOR = "0" * 64  # stands where a generator's SHA-256 would


@cache
def manifest() -> Manifest:
    """The vocabulary as a manifest, without files: what a model trained on drawings will say."""
    return msgspec.convert(
        {
            "schema": 1,
            "name": "drawing",
            "title": "Drawn by code",
            "license": "CC0-1.0",
            "resolution": vocabulary.RESOLUTION,
            "latent_size": vocabulary.LATENT_SIZE,
            "attribute_size": vocabulary.ATTRIBUTE_SIZE,
            "latent": vocabulary.LATENT,
            "attributes": vocabulary.ATTRIBUTES,
            "layers": vocabulary.LAYERS,
            "inks": vocabulary.INKS,
            "files": {},
        },
        Manifest,
    )


def drawn(recipe: Recipe, size: int = vocabulary.RESOLUTION) -> Head:
    """The head of a recipe, drawn at `size` pixels.

    Raises:
        ImportError: skia-python is not installed, or libGL or libEGL is missing.
    """
    from training.drawing.compose import draw

    plan = manifest()
    vector = attributes.encode(plan.attributes, recipe.attributes)
    planes = draw(vector, recipe.latent_array, size).astype(np.float32) / np.float32(255)
    return Head(recipe, plan, normalize(planes, plan.layers))


def recipes(count: int, seed: int, **asked: object) -> Iterator[Recipe]:
    """`count` recipes as `kashira generate` would make them: what is not asked for by the seed."""
    plan = manifest()
    named = attributes.check_all(plan.attributes, asked)
    for number in range(seed, seed + count):
        yield Recipe(
            model=plan.name,
            generator=NO_GENERATOR,
            seed=number,
            latent=to_floats(latent.sample(number, plan.latent_size)),
            attributes=attributes.complete(plan.attributes, named, number),
        )
