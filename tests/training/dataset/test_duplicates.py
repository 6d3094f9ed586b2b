import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.dataset.duplicates import repeats

pytestmark = pytest.mark.training

hashes = st.lists(st.integers(0, 2**64 - 1).map(lambda n: f"{n:064x}"), max_size=30)


def away(a, b):
    return (int(a, 16) ^ int(b, 16)).bit_count()


@given(hashes, st.integers(0, 80))
def test_no_two_kept_heads_repeat_each_other_and_the_others_name_the_kept_one(made, distance):
    found = repeats(made, distance)
    kept = [i for i, first in enumerate(found) if first is None]
    assert all(away(made[i], made[j]) > distance for i in kept for j in kept if i < j)
    for i, first in enumerate(found):
        if first is not None:
            assert first in kept
            assert first < i
            assert away(made[i], made[first]) <= distance


def test_a_series_of_small_steps_is_not_one_double():
    steps = [f"{(1 << 10 * i) - 1:064x}" for i in range(4)]
    assert repeats(steps, 10) == [None, 0, None, 2]
