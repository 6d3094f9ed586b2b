import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.dataset.duplicates import Look, repeats

pytestmark = pytest.mark.training

hashes = st.integers(0, 2**24 - 1).map(lambda n: f"{n:064x}")
looks = st.lists(st.builds(Look, hashes, hashes, st.tuples(st.floats(0, 1), st.floats(0, 1))))


def away(a, b):
    return (int(a, 16) ^ int(b, 16)).bit_count()


@settings(deadline=None, max_examples=50)
@given(looks, st.integers(0, 20))
def test_no_two_kept_heads_repeat_each_other_and_the_others_name_a_kept_one(made, distance):
    found = repeats(made, distance)
    kept = [i for i, first in enumerate(found) if first is None]
    heads = [look.head for look in made]
    assert all(away(heads[i], heads[j]) > distance for i in kept for j in kept if i < j)
    for i, first in enumerate(found):
        if first is not None:
            assert first in kept
            assert first < i
            assert away(heads[i], heads[first]) <= 2 * distance


def look(bits, whole=0, place=(0.5, 0.5)):
    return Look(f"{(1 << bits) - 1:064x}", f"{(1 << whole) - 1:064x}", place)


def test_a_series_of_small_steps_is_not_one_double():
    far = [look(10 * i, 80 * i) for i in range(4)]
    assert repeats(far, 10) == [None, 0, None, 2]


def test_the_same_picture_in_another_size_is_a_double_though_the_square_differs():
    assert repeats([look(0), look(18, 4, (0.52, 0.5))], 10) == [None, 0]


def test_two_heads_of_one_sheet_are_not_doubles():
    assert repeats([look(0), look(18, 0, (0.8, 0.5))], 10) == [None, None]
