"""How a layer makes way while a choice changes: it shrinks, and what comes instead grows.

Between two choices there is no drawing to learn from. A cross-fade shows two heads at once; so hair
draws in behind the head, a fringe up to its hairline, and hats and bows to a point, where the one
that was is exchanged for the one that will be.
"""

from training.drawing import vocabulary as v

HAIRLINE = -0.42  # y of the picture, -1..1, below which a fringe draws up

# layer: what decides it; where to it shrinks (x, y of the picture, -1..1; "fringe": only what hangs
# below the hairline, upwards); the least that is left of it
SHRINKS: dict[str, tuple[tuple[str, ...], tuple[float, float] | str, float]] = {
    "hair_back": (("hair_style", "side"), (0.0, -0.15), 0.1),
    "hair_tails": (("hair_style", "side"), (0.0, -0.15), 0.1),
    "body_shadow": (("hair_style", "side"), (0.0, -0.15), 0.1),
    "face_shadow": (("hair_style", "bangs", "side"), "fringe", 0.5),
    "hair_front": (("hair_style", "bangs", "side"), "fringe", 0.5),
    "ahoge": (("hat", "side"), (0.0, -0.66), 0.0),
    "ribbon": (("ribbon", "hair_style", "side"), (0.0, -0.6), 0.0),
    "temples": (("glasses",), (0.0, 0.05), 0.0),
    "glasses": (("glasses",), (0.0, 0.05), 0.0),
    "hat_shadow": (("hat", "hat_kind"), (0.0, -0.6), 0.0),
    "hat": (("hat", "hat_kind"), (0.0, -0.6), 0.0),
    "hat_trim": (("hat", "hat_kind"), (0.0, -0.6), 0.0),
}


def inputs_of(name: str) -> tuple[int, ...]:
    """Which inputs (latent, then attributes) hold an attribute: one for each value of a choice."""
    entry = next(a for a in v.ATTRIBUTES if a["name"] == name)
    first = v.LATENT_SIZE + entry["index"]
    return tuple(range(first, first + len(entry.get("values", "x"))))
