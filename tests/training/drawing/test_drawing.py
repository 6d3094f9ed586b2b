"""What the corpus promises: lawful, whole, smooth, obedient drawings, the same everywhere."""

import hashlib
import itertools
import os
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("skia")

from training.drawing import clothes, fringes, hair_back, hats, vocabulary
from training.drawing.compose import draw
from training.drawing.sampling import random_attributes
from training.drawn_heads import drawn, manifest, recipes

pytestmark = pytest.mark.training

SIZE = 128
ENTRY = {a["name"]: a for a in vocabulary.ATTRIBUTES if "index" in a}
LAYER = {layer["name"]: layer for layer in vocabulary.LAYERS}


def asked(**values: object) -> np.ndarray:
    """An attribute vector: long hair, sailor blouse, eyes open, nothing worn, unless said."""
    plain = {"hair_style": "long", "bangs": "between", "hat_kind": "beret", "clothes": "sailor",
             "side": "right", "eyes_open": 1.0, "light": 0.4}  # fmt: skip
    out = np.zeros(vocabulary.ATTRIBUTE_SIZE, np.float32)
    for name, value in (plain | values).items():
        entry = ENTRY[name]
        if entry["kind"] == "choice":
            out[entry["index"] + entry["values"].index(value)] = 1
        else:
            out[entry["index"]] = value
    return out


