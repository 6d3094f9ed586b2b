"""The labels of generators from elsewhere, as attributes.

34 labels are those of Jin et al. 2017 (arXiv 1708.05509), in the order of their first published
model: colours of hair and eyes exclude each other and become choices, the rest are toggles. Any
other number has no known meaning: toggles named by their place.
"""

from core.attribute_kinds import Attribute, Choice, Toggle

COUNT = 34

_PROBABILITY = 0.25  # of each toggle, as in the paper's training
_HAIR_COLORS = ("blonde", "brown", "black", "blue", "pink", "purple", "green", "red", "silver",
                "white", "orange", "aqua", "grey")  # fmt: skip
_TOGGLES = (
    ("long_hair", "Long hair", "hair"),
    ("short_hair", "Short hair", "hair"),
    ("twintails", "Twintails", "hair"),
    ("drill_hair", "Drill hair", "hair"),
    ("ponytail", "Ponytail", "hair"),
    ("blush", "Blush", "face"),
    ("smile", "Smile", "mouth"),
    ("open_mouth", "Open mouth", "mouth"),
    ("hat", "Hat", "accessories"),
    ("ribbon", "Ribbon", "accessories"),
    ("glasses", "Glasses", "accessories"),
)
_EYE_COLORS = ("blue", "red", "brown", "green", "purple", "yellow", "pink", "aqua", "black",
               "orange")  # fmt: skip


def attributes(count: int) -> tuple[Attribute, ...]:
    """What ``count`` labels of a foreign generator are called and mean."""
    if count != COUNT:
        return tuple(
            Toggle(name=f"label_{i}", title=f"Label {i}", part="all", index=i, probability=0.0)
            for i in range(count)
        )
    hair = Choice(name="hair_color", title="Hair colour", part="hair", index=0, values=_HAIR_COLORS)
    first_toggle = len(_HAIR_COLORS)
    toggles = [
        Toggle(name=name, title=title, part=part, index=first_toggle + i, probability=_PROBABILITY)
        for i, (name, title, part) in enumerate(_TOGGLES)
    ]
    eyes = Choice(
        name="eye_color", title="Eye colour", part="eyes", index=first_toggle + len(toggles),
        values=_EYE_COLORS,
    )  # fmt: skip
    return (hair, *toggles, eyes)
