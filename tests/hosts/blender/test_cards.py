"""Cards in real Blender: what they look like, and what becomes of them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira
from core.head import Head
from core.recipe import from_json
from tests.hosts.blender.conftest import Blender

pytestmark = pytest.mark.host

ASKED = {"hair_color": "aqua", "smile": 0.5, "hair_style": "short"}
INK = "accent.base"
"""One that much of that small head is painted with."""


def check_same(rendered: Path, head: Head) -> None:
    """Opaque pixels within 2/255, nearly all within 1; alpha and soft edges too."""
    seen, wanted = (
        np.asarray(picture.convert("RGBA"), np.float32)
        for picture in (Image.open(rendered), head.image)
    )
    difference = np.abs(premultiplied(seen) - premultiplied(wanted))
    assert difference.max() <= 3, f"{rendered.name}: {difference.max()}"
    opaque = np.abs(seen - wanted)[wanted[..., 3] == 255]
    assert opaque.max() <= 2, f"{rendered.name}: {opaque.max()}"
    assert (opaque.max(axis=-1) <= 1).mean() > 0.98


def decoded(encoded: np.ndarray) -> np.ndarray:
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def encoded(linear: np.ndarray) -> np.ndarray:
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def premultiplied(picture: np.ndarray) -> np.ndarray:
    return np.concatenate([picture[..., :3] * picture[..., 3:] / 255, picture[..., 3:]], axis=-1)


def changed(head: Head, other: Head) -> float:
    """The share of pixels that are clearly different: what a test of colours can see."""
    pixels = [np.asarray(h.image, np.float32) for h in (head, other)]
    return float((np.abs(pixels[0] - pixels[1]).max(axis=-1) > 20).mean())


def test_a_card_is_the_heads_own_picture_in_any_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("card", folder=str(tmp_path), seed="7", asked=ASKED, ink=INK,
                   color=[0.2, 0.6, 1.0])  # fmt: skip
    [head] = tiny.generate(seed=7, **ASKED)
    assert told["recipe"] == json.loads(json.dumps(told["recipe"]))
    assert from_json(json.dumps(told["recipe"]).encode()) == head.recipe
    check_same(tmp_path / "made.png", head)
    by_hand = head.recolor({INK: "#3399ff"})
    assert changed(head, by_hand) > 0.1
    check_same(tmp_path / "property.png", by_hand)
    assert from_json(json.dumps(told["by_hand"]).encode()) == by_hand.recipe
    recolored = by_hand.recolor(eye_color="#20c060")
    check_same(tmp_path / "recolored.png", recolored)
    assert from_json(json.dumps(told["recolored"]).encode()) == recolored.recipe
    assert told["picture_recipe"] == [json.dumps(told["recipe"])]
    assert told["packed"]
    assert len(told["objects"]) == 1
    for frame, color in zip(told["keyed"], ("#ff0000", "#800080", "#0000ff"), strict=True):
        check_same(Path(frame), recolored.recolor({INK: color}))
    again = blender("reopened", blend=str(tmp_path / "card.blend"),
                    picture=str(tmp_path / "reopened.png"))  # fmt: skip
    assert again["recipe"] == told["recolored"]
    assert (tmp_path / "reopened.png").exists()
    check_same(tmp_path / "reopened.png", recolored)


def test_cards_are_lit_dithered_and_face_the_camera_where_asked(
    blender: Blender, tmp_path: Path
) -> None:
    told = blender("looks", folder=str(tmp_path))
    assert told["height"] == 2
    assert told["lit"]
    assert told["still_lit"]
    assert told["method"] == "DITHERED"
    assert told["faces"] == ["LOCKED_TRACK"]
    assert told["edited"]["attributes"] == {**told["recipe"]["attributes"], "smile": 1.0}
    assert told["edited"]["latent"] == told["recipe"]["latent"]
    assert told["same_number_of_data"], told["numbers"]


def test_a_scene_in_agx_still_has_two_ways_to_the_heads_own_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("in_agx", folder=str(tmp_path))
    head = tiny.redraw(from_json(json.dumps(told["recipe"])))
    check_same(tmp_path / "override.png", head)
    with pytest.raises(AssertionError):
        check_same(tmp_path / "agx.png", head)
    linear = np.array(told["linear"]).reshape(64, 64, 4)[::-1]
    wanted = np.asarray(head.image, float)
    seen = 255 * encoded(linear[..., :3])
    assert np.abs(seen - wanted[..., :3])[wanted[..., 3] == 255].max() <= 2


def test_a_picture_is_baked_marked_and_put_on_other_meshes(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("pictures", folder=str(tmp_path))
    assert "Select a mesh first" in told["no_mesh"]
    assert "This is a Kashira card" in told["card"]
    head = tiny.generate(seed=8)[0].recolor({INK: "#0000ff"})
    baked = np.array(told["baked"]).reshape(64, 64, 4)[::-1]
    assert np.array_equal(baked, np.asarray(head.image))
    assert from_json(json.dumps(told["baked_recipe"])) == head.recipe
    assert told["images"] == 0
    assert told["asset"] == ["Kashira"]
    assert "an asset already" in told["again"]
    assert told["preview"][:2] == [64, 64]
    assert told["preview"][2] > 0
    assert told["nodes"] == ["Kashira texture"]
    assert told["linked_to"] == "Base Color"
    assert told["texture_recipe"] == 8
    assert told["uv_kept"]
    assert "no UV map" in told["no_uv"]


def test_a_duplicate_gets_colors_of_its_own(blender: Blender, tmp_path: Path) -> None:
    told = blender("duplicated", folder=str(tmp_path))
    assert "its own already" in told["refused"]
    assert told["shared"]
    before, after = (np.asarray(Image.open(tmp_path / f"{n}.png")) for n in ("before", "after"))
    green = np.abs(after[after[..., 3] == 255].astype(int) - [0, 255, 0, 255])
    assert green.max() <= 1
    assert (before != after).any()
