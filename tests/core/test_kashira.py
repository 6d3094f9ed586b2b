import hashlib
import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from core import Kashira, recipe
from core.errors import BadModel, BadValue, UnknownAttribute
from core.head import Head


def pixels(head: Head) -> np.ndarray:
    return np.asarray(head.image)


def same(a: Head, b: Head) -> bool:
    return np.array_equal(pixels(a), pixels(b))


def test_the_same_request_gives_the_same_heads_in_any_batch(tiny: Kashira) -> None:
    eight = tiny.generate(count=4, seed=7, hair_style="short")
    alone = tiny.generate(count=1, seed=9, hair_style="short")
    assert same(eight[2], alone[0])
    assert not same(eight[0], eight[1])


def test_without_a_seed_heads_are_new_each_time(tiny: Kashira) -> None:
    assert not same(tiny.generate()[0], tiny.generate()[0])


def test_what_is_asked_for_is_in_every_head(tiny: Kashira) -> None:
    for head in tiny.generate(count=3, seed=1, hair_color="#123456", smile=0.7, glasses=False):
        assert head.attributes["smile"] == 0.7
        assert head.attributes["glasses"] == 0
        assert head.palette["hair.base"] == "#123456"


def test_ink_colours_can_be_asked_for(tiny: Kashira) -> None:
    head = tiny.generate(seed=1, inks={"hair.line": "#203020"})[0]
    assert head.palette["hair.line"] == "#203020"


def test_no_variety_is_the_average_shape_for_every_seed(tiny: Kashira) -> None:
    a, b = tiny.generate(count=2, seed=1, variety=0)
    assert a.recipe.latent == b.recipe.latent


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"hair_colour": "red"}, UnknownAttribute),
        ({"hair_color": "bleu"}, BadValue),
        ({"count": 0}, BadValue),
        ({"seed": -1}, BadValue),
        ({"variety": 7}, BadValue),
        ({"inks": {"hair.lin": "#fff"}}, UnknownAttribute),
    ],
)
def test_a_request_is_refused_before_any_head_is_made(
    tiny: Kashira, asked: dict, error: type[Exception]
) -> None:
    with pytest.raises(error):
        tiny.iterate(**asked)


def test_progress_is_told_after_each_head(tiny: Kashira) -> None:
    told: list[tuple[int, int]] = []
    tiny.generate(count=3, seed=1, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_recipe_alone_brings_the_head_back(tiny: Kashira) -> None:
    head = tiny.generate(seed=5, inks={"hair.line": "#203020"})[0]
    again = recipe.from_json(recipe.to_json(head.recipe))
    assert same(tiny.redraw(again), head)


def test_variants_keep_attributes_colours_and_kept_parts(tiny: Kashira) -> None:
    head = tiny.generate(seed=5)[0]
    variant = tiny.vary(head, strength=0.5, keep=["eyes"], seed=1)[0]
    assert variant.attributes == head.attributes
    assert variant.palette == head.palette
    moved = np.array(variant.recipe.latent) != np.array(head.recipe.latent)
    parts = np.array(tiny.manifest.parts_of_latent)
    assert not moved[parts == "eyes"].any()
    assert moved[parts != "eyes"].all()
    assert same(tiny.redraw(variant.recipe), variant)


def test_strength_nothing_gives_the_same_picture(tiny: Kashira) -> None:
    head = tiny.generate(seed=5)[0]
    assert same(tiny.vary(head, strength=0, seed=1)[0], head)


def test_an_edit_changes_only_what_was_asked(tiny: Kashira) -> None:
    head = tiny.generate(seed=5, hair_style="long", inks={"hair.line": "#203020"})[0]
    edited = tiny.edit(head, hair_style="ponytail", open_mouth=0.7)
    changed = {n for n, v in edited.attributes.items() if head.attributes[n] != v}
    assert changed <= {"hair_style", "open_mouth"}
    assert edited.attributes["open_mouth"] == 0.7
    assert edited.recipe.latent == head.recipe.latent
    assert edited.palette == head.palette


def test_an_edit_and_back_is_the_same_picture(tiny: Kashira) -> None:
    head = tiny.generate(seed=5, smile=True)[0]
    assert same(tiny.edit(tiny.edit(head, smile=False), smile=True), head)


def test_another_edition_of_the_model_is_refused_in_words(tiny: Kashira) -> None:
    head = tiny.generate(seed=5)[0]
    other = msgspec.structs.replace(head.recipe, generator="0" * 64)
    with pytest.raises(BadModel, match="another edition of the model 'tiny'"):
        tiny.redraw(other)


def test_a_model_whose_network_gives_another_size_is_refused(
    tiny_model: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "m"))
    tree = json.loads((folder / "model.json").read_text())
    tree["resolution"] = 128
    (folder / "model.json").write_text(json.dumps(tree))
    with pytest.raises(BadModel, match="instead of"):
        Kashira(folder).generate(seed=1)


def test_a_model_that_is_no_network_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "m"))
    tree = json.loads((folder / "model.json").read_text())
    data = b"not a network"
    (folder / "generator.onnx").write_bytes(data)
    tree["files"]["generator.onnx"] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }
    (folder / "model.json").write_text(json.dumps(tree))
    with pytest.raises(BadModel, match=r"generator\.onnx is no sound ONNX file"):
        Kashira(folder).generate(seed=1)
