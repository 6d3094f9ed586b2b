"""How a layer makes way while a choice changes: it shrinks, and what comes instead grows.

Between two choices there is no drawing to learn from. A cross-fade shows two heads at once; so hair
draws in behind the head, a fringe up to its hairline, and hats and bows to a point, where the one
that was is exchanged for the one that will be. Clothes are exchanged
from one side to the other.
"""

from typing import NamedTuple

from training.drawing import vocabulary as v

HAIRLINE = -0.40  # y of the picture, -1..1, below which a fringe draws up
ROOT = -0.659  # y of an ahoge's root at rest, under the cap


class Shrink(NamedTuple):
    """What decides a layer, where to it shrinks (x, y of the picture, -1..1), the least left of it.

    `hanging`: only what hangs below `y` shrinks, upwards. `grows`: the factor of the latent that
    says how much of it there is, 0..1 and below 0 nothing; it is painted fully grown.
    """

    choices: tuple[str, ...]
    x: float
    y: float
    least: float
    hanging: bool = False
    grows: str = ""


SHRINKS = {
    "hair_back": Shrink(("hair_style", "side"), 0.0, -0.15, 0.1),
    "hair_tails": Shrink(("hair_style", "side", "hat"), 0.0, -0.15, 0.1),
    "body_shadow": Shrink(("hair_style", "side", "hat"), 0.0, -0.15, 0.1),
    "face_shadow": Shrink(("hair_style", "bangs", "side"), 0.0, HAIRLINE, 0.5, hanging=True),
    "hair_side": Shrink(("hair_style",), 0.0, HAIRLINE, 0.5, hanging=True),
    "hair_front": Shrink(("hair_style", "bangs", "side"), 0.0, HAIRLINE, 0.5, hanging=True),
    "ahoge": Shrink(("hat", "side"), 0.0, ROOT, 0.0, grows="ahoge"),
    "ribbon": Shrink(("ribbon", "hair_style", "side", "hat"), 0.0, -0.6, 0.0),
    "temples": Shrink(("glasses",), 0.0, 0.05, 0.0),
    "glasses": Shrink(("glasses",), 0.0, 0.05, 0.0),
    "hat_shadow": Shrink(("hat", "hat_kind"), 0.0, -0.6, 0.0),
    "hat": Shrink(("hat", "hat_kind"), 0.0, -0.6, 0.0),
    "hat_trim": Shrink(("hat", "hat_kind"), 0.0, -0.6, 0.0),
}


# Where bows and ties are, x of the right one and y: that is where they shrink to. A single bow,
# twintails and buns are elsewhere below a hat.
BOWS = {
    "long": (0.39, -0.44),
    "short": (0.39, -0.44),
    "twintails": (0.54, -0.27),
    "drill": (0.56, -0.18),
    "ponytail": (0.0, -0.64),
    "braids": (0.39, 0.78),
    "buns": (0.37, -0.53),
    "cropped": (0.39, -0.44),
}
BELOW_HAT = dict.fromkeys(("long", "short", "ponytail", "cropped"), (0.58, 0.12)) | {
    "twintails": (0.54, -0.13),
    "buns": (0.54, -0.08),
}

# What a body stays in: from one side to the other, one garment gives way to another.
EXCHANGED = {"clothes": "clothes", "trim": "clothes"}  # layer: the choice that decides it


def inputs_of(name: str) -> tuple[int, ...]:
    """Which inputs (latent, then attributes) hold an attribute: one for each value of a choice."""
    entry = next(a for a in v.ATTRIBUTES if a["name"] == name)
    first = v.LATENT_SIZE + entry["index"]
    return tuple(range(first, first + len(entry.get("values", "x"))))


def growth_of(factor: str) -> tuple[int, float, float]:
    """Which input a factor of the latent is, and its lowest and highest value."""
    index, bounds = next((i, r) for i, (name, _, r) in enumerate(v.FACTORS) if name == factor)
    assert bounds is not None
    return (index, *bounds)
