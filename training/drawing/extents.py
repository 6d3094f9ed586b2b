"""Where each layer can be, and how fine a field moves it (`training.networks.motion`)."""

# In 16ths of the picture: top, left, bottom, right. The largest boxes of 1,500 heads of the corpus,
# half a 16th wider on every side, rounded outwards (`training.survey_layers boxes`); a test draws
# every choice.
EXTENTS: dict[str, tuple[int, int, int, int]] = {
    "hair_back": (0, 0, 16, 16),
    "body": (9, 1, 16, 15),
    "clothes": (11, 0, 16, 15),
    "trim": (12, 2, 16, 13),
    "body_shadow": (9, 1, 16, 14),
    "hair_tails": (0, 0, 16, 16),
    "face": (3, 2, 14, 14),
    "face_shadow": (3, 2, 13, 14),
    "blush": (8, 3, 13, 13),
    "nose": (8, 5, 12, 11),
    "mouth": (9, 4, 14, 12),
    "eye_white": (6, 3, 12, 13),
    "iris": (6, 3, 12, 13),
    "eye_light": (6, 3, 12, 13),
    "lashes": (6, 3, 12, 13),
    "temples": (7, 3, 11, 13),
    "ahoge": (0, 4, 4, 13),
    "hair_cap": (1, 2, 12, 14),
    "hair_side": (2, 2, 16, 14),
    "hair_front": (1, 2, 13, 14),
    "brows": (5, 3, 10, 12),
    "ribbon": (0, 0, 16, 16),
    "glasses": (6, 3, 12, 13),
    "hat_shadow": (1, 2, 8, 14),
    "hat": (0, 0, 8, 16),
    "hat_trim": (0, 1, 8, 14),
}

# Nodes of a field along each side of a 16th, one where nothing is said: more where neighbouring
# parts go different ways (eyelids, locks of a fringe), most where a corner of the mouth does.
NODES = {
    "mouth": 4,
    "ahoge": 3,
    "eye_white": 2,
    "iris": 2,
    "eye_light": 2,
    "lashes": 2,
    "hair_cap": 2,
    "hair_side": 2,
    "hair_front": 2,
    "brows": 2,
    "glasses": 2,
}

# How many ways of bending a layer has of its own, where it is more than `motion.MODES`: as many as
# locks and tips go their ways.
MODES = {
    "hair_back": 96,
    "body_shadow": 64,
    "hair_tails": 96,
    "mouth": 48,
    "lashes": 48,
    "hair_cap": 80,
    "hair_side": 112,
    "hair_front": 128,
}

# Layers that a network of their own bends, and its features: a mouth has moods and an ahoge leans
# as no other layer does, and among 26 layers they are not heard.
OWN = {"mouth": 256, "ahoge": 96}

# What lies on the dome of the head stays within its contour.
WITHIN = {"hair_front": ("hair_cap", "face")}

# Layers that are kept at the full size at rest: small ones. The others are sharpened.
DETAILED = (
    "blush",
    "nose",
    "mouth",
    "eye_white",
    "iris",
    "eye_light",
    "lashes",
    "temples",
    "ahoge",
    "brows",
    "glasses",
)

# The same at rest (`training.drawing.rest`), where little varies: the boxes of 1,500 heads.
AT_REST: dict[str, tuple[int, int, int, int]] = {
    "hair_back": (1, 1, 16, 15),
    "body": (9, 2, 16, 14),
    "clothes": (12, 2, 16, 14),
    "trim": (12, 3, 16, 13),
    "body_shadow": (12, 3, 16, 13),
    "hair_tails": (0, 0, 16, 16),
    "face": (3, 3, 13, 13),
    "face_shadow": (3, 3, 12, 13),
    "blush": (9, 4, 12, 12),
    "nose": (9, 7, 11, 9),
    "mouth": (10, 6, 13, 10),
    "eye_white": (7, 4, 11, 12),
    "iris": (7, 5, 11, 11),
    "eye_light": (7, 4, 11, 12),
    "lashes": (6, 4, 11, 12),
    "temples": (8, 3, 10, 13),
    "ahoge": (0, 6, 4, 10),
    "hair_cap": (1, 2, 11, 14),
    "hair_side": (3, 3, 15, 13),
    "hair_front": (2, 3, 12, 13),
    "brows": (6, 5, 8, 11),
    "ribbon": (1, 0, 16, 16),
    "glasses": (7, 4, 11, 12),
    "hat_shadow": (1, 3, 8, 13),
    "hat": (0, 1, 7, 15),
    "hat_trim": (0, 2, 7, 14),
}

# How many pictures a layer at rest is mixed from (`training.networks.generator.Looks`): shared out
# so that every further one would show as much (`training.survey_layers looks`) and the model stays
# below 16 MB, then more for mouth and eyes, and fewer for the shadow on the face.
LOOKS = {
    "hair_back": 36,
    "body": 10,
    "clothes": 24,
    "trim": 11,
    "body_shadow": 8,
    "hair_tails": 36,
    "face": 15,
    "face_shadow": 44,
    "blush": 3,
    "nose": 12,
    "mouth": 72,
    "eye_white": 44,
    "iris": 6,
    "eye_light": 40,
    "lashes": 52,
    "temples": 5,
    "ahoge": 16,
    "hair_cap": 34,
    "hair_side": 36,
    "hair_front": 98,
    "brows": 18,
    "ribbon": 19,
    "glasses": 8,
    "hat_shadow": 9,
    "hat": 26,
    "hat_trim": 15,
}
