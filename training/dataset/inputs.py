"""What a picture can be labelled with: the attributes of the vocabulary, as networks take them."""

import functools

import msgspec

from core.attributes import Attribute, Choice, Color
from training.drawing import vocabulary

SIZE = vocabulary.ATTRIBUTE_SIZE


@functools.cache
def attributes() -> tuple[Attribute, ...]:
    """The vocabulary's attributes, checked."""
    return tuple(msgspec.convert(vocabulary.ATTRIBUTES, list[Attribute]))


@functools.cache
def input_names() -> tuple[str, ...]:
    """A name for each of the network's `SIZE` inputs: ``hair_style=long``, ``smile``, ``yaw``."""
    names: list[str] = []
    for attribute in attributes():
        if isinstance(attribute, Choice):
            names += [f"{attribute.name}={value}" for value in attribute.values]
        elif not isinstance(attribute, Color) and attribute.index is not None:
            names.append(attribute.name)
    return tuple(names)


@functools.cache
def color_names() -> tuple[str, ...]:
    """The colour attributes: they enter the palette, not the network."""
    return tuple(a.name for a in attributes() if isinstance(a, Color))
