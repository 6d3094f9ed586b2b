import numpy as np

from training.memorization import Known, beside, small


def blobs(count, seed, size=32):
    """Pictures of a few soft blobs, all unlike."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size] / size
    out = np.zeros((count, size, size, 3))
    for picture in out:
        for _ in range(4):
            cy, cx, r = random.random(3) * [1, 1, 0.3] + [0, 0, 0.05]
            picture += np.exp(-((y - cy) ** 2 + (x - cx) ** 2) / r**2)[..., None] * random.random(3)
    return (np.clip(out, 0, 1) * 255).astype(np.uint8)


def test_copies_ring_the_alarm_and_say_of_which_picture():
    pictures = blobs(20, 1)
    noise = np.random.default_rng(2).normal(0, 4, pictures[:6].shape)
    copies = np.clip(pictures[:6] + noise, 0, 255).astype(np.uint8)
    found = Known(pictures).nearness(copies)
    assert found.rings
    assert found.nearest.tolist() == [0, 1, 2, 3, 4, 5]


def test_copies_in_a_mirror_ring_as_well():
    pictures = blobs(20, 1)
    found = Known(pictures).nearness(np.ascontiguousarray(pictures[:6, :, ::-1]))
    assert found.rings
    assert found.mirrored.all()


def test_new_pictures_of_the_same_kind_do_not_ring():
    found = Known(blobs(40, 4)).nearness(blobs(12, 3))
    assert not found.rings
    assert found.ratio > 0.7


def test_pictures_of_two_sizes_are_compared():
    pictures = blobs(5, 1, size=64)
    assert small(pictures).shape == small(blobs(5, 1, size=32)).shape
    found = Known(pictures).nearness(blobs(5, 1, size=32))
    assert found.distance.max() < 0.03 < found.usual


def test_heads_are_shown_above_the_pictures_they_are_nearest_to():
    pictures = blobs(5, 1)
    sheet = beside(pictures[3:4], pictures, Known(pictures).nearness(pictures[3:4]))
    assert np.array_equal(sheet[:32], sheet[32:])
