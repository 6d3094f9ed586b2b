"""What is inserted where, without Krita."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krita_plugin.kashira import placing
from krita_plugin.kashira.placing import BadLayers, Group, Picture, Rect, Taken

CANVAS = Rect(0, 0, 640, 400)
numbers = st.integers(-5000, 5000)
sizes = st.integers(1, 9000)


def layer(name: str, **more: object) -> dict[str, object]:
    place = {"x": 1, "y": 2, "width": 2, "height": 1}
    return {"name": name, "title": name.capitalize(), "part": "eyes", **place, **more}


def tree_of(name: str, layers: list[dict[str, object]]) -> Group:
    taken = [Taken(one, placing.picture_of(one, i, 8)) for i, one in enumerate(layers)]
    return placing.tree_of(name, taken)


def test_a_head_goes_into_the_middle_of_the_selection() -> None:
    assert placing.square_for(CANVAS, Rect(100, 50, 200, 300)) == {"x": 100, "y": 100, "size": 200}


def test_without_a_selection_it_goes_into_the_middle_of_the_document() -> None:
    assert placing.square_for(CANVAS, None) == {"x": 120, "y": 0, "size": 400}


def test_in_a_large_document_a_head_is_no_larger_than_it_is_sharp() -> None:
    place = placing.square_for(Rect(0, 0, 4000, 6000), None)
    assert place == {"x": 1488, "y": 2488, "size": 1024}
    assert placing.square_for(Rect(0, 0, 4000, 6000), Rect(0, 0, 2000, 3000))["size"] == 2000


def test_a_selection_outside_the_canvas_counts_as_none() -> None:
    assert placing.square_for(CANVAS, Rect(900, 900, 50, 50)) == placing.square_for(CANVAS, None)


@given(numbers, numbers, sizes, sizes, sizes, sizes)
def test_a_head_never_leaves_a_canvas_that_it_fits_on(
    x: int, y: int, width: int, height: int, canvas_width: int, canvas_height: int
) -> None:
    canvas = Rect(0, 0, canvas_width, canvas_height)
    place = placing.square_for(canvas, Rect(x, y, width, height))
    assert placing.SMALLEST_SIZE <= place["size"] <= placing.LARGEST_SIZE
    if place["size"] <= min(canvas_width, canvas_height):
        assert 0 <= place["x"] <= canvas_width - place["size"]
        assert 0 <= place["y"] <= canvas_height - place["size"]


def test_clipped_layers_go_into_a_group_with_what_they_are_clipped_to() -> None:
    layers = [
        layer("face", part="face"),
        layer("eye_white"),
        layer("iris", clip="eye_white"),
        layer("light", clip="eye_white"),
        layer("lashes"),
    ]
    tree = tree_of("Head [k3f9]", layers)
    face, eyes, lashes = tree.children
    assert [face.name, eyes.name, lashes.name] == ["Face", "Eyes", "Lashes"]
    assert isinstance(eyes, Group)
    assert [(child.name, child.clipped) for child in eyes.children] == [
        ("Eye_white", False),
        ("Iris", True),
        ("Light", True),
    ]


def test_the_inks_of_a_part_are_one_group() -> None:
    hair = {"name": "hair", "title": "Hair"}
    layers = [
        layer("hair/base", title="Hair", group=hair, kind="flat"),
        layer("hair/shade", title="Hair: shade", group=hair, clip="hair/base"),
        layer("nose"),
    ]
    tree = tree_of("Head", layers)
    group, nose = tree.children
    assert isinstance(group, Group)
    assert group.name == "Hair"
    assert [(c.name, c.clipped) for c in group.children] == [("Flats", False), ("Shade", True)]
    assert isinstance(nose, Picture)


def test_a_group_of_inks_may_be_clipped_as_a_whole() -> None:
    layers = [
        layer("white"),
        layer("iris/dark", group={"name": "iris", "title": "Irises"}, clip="white"),
        layer("iris/light", group={"name": "iris", "title": "Irises"}, clip="iris/dark"),
    ]
    (eyes,) = tree_of("Head", layers).children
    assert isinstance(eyes, Group)
    white, irises = eyes.children
    assert not white.clipped
    assert irises.clipped
    assert isinstance(irises, Group)
    assert [child.clipped for child in irises.children] == [False, True]


@pytest.mark.parametrize(
    "wrong",
    [{"width": 3}, {"width": -2, "height": -1}, {"height": 0}, {"x": None}, {"y": "left"}],
    ids=str,
)
def test_a_layer_that_does_not_fit_its_pixels_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadLayers, match="the engine sent a layer"):
        placing.picture_of(layer("face") | wrong, 0, 8)


def test_a_head_reaches_as_far_as_its_layers() -> None:
    pictures = [Picture("a", 5, -2, 10, 4, 0), Picture("b", 1, 0, 2, 9, 1)]
    assert placing.bounds_of(pictures) == (1, -2, 14, 11)


def test_a_moved_head_is_replaced_where_it_was_moved_to() -> None:
    place = {"x": 10, "y": 20, "size": 64}
    assert placing.moved(place, (12, 22, 30, 40), (112, 12, 30, 40)) == {
        "x": 110,
        "y": 10,
        "size": 64,
    }


def test_a_head_that_was_painted_on_is_replaced_where_it_was_inserted() -> None:
    place = {"x": 10, "y": 20, "size": 64}
    assert placing.moved(place, (12, 22, 30, 40), (5, 12, 39, 50)) == place