def latent(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(vocabulary.LATENT_SIZE) * 0.7


def layer(planes: np.ndarray, name: str) -> np.ndarray:
    entry = LAYER[name]
    return planes[entry["channel"] : entry["channel"] + len(entry["inks"])].astype(int)


def alpha(planes: np.ndarray, name: str) -> np.ndarray:
    return layer(planes, name).sum(0)


@pytest.mark.parametrize("seed", range(6))
def test_weights_of_a_layer_never_sum_to_more_than_full_cover(seed):
    attributes = random_attributes(np.random.default_rng(seed))
    planes = draw(attributes, latent(seed), SIZE)
    assert planes.shape == (vocabulary.CHANNELS, SIZE, SIZE)
    for name in LAYER:
        assert alpha(planes, name).max() <= 255 + 4, name  # Skia rounds each of four channels


def test_the_same_input_gives_the_same_drawing_in_every_process():
    code = (
        "import hashlib, numpy as np;"
        "from training.drawing.compose import draw;"
        "from training.drawing.sampling import random_attributes as r;"
        "g = np.random.default_rng(5);"
        "print(hashlib.sha256(draw(r(g), g.standard_normal(64), 96).tobytes()).hexdigest())"
    )
    rng = np.random.default_rng(5)
    ours = hashlib.sha256(draw(random_attributes(rng), rng.standard_normal(64), 96).tobytes())
    environment = os.environ | {"PYTHONHASHSEED": "77"}
    theirs = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert theirs.stdout.strip() == ours.hexdigest()


def test_every_fringe_hat_garment_and_style_that_can_be_asked_for_can_be_drawn():
    assert tuple(fringes.FRINGES) == vocabulary.BANGS
    assert tuple(hats.HATS) == vocabulary.HATS
    assert tuple(clothes.GARMENTS) == vocabulary.CLOTHES
    assert tuple(hair_back.STYLES) == vocabulary.HAIR_STYLES


@pytest.mark.parametrize("name", [n for n, e in ENTRY.items() if e["kind"] == "choice"])
def test_each_value_of_a_choice_looks_unlike_every_other(name):
    worn = {"hat": 1.0} if name == "hat_kind" else {"bangs": "swept"} if name == "side" else {}
    pictures = [
        draw(asked(**worn | {name: value}), latent(1), SIZE).astype(int)
        for value in ENTRY[name]["values"]
    ]
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            assert (np.abs(one - other).max(0) > 60).mean() > 0.02


@pytest.mark.parametrize(
    ("name", "where"),
    [("hat", "hat"), ("ribbon", "ribbon"), ("glasses", "glasses"), ("blush", "blush")],
)
def test_what_is_worn_fills_its_layer_and_what_is_not_leaves_it_empty(name, where):
    assert alpha(draw(asked(**{name: 1.0}), latent(2), SIZE), where).max() > 150
    assert alpha(draw(asked(**{name: 0.0}), latent(2), SIZE), where).max() == 0


def test_mouth_opens_and_smiles_by_degrees():
    inside = [
        layer(draw(asked(open_mouth=t), latent(3), SIZE), "mouth")[0].sum()
        for t in (0, 0.3, 0.6, 1)
    ]
    assert inside == sorted(inside)
    assert inside[0] == 0
    teeth = layer(draw(asked(open_mouth=1.0, smile=1.0), latent(3), SIZE), "mouth")[2]
    assert teeth.max() > 100


def test_the_forehead_is_there_under_the_fringe():
    planes = draw(asked(bangs="hime"), latent(4) * 0, SIZE)
    under_hair = alpha(planes, "hair_front") > 250
    skull = np.zeros((SIZE, SIZE), bool)
    skull[SIZE * 30 // 100 : SIZE * 55 // 100, SIZE * 35 // 100 : SIZE * 65 // 100] = True
    hidden = under_hair & skull
    assert hidden.sum() > 200
    assert (alpha(planes, "face")[hidden] > 250).all()


def test_the_cap_of_hair_is_there_under_fringe_and_locks():
    planes = draw(asked(bangs="hime"), latent(4) * 0, SIZE)
    above = np.arange(SIZE)[:, None] < SIZE * 31 // 100
    for name in ("hair_front", "hair_side"):
        hidden = (alpha(planes, name) > 250) & above
        assert hidden.sum() > 50
        assert (alpha(planes, "hair_cap")[hidden] > 250).all()


def test_the_whole_iris_is_there_behind_a_shut_lid():
    opened, shut = (draw(asked(eyes_open=t), latent(5), SIZE) for t in (1.0, 0.0))
    assert np.array_equal(layer(opened, "iris"), layer(shut, "iris"))
    assert alpha(opened, "eye_white").sum() > 40 * alpha(shut, "eye_white").sum()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_small_step_in_latent_space_is_a_small_change_of_the_picture(seed):
    rng = np.random.default_rng(seed)
    attributes = random_attributes(rng)
    a, b = rng.standard_normal((2, vocabulary.LATENT_SIZE))
    angles = np.linspace(0, np.pi / 2, 41)
    steps = changes([(attributes, a * np.cos(t) + b * np.sin(t)) for t in angles])
    assert steps.max() < 3 * np.median(steps)


@pytest.mark.parametrize(
    "name",
    [n for n, e in ENTRY.items() if e["kind"] == "slider"] + ["blush", "smile", "open_mouth"],
)
def test_a_slider_moves_the_picture_evenly(name):
    low, high = ENTRY[name].get("range", (-1, 1) if ENTRY[name]["kind"] == "slider" else (0, 1))
    steps = changes([(asked(**{name: t}), latent(6)) for t in np.linspace(low, high, 25)])
    assert steps.min() > 0
    assert steps.max() < 3 * np.median(steps)


def changes(inputs: list) -> np.ndarray:
    """How much the finished picture changes from each input to the next (RMS)."""
    recipe = next(iter(recipes(1, 1)))
    colors = manifest()
    from core.compositing import flatten, normalize
    from core.palette import palette

    inks = palette(colors.inks, colors.attributes, recipe.attributes, {})
    pictures = [
        flatten(colors.layers, normalize(draw(a, z, SIZE).astype(np.float32) / 255, colors.layers))
        .paint(inks)
        for a, z in inputs
    ]  # fmt: skip
    return np.array([np.sqrt(((b - a) ** 2).mean()) for a, b in itertools.pairwise(pictures)])


def test_a_drawn_head_takes_any_colour_without_being_drawn_again():
    head = drawn(next(iter(recipes(1, 3, hair_color="blue", hair_style="long"))), SIZE)
    green = head.recolor(hair_color="#00ff00", inks={"hair.line": "#ff0000"})
    assert green.weights is head.weights
    assert green.palette["hair.base"] == "#00ff00"
    assert green.palette["hair.line"] == "#ff0000"


HEADS_LOOKED_AT = 200  # of 100, chance alone takes four more or less


@pytest.mark.slow
@pytest.mark.parametrize(
    ("least", "wish"),
    [(97, {"hat": False, "glasses": False, "skin_color": "fair"}), (85, {})],
    ids=["plain heads", "all heads"],
)
def test_an_independent_face_detector_finds_the_drawn_faces(least, wish):
    cv2 = pytest.importorskip("cv2")
    from pathlib import Path

    import training

    cascade = Path(training.__file__).parent / "data" / "lbpcascade_animeface.xml"
    detector = cv2.CascadeClassifier(str(cascade))
    found = 0
    for recipe in recipes(HEADS_LOOKED_AT, 500, **wish):
        rgba = drawn(recipe, 256).rgba
        picture = np.rint((rgba[..., :3] + 1 - rgba[..., 3:]) * 255).astype(np.uint8)
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        gray = cv2.equalizeHist(cv2.GaussianBlur(gray, (0, 0), 1.0))  # sigma: width / 256
        faces = detector.detectMultiScale(gray, scaleFactor=1.1, minNeighbors=5, minSize=(24, 24))
        found += len(faces) == 1
    assert found >= least * HEADS_LOOKED_AT / 100
