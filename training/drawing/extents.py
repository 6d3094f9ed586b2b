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
