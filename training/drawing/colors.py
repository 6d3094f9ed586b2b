"""The named colours of the default model, picked by eye: name -> colour of each role.

Roles that are left out follow from `base` by the OKLab ramps of core/palette.py.
"""


def _table(roles: str, **colors: str) -> dict[str, dict[str, str]]:
    keys = roles.split()
    return {name: dict(zip(keys, text.split(), strict=True)) for name, text in colors.items()}


HAIR = _table(
    "base shade light line",
    blonde="#f6d67f #dca04f #fff6cf #7a4a26",
    brown="#96603f #6b3f2e #d49b6b #33191a",
    black="#3f3e4c #2a2835 #7d84a0 #0f0d15",
    blue="#4f7fdc #3456ae #a3cbff #1a2558",
    pink="#f9a6c0 #e0749f #ffdfe8 #7d2f55",
    purple="#9d74d3 #7350ac #d8bcff #331f58",
    green="#6cbb6e #43905a #c3eea6 #1a4434",
    red="#d2434a #9f2a3f #ff9b88 #470f25",
    silver="#c9d0e0 #9aa3bf #f4f8ff #484e6c",
    white="#f7f5f7 #cdc9da #ffffff #66607c",
    orange="#f6964a #d2662f #ffd491 #6a2a1c",
    aqua="#74d8d8 #44a9b8 #d0fbf0 #1c5268",
    grey="#8d8c94 #66656f #bfbfc8 #2d2c35",
)

EYE = _table(
    "dark base light glow",
    blue="#12265c #3f7fe0 #8fd4ff #e2f8ff",
    red="#4c0819 #cf2b3c #ff7f6a #ffd9c4",
    brown="#2c140d #84512f #d79c60 #fbe3b6",
    green="#0c3828 #31a35a #95e27c #ecffc9",
    purple="#2b1058 #8248cf #c69aff #f3e3ff",
    yellow="#643d08 #eab521 #ffe877 #fffbd8",
    pink="#711747 #f0639f #ffb0cf #ffeaf3",
    aqua="#094255 #27b8c4 #8cf3e4 #e6fffa",
    black="#08070c #2b2935 #77768f #cfd0e4",
    orange="#632208 #ee7a1d #ffbd62 #ffefc9",
)

SKIN = _table(
    "base shade light line",
    pale="#fff3ec #f3cdc4 #fffaf6 #8c5552",
    fair="#ffe9dd #f6c3b3 #fff7f0 #8a4a45",
    warm="#fbd9bd #e6ab8b #fff0dd #7d4436",
    tan="#dfa67c #b97c58 #f6cda6 #5e3125",
    dark="#b97c58 #92573f #dba27a #46211d",
    deep="#87543f #61382f #b98262 #2b1315",
)

CLOTH = _table(
    "base",
    navy="#3b4a78",
    denim="#5f7fb8",
    sky="#a9c3e6",
    cream="#f1e3d3",
    rose="#f4b6c2",
    crimson="#b8506a",
    wine="#6a3048",
    plum="#4b3a5e",
    violet="#8d7bb8",
    lavender="#cfc4ea",
    white="#e9e6ee",
    slate="#8f98a8",
    charcoal="#434a58",
    teal="#4f7a72",
    mint="#a7d3bf",
    lemon="#efe0a6",
    ochre="#c98a4b",
    chestnut="#7a4a36",
)

ACCENT = _table(
    "base",
    red="#d9364f",
    pink="#f0709a",
    purple="#a05bd0",
    blue="#4a63d8",
    azure="#2f9fd6",
    teal="#26a69a",
    green="#7fb13f",
    gold="#f2b632",
    orange="#ef7b3a",
)

FRAME = _table(
    "base light",
    black="#241f33 #6f6a86",
    red="#7c2238 #d77a86",
    brown="#58341f #b8835a",
    navy="#24305f #7288c4",
    green="#1f4a3c #6aa38c",
    purple="#43286a #9a7cc8",
    gold="#8a6420 #ecc964",
)
