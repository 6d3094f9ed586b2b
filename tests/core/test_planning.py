import numpy as np
import pytest

from core import Kashira, planning
from core.errors import BadValue


def test_kept_parts_stay_and_the_rest_is_drawn_anew(tiny: Kashira) -> None:
    parent = tiny.generate(seed=5, hair_style="drill", hair_color="#123456", blush=1)[0].recipe
    parts = np.array(tiny.manifest.parts_of_latent)
    part_of = {attribute.name: attribute.part for attribute in tiny.manifest.attributes}
    changed: set[str] = set()
    for head in planning.new_heads(tiny.folder, {}, count=20, seed=9, like=parent, keep=["hair"]):
        same = np.array(head.latent) == np.array(parent.latent)
        assert same[parts == "hair"].all()
        assert not same[parts != "hair"].any()
        changed |= {n for n, value in head.attributes.items() if value != parent.attributes[n]}
    assert "hair" not in {part_of[name] for name in changed}
    assert {"bangs", "eye_color", "yaw", "clothes"} <= changed


def test_a_part_that_only_attributes_shape_can_be_kept(tiny: Kashira) -> None:
    parent = tiny.generate(seed=5, yaw=0.7)[0].recipe
    [head] = planning.new_heads(tiny.folder, {}, seed=1, like=parent, keep=["pose"])
    assert {head.attributes[n] == parent.attributes[n] for n in ("yaw", "tilt", "nod")} == {True}
    [variant] = planning.variants(tiny.folder, parent, keep=["pose"], seed=1)
    assert variant.attributes == parent.attributes


def test_what_is_asked_for_wins_over_what_is_kept(tiny: Kashira) -> None:
    parent = tiny.generate(seed=5, skin_color="deep", inks={"hair.line": "#203020"})[0].recipe
    plan = planning.new_heads(
        tiny.folder, {"hair_color": "red", "skin_color": "fair"}, seed=1, like=parent,
        keep=["hair", "face"],
    )  # fmt: skip
    [head] = plan
    assert head.attributes["hair_color"] == "red"
    assert (head.attributes["skin_color"], head.attributes["dark_skin"]) == ("fair", 0.0)
    assert head.inks == {}


def test_inks_overruled_stay_with_their_part(tiny: Kashira) -> None:
    inks = {"hair.line": "#203020", "eye.white": "#ffeedd", "cloth.base": "#445566"}
    parent = tiny.generate(seed=5, inks=inks)[0].recipe
    [head] = planning.new_heads(tiny.folder, {}, seed=1, like=parent, keep=["hair", "eyes"])
    assert head.inks == {"hair.line": "#203020", "eye.white": "#ffeedd"}


def test_a_kept_head_is_drawn_by_the_library_too(tiny: Kashira) -> None:
    parent = tiny.generate(seed=5)[0]
    every_part = planning.parts(tiny.manifest)
    [twin] = tiny.iterate(seed=1, like=parent, keep=every_part)
    assert twin.recipe.latent == parent.recipe.latent
    assert twin.attributes == parent.attributes


def test_an_unknown_part_is_refused_with_those_there_are(tiny: Kashira) -> None:
    parent = tiny.generate(seed=5)[0]
    with pytest.raises(BadValue, match="no part 'nose' to keep: choose from accessories, bangs"):
        tiny.iterate(like=parent, keep=["nose"])
    with pytest.raises(BadValue, match="give its recipe"):
        tiny.iterate(keep=["hair"])
