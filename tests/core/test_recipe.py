import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import limits, recipe
from core.errors import BadFile, BadValue
from core.recipe import Recipe

FLOATS = st.floats(-100, 100, width=32)


def made(**changes: object) -> Recipe:
    plain = {"model": "m", "generator": "0" * 64, "seed": 7, "latent": (0.5, -1.25)}
    return Recipe(**{**plain, **changes})  # type: ignore[arg-type]


@given(st.lists(FLOATS, min_size=1, max_size=80))
def test_a_latent_comes_back_from_json_to_the_last_bit(numbers: list[float]) -> None:
    latent = np.array(numbers, np.float32)
    again = recipe.from_json(recipe.to_json(made(latent=recipe.to_floats(latent))))
    assert np.array_equal(again.latent_array, latent)


def test_a_recipe_comes_back_from_json() -> None:
    whole = made(
        attributes={
            "hair_color": "blue",
            "hair_style": {"long": 0.25, "short": 0.75},
            "smile": 0.7,
        },
        inks={"hair.line": "#203020"},
        variety=0.8,
    )
    assert recipe.from_json(recipe.to_json(whole)) == whole


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": -1},
        {"seed": 2**53},
        {"variety": float("nan")},
        {"latent": ()},
        {"latent": (float("inf"),)},
        {"latent": (float("nan"),)},
        {"inks": {"hair.line": "dark"}},
        {"schema": 2},
    ],
)
def test_a_recipe_that_makes_no_sense_cannot_be_made(changes: dict) -> None:
    with pytest.raises(BadValue):
        made(**changes)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"{}",
        b"[[[[",
        b'{"model": 1}',
        b"\xff",
        recipe.to_json(made()).replace(b'"seed":7', b'"seed":-7'),
        recipe.to_json(made()).replace(b'"seed":7', b'"seed":7,"seed":8'),
        recipe.to_json(made()).replace(b'"seed":7', b'"seed":1e999'),
        recipe.to_json(made()).replace(b"0.5", b"1e400"),
        recipe.to_json(made()).replace(b"000", b"xyz"),
    ],
)
def test_a_damaged_recipe_is_refused_with_the_name_of_its_file(data: bytes) -> None:
    with pytest.raises(BadFile, match=r"^a\.png has ") as caught:
        recipe.from_json(data, "a.png")
    assert "\n" not in str(caught.value)


def test_a_recipe_of_any_length_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_RECIPE_BYTES", 10)
    with pytest.raises(BadFile, match="more than 10 bytes"):
        recipe.from_json(recipe.to_json(made()), "a.png")


def test_a_recipe_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        made().seed = 8  # type: ignore[misc]
    assert msgspec.structs.replace(made(), seed=8).seed == 8
