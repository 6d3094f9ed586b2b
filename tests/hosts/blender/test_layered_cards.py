"""Layered cards, and how morphs move, in real Blender."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import Kashira
from core.head import Head
from core.recipe import from_json
from tests.hosts.blender.conftest import Blender
from tests.hosts.blender.test_cards import INK, changed, decoded, encoded, premultiplied

pytestmark = pytest.mark.host


def stacked(head: Head) -> np.ndarray:
    """The head as planes behind each other give it: layers blended in linear light, 0..255."""
    total = np.zeros((*head.size, 4))
    layers = head.layers
    for layer in layers.values():
        straight = np.asarray(layer.image, np.float64) / 255
        alpha = straight[..., 3:]
        if layer.clip is not None:
            alpha = alpha * np.asarray(layers[layer.clip].image)[..., 3:] / 255
        over = np.concatenate([decoded(straight[..., :3]) * alpha, alpha], axis=-1)
        total = over + total * (1 - alpha)
    alpha = np.maximum(total[..., 3:], 1e-6)
    return 255 * np.concatenate([encoded(total[..., :3] / alpha), total[..., 3:]], axis=-1)


def check_stacked(rendered: Path, head: Head) -> None:
    """As `stacked` says, within 4/255 and nearly everywhere 2, whatever the parallax."""
    seen, wanted = np.asarray(Image.open(rendered), np.float64), stacked(head)
    difference = np.abs(premultiplied(seen) - premultiplied(wanted))
    assert difference.max() <= 4, f"{rendered.name}: {difference.max()}"
    assert (difference <= 2).mean() > 0.99


def test_a_layered_card_is_the_heads_layers_in_any_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("layered", folder=str(tmp_path), seed="7", ink=INK,
                   color=[0.2, 0.6, 1.0])  # fmt: skip
    [head] = tiny.generate(seed=7)
    assert from_json(json.dumps(told["recipe"])) == head.recipe
    shown = [name for name, layer in head.layers.items() if not layer.is_empty]
    layers = [name for _, name in told["depths 1"]]
    assert layers == [name for name in shown if name in layers]
    assert {"hair_back", "face", "iris", "mouth", "hair_front"} <= set(layers)
    assert {"eyes", "mouth"} <= set(told["parts"])
    assert min(told["bounces"]) >= len(layers) + 8
    assert told["packed"]
    assert all("has no flat picture" in sentence for sentence in told["refused"])
    check_stacked(tmp_path / "made.png", head)
    check_stacked(tmp_path / "deep.png", head)
    for parallax, deepest in (("0", -0.02), ("1", -0.3)):
        depths = [depth for depth, _ in told[f"depths {parallax}"]]
        assert len(set(depths)) == len(depths)
        assert depths[-1] == pytest.approx(deepest, abs=0.02)
    by_hand = head.recolor({INK: "#3399ff"})
    assert changed(head, by_hand) > 0.1
    check_stacked(tmp_path / "property.png", by_hand)
    recolored = by_hand.recolor(eye_color="#20c060")
    check_stacked(tmp_path / "recolored.png", recolored)
    assert from_json(json.dumps(told["recolored"])) == recolored.recipe
    blender("reopened", blend=str(tmp_path / "layered.blend"),
            picture=str(tmp_path / "reopened.png"))  # fmt: skip
    check_stacked(tmp_path / "reopened.png", recolored)


def test_what_was_keyed_on_a_layered_card_stays_when_it_is_edited(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    told = blender("layered_edited", folder=str(tmp_path))
    assert told["recipe"]["attributes"]["smile"] == 1
    assert told["kept"] == [True, True]
    before, after = told["numbers"]
    assert before["actions"] == after["actions"]
    assert before["meshes"] == before["materials"]
    assert after["meshes"] == after["materials"]
    check_stacked(tmp_path / "edited.png", tiny.redraw(from_json(json.dumps(told["recipe"]))))


def test_irises_look_about_inside_their_eyes(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    assert blender("layered_moved", folder=str(tmp_path)) == {"shared": True, "of": True}
    [head] = tiny.generate(seed=5)
    iris, white = (
        np.asarray(head.layers[name].image)[..., 3] / 255 for name in ("iris", "eye_white")
    )
    for name, alpha in (("moved", np.roll(iris, 4, axis=1)), ("copy", iris)):
        seen = np.asarray(Image.open(tmp_path / f"{name}.png"))
        assert np.abs(seen[..., 3] - 255 * alpha * white).max() <= 2, name
    assert (seen[seen[..., 3] == 255] == [0, 255, 0, 255]).all()


def test_a_card_stands_on_its_middle_or_its_chin(blender: Blender) -> None:
    middle, flat, chin, from_chin = blender("origins")
    assert middle == pytest.approx([-1, 1])
    assert chin == pytest.approx([-0.46, 1.54])
    assert [flat, from_chin] == [False, True]
