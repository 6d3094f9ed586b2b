"""What the default model can be asked for: attributes, latent factors, layers and inks.

Plain data in the shape of model.json (docs/model-folder.md); the exporter writes it out unchanged.
Order is part of the contract: attribute indices and latent positions are given by it.
"""

from training.drawing.colors import ACCENT, CLOTH, EYE, FRAME, HAIR, SKIN

RESOLUTION = 256
PREVIEW_SIZE = 128  # of the generator's smaller output, for moving sliders

HAIR_STYLES = ("long", "short", "twintails", "drill", "ponytail", "braids", "buns", "cropped")
BANGS = ("hime", "swept", "parted", "spiky", "between", "curtain", "fluffy", "back")
HATS = ("beret", "witch", "cap", "knit", "straw", "sailor")
CLOTHES = ("sailor", "blazer", "hoodie", "turtleneck", "dress", "shirt", "kimono", "cardigan")
SIDES = ("left", "right")

# name, part, lowest and highest value; None: the plain normal value
FACTORS = (
    ("face_w", "face", (0.91, 1.09)),
    ("chin_len", "face", (-0.05, 0.06)),
    ("chin_sharp", "face", (0.0, 1.0)),
    ("jaw", "face", (-0.035, 0.035)),
    ("cheek", "face", (-0.025, 0.03)),
    ("nose_y", "face", (-0.03, 0.03)),
    ("eye_w", "eyes", (0.88, 1.15)),
    ("eye_h", "eyes", (0.77, 1.15)),
    ("eye_tilt", "eyes", (-0.27, 0.40)),
    ("eye_round", "eyes", (0.0, 1.0)),
    ("eye_gap", "eyes", (-0.025, 0.03)),
    ("eye_y", "eyes", (-0.035, 0.035)),
    ("iris", "eyes", (0.86, 1.14)),
    ("lash", "eyes", (0.85, 1.3)),
    ("pupil", "eyes", (0.7, 1.2)),
    ("brow_y", "brows", (-0.04, 0.03)),
    ("brow_w", "brows", (0.75, 1.35)),
    ("brow_arch", "brows", (0.3, 1.0)),
    ("mouth_y", "mouth", (-0.03, 0.03)),
    ("mouth_w", "mouth", (0.8, 1.2)),
    ("mouth_curve", "mouth", (0.7, 1.3)),
    ("mouth_depth", "mouth", (0.75, 1.2)),
    ("fang", "mouth", None),
    ("hair_vol", "hair", (-0.04, 0.11)),
    ("hair_len", "hair", (0.0, 1.0)),
    ("curl", "hair", (0.0, 1.0)),
    ("lock_len", "hair", (0.0, 1.0)),
    ("lock_w", "hair", (0.8, 1.25)),
    ("lock_curl", "hair", (-1.0, 1.0)),
    ("ahoge", "hair", (-2.6, 2.2)),
    ("ahoge_dir", "hair", (-1.0, 1.0)),
    ("flick", "hair", (-0.55, 1.0)),
    ("spread", "hair", (-1.0, 1.0)),
    ("tail_h", "hair", (-1.0, 1.0)),
    ("tail_w", "hair", (0.85, 1.18)),
    ("bangs_len", "bangs", (-0.14, 0.10)),
    ("bangs_sweep", "bangs", (-1.0, 1.0)),
    ("bangs_w", "bangs", (0.88, 1.14)),
    ("gloss", "style", (0.55, 1.0)),
    ("scale", "style", (-1.0, 1.0)),
    ("shoulder", "clothes", (0.93, 1.07)),
    ("lens", "accessories", (0.0, 1.0)),
)
# never half there
WHOLE = ("hair_style", "bangs", "hat", "hat_kind", "ribbon", "glasses", "clothes", "side")
LATENT_SIZE = 64
DETAILS = LATENT_SIZE - len(FACTORS)
LATENT = [{"name": name, "part": part} for name, part, _ in FACTORS] + [
    {"name": f"detail_{i}", "part": "detail"} for i in range(DETAILS)
]


# in four of ten heads the seed draws more than none; in one of fifty: it knows nothing of age
FEW, RARE = {"center": -0.1, "spread": 0.45}, {"center": -0.62, "spread": 0.3}


