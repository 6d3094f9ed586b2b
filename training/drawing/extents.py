"""Where each layer can be, and how fine a field moves it (`training.networks.motion`)."""

# In 16ths of the picture: top, left, bottom, right. The largest boxes of 6,000 heads of the corpus,
# half a 16th wider on every side, rounded outwards; a test draws every choice.
EXTENTS: dict[str, tuple[int, int, int, int]] = {
    "hair_back": (0, 0, 16, 16),
    "body": (9, 2, 16, 14),
    "clothes": (11, 1, 16, 15),
    "trim": (12, 4, 16, 12),
    "body_shadow": (9, 2, 16, 14),
    "hair_tails": (3, 0, 16, 16),
    "face": (2, 2, 14, 14),
    "face_shadow": (2, 2, 13, 14),
    "blush": (8, 3, 13, 13),
    "nose": (8, 5, 12, 11),
    "mouth": (9, 4, 14, 12),
    "eye_white": (6, 3, 12, 13),
    "iris": (6, 3, 12, 13),
    "eye_light": (6, 3, 12, 13),
    "lashes": (5, 3, 12, 13),
    "temples": (7, 2, 11, 14),
    "ahoge": (0, 4, 4, 12),
    "hair_front": (0, 1, 16, 15),
    "brows": (5, 3, 9, 13),
    "ribbon": (0, 0, 13, 16),
    "glasses": (6, 2, 12, 13),
    "hat_shadow": (1, 1, 8, 15),
    "hat": (0, 0, 8, 16),
    "hat_trim": (0, 1, 8, 15),
}

# Layers whose neighbouring parts go different ways: eyelids, locks of a fringe.
FINE = ("eye_white", "iris", "eye_light", "lashes", "hair_front", "glasses")

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

# The same at rest (`training.drawing.rest`), where little varies: the boxes of 5,300 heads.
AT_REST: dict[str, tuple[int, int, int, int]] = {
    "hair_back": (1, 0, 16, 16),
    "body": (9, 2, 16, 14),
    "clothes": (12, 2, 16, 14),
    "trim": (13, 5, 16, 11),
    "body_shadow": (12, 3, 16, 13),
    "hair_tails": (4, 0, 16, 16),
    "face": (3, 3, 13, 13),
    "face_shadow": (3, 3, 12, 13),
    "blush": (9, 4, 11, 12),
    "nose": (9, 7, 11, 9),
    "mouth": (10, 6, 13, 10),
    "eye_white": (7, 5, 10, 11),
    "iris": (7, 5, 11, 11),
    "eye_light": (7, 5, 11, 11),
    "lashes": (7, 4, 11, 12),
    "temples": (8, 3, 10, 13),
    "ahoge": (0, 6, 3, 10),
    "hair_front": (0, 3, 14, 13),
    "brows": (6, 5, 8, 11),
    "ribbon": (1, 1, 12, 15),
    "glasses": (7, 4, 11, 12),
    "hat_shadow": (1, 3, 7, 13),
    "hat": (0, 0, 6, 16),
    "hat_trim": (0, 3, 7, 13),
}

# How many pictures a layer at rest is mixed from (`training.networks.generator.Looks`): what 4,000
# heads need for 99.5 % of their variance at 128 px, twice that for small parts of the face; a few
# less where the last of them showed next to nothing, so that the model stays below 16 MB.
LOOKS = {
    "hair_back": 23,
    "body": 10,
    "clothes": 10,
    "trim": 6,
    "body_shadow": 10,
    "hair_tails": 20,
    "face": 12,
    "face_shadow": 32,
    "blush": 4,
    "nose": 8,
    "mouth": 52,
    "eye_white": 24,
    "iris": 8,
    "eye_light": 36,
    "lashes": 40,
    "temples": 4,
    "ahoge": 32,
    "hair_front": 70,
    "brows": 8,
    "ribbon": 14,
    "glasses": 6,
    "hat_shadow": 8,
    "hat": 16,
    "hat_trim": 9,
}
