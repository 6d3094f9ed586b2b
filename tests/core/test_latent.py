import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import latent
from core.errors import BadValue

SEEDS = st.integers(0, 2**53 - 1)
PORTIONS = st.floats(0, 1)


@given(SEEDS)
def test_a_seed_is_always_the_same_latent(seed: int) -> None:
    assert np.array_equal(latent.sample(seed, 64), latent.sample(seed, 64))
    assert not np.array_equal(latent.sample(seed, 64), latent.sample(seed + 1, 64))


@given(SEEDS, PORTIONS)
def test_variety_draws_toward_the_average(seed: int, variety: float) -> None:
    whole, part = latent.sample(seed, 64), latent.sample(seed, 64, variety)
    assert np.allclose(part, whole * variety, atol=1e-6)


@given(SEEDS)
def test_strength_nothing_is_the_same_head(seed: int) -> None:
    z = latent.sample(seed, 64)
    assert np.array_equal(latent.vary(z, 0, 5), z)


@given(SEEDS, PORTIONS, st.sampled_from([0.3, 1.0]))
def test_variants_are_no_more_extreme_than_the_head(
    seed: int, strength: float, spread: float
) -> None:
    z = latent.sample(seed, 1024, spread)
    varied = latent.vary(z, strength, seed + 1, spread=spread)
    assert np.linalg.norm(varied) == pytest.approx(32 * spread, rel=0.15)


def test_kept_parts_stay_to_the_last_bit() -> None:
    free = latent.free_entries(["eyes", "mouth", "eyes", ""], ["eyes"])
    z = latent.sample(1, 4)
    moved = latent.vary(z, 0.9, 2, free)
    assert list(free) == [False, True, False, True]
    assert list(moved == z) == [True, False, True, False]


def test_an_unknown_part_is_answered_with_the_parts_there_are() -> None:
    with pytest.raises(BadValue, match="choose from eyes, mouth"):
        latent.free_entries(["eyes", "mouth"], ["nose"])


@given(SEEDS, PORTIONS)
def test_slerp_keeps_the_distance_from_the_middle(seed: int, t: float) -> None:
    a, b = latent.sample(seed, 64), latent.sample(seed + 1, 64)
    low, high = sorted((np.linalg.norm(a), np.linalg.norm(b)))
    assert low - 1e-3 <= np.linalg.norm(latent.slerp(a, b, t)) <= high + 1e-3


@given(SEEDS, PORTIONS)
def test_slerp_is_the_same_from_both_ends(seed: int, t: float) -> None:
    a, b = latent.sample(seed, 16), latent.sample(seed + 1, 16)
    assert np.allclose(latent.slerp(a, b, t), latent.slerp(b, a, 1 - t), atol=1e-4)
    assert np.array_equal(latent.slerp(a, b, 0), a)
    assert np.array_equal(latent.slerp(a, b, 1), b)


@pytest.mark.parametrize("scale", [1.0, 2.0, -1.0, 0.0])
def test_slerp_between_latents_in_line_stays_finite(scale: float) -> None:
    a = latent.sample(1, 8)
    assert np.isfinite(latent.slerp(a, a * np.float32(scale), 0.5)).all()


@pytest.mark.parametrize("easing", list(latent.EASINGS))
def test_an_easing_begins_at_nothing_ends_at_all_and_never_turns_back(easing: str) -> None:
    values = [latent.EASINGS[easing](t) for t in np.linspace(0, 1, 50)]
    assert values[0] == 0
    assert values[-1] == pytest.approx(1)
    assert values == sorted(values)


@given(st.integers(2, 6), st.integers(2, 60))
def test_an_open_path_begins_on_the_first_head_and_ends_on_the_last(keys: int, frames: int) -> None:
    steps = latent.path(keys, frames)
    assert len(steps) == frames
    assert steps[0] == (0, 1, 0)
    assert steps[-1][:2] == (keys - 2, keys - 1)
    assert steps[-1].t == pytest.approx(1)


@given(st.integers(2, 6), st.integers(2, 60))
def test_a_loop_returns_to_the_first_head_without_showing_it_twice(keys: int, frames: int) -> None:
    steps = latent.path(keys, frames, loop=True)
    places = [start + t for start, _, t in steps]
    assert len(set(places)) == frames
    assert max(places) < keys
    assert all(end == (start + 1) % keys for start, end, _ in steps)