def _attributes() -> list[dict]:
    at = 0
    out: list[dict] = []

    def color(name: str, title: str, part: str, colors: dict) -> None:
        out.append({"name": name, "title": title, "part": part, "kind": "color", "colors": colors})

    def choice(name: str, title: str, part: str, values: tuple[str, ...]) -> None:
        nonlocal at
        out.append(
            {
                "name": name,
                "title": title,
                "part": part,
                "kind": "choice",
                "index": at,
                "values": list(values),
                **({"whole": True} if name in WHOLE else {}),
            }
        )
        at += len(values)

    def number(kind: str, name: str, title: str, part: str, **more: object) -> None:
        nonlocal at
        if name in WHOLE:
            more["whole"] = True
        out.append({"name": name, "title": title, "part": part, "kind": kind, "index": at, **more})
        at += 1

    color("hair_color", "Hair colour", "hair", HAIR)
    choice("hair_style", "Hair style", "hair", HAIR_STYLES)
    choice("bangs", "Fringe", "bangs", BANGS)
    color("eye_color", "Eye colour", "eyes", EYE)
    color("skin_color", "Skin", "face", SKIN)
    out.append(
        {
            "name": "dark_skin",
            "title": "Dark skin",
            "part": "face",
            "kind": "toggle",
            "probability": 0.12,
            "sets": {"on": {"skin_color": "dark"}, "off": {"skin_color": "fair"}},
        }
    )
    number("toggle", "blush", "Blush", "face", probability=0.25)
    number("toggle", "smile", "Smile", "mouth", probability=0.5)
    number("toggle", "open_mouth", "Open mouth", "mouth", probability=0.25)
    number("toggle", "hat", "Hat", "accessories", probability=0.12)
    choice("hat_kind", "Kind of hat", "accessories", HATS)
    color("hat_color", "Hat colour", "accessories", CLOTH)
    number("toggle", "ribbon", "Ribbon", "accessories", probability=0.25)
    color("ribbon_color", "Ribbon colour", "accessories", ACCENT)
    number("toggle", "glasses", "Glasses", "accessories", probability=0.2)
    color("glasses_color", "Glasses colour", "accessories", FRAME)
    choice("clothes", "Clothes", "clothes", CLOTHES)
    color("clothes_color", "Clothes colour", "clothes", CLOTH)
    color("accent_color", "Accent colour", "clothes", ACCENT)
    choice("side", "Side of parting, ponytail, bow", "hair", SIDES)
    number("slider", "yaw", "Turn", "pose", spread=0.45)
    number("slider", "tilt", "Tilt", "pose", spread=0.4)
    number("slider", "nod", "Nod", "pose", spread=0.35)
    number("slider", "gaze_x", "Gaze left to right", "eyes", spread=0.4)
    number("slider", "gaze_y", "Gaze up to down", "eyes", spread=0.35)
    number("slider", "eyes_open", "Eyes open", "eyes", range=[0.0, 1.0], center=1.0, spread=0.12)
    number("slider", "mouth_shape", "Mouth narrow to wide", "mouth", spread=0.4)
    number("slider", "brow_height", "Brows low to high", "brows", spread=0.4)
    number("slider", "brow_mood", "Brows sad to angry", "brows", spread=0.4)
    number("slider", "mature", "Young to mature", "face", spread=0.5)
    number("slider", "light", "Light from left to right", "style", spread=0.6)
    number("slider", "boyish", "Girlish to boyish", "face", range=[0.0, 1.0], **FEW)
    number("slider", "wrinkles", "Wrinkles", "face", range=[0.0, 1.0], **RARE)
    number("slider", "eye_size", "Eyes small to large", "eyes", spread=0.4)
    number("slider", "mouth_curl", "Mouth frown to cat", "mouth", spread=0.3)
    number("slider", "smirk", "Smirk to left or right", "mouth", spread=0.25)
    number("slider", "line_weight", "Lines thin to bold", "style", spread=0.4)
    number("slider", "shade_depth", "Shade faint to deep", "style", spread=0.4)
    return out


ATTRIBUTES = _attributes()
ATTRIBUTE_SIZE = sum(len(a.get("values", "x")) for a in ATTRIBUTES if "index" in a)


def _ramp(prefix: str, attribute: str, **roles: str) -> list[dict]:
    """Inks `prefix.role` that follow a colour attribute; roles: role=kind."""
    return [
        {"name": f"{prefix}.{role}", "kind": kind, "attribute": attribute, "role": role}
        for role, kind in roles.items()
    ]


FOUR = {"base": "flat", "shade": "shade", "light": "light", "line": "line"}
INKS = [
    *_ramp("hair", "hair_color", **FOUR),
    *_ramp("skin", "skin_color", **FOUR),
    *_ramp("cloth", "clothes_color", base="flat", shade="shade", line="line"),
    {"name": "cloth.white", "kind": "flat", "color": "#f4f1f6"},
    *_ramp("accent", "accent_color", **FOUR),
    *_ramp("ribbon", "ribbon_color", **FOUR),
    *_ramp("hat", "hat_color", **FOUR),
    {"name": "shadow.body", "kind": "shade", "color": "#43265c"},
    {"name": "shadow.hat", "kind": "shade", "color": "#3a1d4a"},
    {"name": "blush.base", "kind": "flat", "mix": [["#ff556a", 0.8], ["skin.base", 0.2]]},
    {"name": "blush.line", "kind": "line", "mix": [["#d8324e", 0.85], ["skin.line", 0.15]]},
    {"name": "mouth.inside", "kind": "flat", "color": "#98343f"},
    {"name": "mouth.tongue", "kind": "flat", "color": "#ee8b88"},
    {"name": "mouth.teeth", "kind": "light", "color": "#fffaf6"},
    {"name": "mouth.line", "kind": "line", "mix": [["skin.line", 0.65], ["#7a2030", 0.35]]},
    {"name": "eye.white", "kind": "flat", "color": "#fffdfc"},
    *_ramp("iris", "eye_color", dark="line", base="flat", light="light", glow="light"),
    {"name": "eye.shadow", "kind": "shade", "color": "#3a2a5c"},
    {"name": "eye.catch", "kind": "light", "color": "#fffdfc"},
    {"name": "lash.base", "kind": "line", "mix": [["hair.line", 0.4], ["#1a1014", 0.6]]},
    {"name": "lash.warm", "kind": "line", "mix": [["lash.base", 0.45], ["#a5433c", 0.55]]},
    {"name": "lid.line", "kind": "line", "mix": [["skin.line", 0.75], ["lash.base", 0.25]]},
    {"name": "brow.base", "kind": "line", "mix": [["hair.line", 0.75], ["hair.shade", 0.25]]},
    {"name": "glasses.frame", "kind": "line", "attribute": "glasses_color", "role": "base"},
    {"name": "glasses.shine", "kind": "light", "attribute": "glasses_color", "role": "light"},
    {"name": "glasses.lens", "kind": "light", "color": "#e6f4ff"},
]

# bottom to top: name, title, part, inks, the layer it is clipped to
_LAYERS = (
    ("hair_back", "Back hair", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("body", "Body", "body", "skin.base skin.shade skin.line", None),
    ("clothes", "Clothes", "clothes", "cloth.base cloth.shade cloth.white cloth.line", None),
    ("trim", "Trim", "clothes", "accent.base accent.shade accent.line", None),
    ("body_shadow", "Hair shadow on body", "clothes", "shadow.body", None),
    ("hair_tails", "Hair tails", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("face", "Face", "face", "skin.base skin.shade skin.light skin.line", None),
    ("face_shadow", "Hair shadow on face", "face", "skin.shade", None),
    ("blush", "Blush", "face", "blush.base blush.line", None),
    ("nose", "Nose", "face", "skin.shade skin.light skin.line", None),
    ("mouth", "Mouth", "mouth", "mouth.inside mouth.tongue mouth.teeth mouth.line", None),
    ("eye_white", "Eye whites", "eyes", "eye.white", None),
    ("iris", "Irises", "eyes", "iris.dark iris.base iris.light iris.glow", "eye_white"),
    ("eye_light", "Eye lights", "eyes", "eye.shadow eye.catch", "eye_white"),
    ("lashes", "Lashes", "eyes", "lash.base lash.warm lid.line", None),
    ("temples", "Glasses temples", "accessories", "glasses.frame", None),
    ("ahoge", "Ahoge", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("hair_cap", "Hair cap", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("hair_side", "Side locks", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("hair_front", "Front hair", "hair", "hair.base hair.shade hair.light hair.line", None),
    ("brows", "Brows", "brows", "brow.base", None),
    ("ribbon", "Ribbon", "accessories", "ribbon.base ribbon.shade ribbon.light ribbon.line", None),
    ("glasses", "Glasses", "accessories", "glasses.frame glasses.shine glasses.lens", None),
    ("hat_shadow", "Hat shadow", "accessories", "shadow.hat", None),
    ("hat", "Hat", "accessories", "hat.base hat.shade hat.light hat.line", None),
    (
        "hat_trim",
        "Hat trim",
        "accessories",
        "accent.base accent.shade accent.light accent.line",
        None,
    ),
)


# what each shadow falls on
_WITHIN = {
    "body_shadow": ["body", "clothes"],
    "face_shadow": ["face"],
    "hat_shadow": ["face", "hair_cap", "hair_side", "hair_front"],
}


_SOLID = {"hair_back", "body", "clothes", "hair_tails", "face", "ahoge", "hair_cap", "hair_side"}
_SOLID |= {"hair_front", "ribbon", "hat", "hat_trim"}


def _layers() -> list[dict]:
    out, channel = [], 0
    for name, title, part, inks, clip in _LAYERS:
        names = inks.split()
        out.append(
            {
                "name": name,
                "title": title,
                "part": part,
                "inks": names,
                "channel": channel,
                **({"clip": clip} if clip else {}),
                **({"within": _WITHIN[name]} if name in _WITHIN else {}),
                **({"solid": True} if name in _SOLID else {}),
            }
        )
        channel += len(names)
    return out


LAYERS = _layers()
CHANNELS = sum(len(layer["inks"]) for layer in LAYERS)
