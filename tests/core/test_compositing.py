import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core import compositing
from core.compositing import LayerSpec

SIDE = 24
PLANES = 17
LAYERS = (
    LayerSpec(name="back", inks=("a.base", "a.line"), channel=0),
    LayerSpec(name="white", inks=("w.base",), channel=2),
    LayerSpec(name="iris", inks=("b.base", "a.line"), channel=3, clip="white"),
    LayerSpec(name="glint", inks=("w.base",), channel=5, clip="white"),
    LayerSpec(name="own", inks="rgba", channel=6),
    LayerSpec(name="patch", inks="rgba", channel=10, clip="own"),
    LayerSpec(name="front", inks=("a.base", "b.base", "w.base"), channel=14),
)
COLORS = {
    name: np.array(rgb, np.float32)
    for name, rgb in {
        "a.base": (0.2, 0.4, 0.9),
        "a.line": (0.1, 0, 0.2),
        "b.base": (0.9, 0.1, 0.3),
        "w.base": (1, 1, 1),
    }.items()
}


def weights(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    raw = np.zeros((PLANES, SIDE, SIDE), np.float32)
    for layer in LAYERS:
        top, left = random.integers(0, SIDE - 4, 2)
        raw[layer.channels, top : top + 12, left : left + 9] = random.uniform(
            -0.3, 1.2, raw[layer.channels, top : top + 12, left : left + 9].shape
        )
    return compositing.normalize(raw, LAYERS)


def one_after_another(w: np.ndarray) -> np.ndarray:
    """The plain definition: clipped layers atop their base, groups laid over what is below."""
    picture = np.zeros((SIDE, SIDE, 4), np.float32)
    groups: dict[str, np.ndarray] = {}
    for layer in LAYERS:
        rgba = compositing.layer_rgba(layer, w, COLORS)
        if layer.clip:
            base = groups[layer.clip]
            groups[layer.clip] = rgba * base[..., 3:] + base * (1 - rgba[..., 3:])
        else:
            groups[layer.name] = rgba
    for rgba in groups.values():
        picture = compositing.over(rgba, picture)
    return picture


@given(st.integers(0, 2**32))
def test_flattening_gives_the_picture_that_laying_layers_over_each_other_gives(seed: int) -> None:
    w = weights(seed)
    picture = compositing.composite(LAYERS, w, COLORS)
    assert np.abs(picture - one_after_another(w)).max() < 1e-5


@given(st.integers(0, 2**32))
def test_normalised_weights_are_lawful(seed: int) -> None:
    w = weights(seed)
    assert w.min() >= 0
    for layer in LAYERS:
        planes = w[layer.channels]
        if layer.is_rgba:
            assert np.all(planes[:3] <= planes[3])
        else:
            assert planes.sum(axis=0).max() <= 1 + 1e-6


def test_clearing_haze_takes_what_is_faint_and_leaves_what_is_there() -> None:
    raw = np.zeros((PLANES, SIDE, SIDE), np.float32)
    raw[0, :, :8], raw[0, :, 8:16], raw[0, :, 16:] = 0.02, 0.2, 0.9
    cleared = compositing.normalize(raw.copy(), LAYERS, mend=True)
    assert not cleared[0, :, :8].any()
    assert np.array_equal(cleared[:, :, 8:], raw[:, :, 8:])


def test_where_haze_ends_there_is_no_edge() -> None:
    raw = np.zeros((PLANES, SIDE, SIDE), np.float32)
    raw[0] = np.linspace(0, 0.12, SIDE, dtype=np.float32)
    cleared = compositing.normalize(raw, LAYERS, mend=True)[0, 0]
    assert (np.diff(cleared) >= 0).all()
    assert np.diff(cleared).max() < 3 * 0.12 / (SIDE - 1)


def test_a_solid_layer_has_neither_holes_nor_ghosts_in_its_own_inks() -> None:
    hair = (LayerSpec(name="hair", inks=("a.base", "a.line"), channel=0, solid=True),)
    raw = np.zeros((2, SIDE, SIDE), np.float32)
    raw[0], raw[1] = np.linspace(0.05, 0.9, SIDE), 0.1
    mended = compositing.normalize(raw.copy(), hair, mend=True)
    alpha, before = mended.sum(axis=0)[0], raw.sum(axis=0)[0]
    assert (np.diff(alpha) >= -1e-6).all()
    assert not alpha[before <= 0.2].any()
    assert np.allclose(alpha[before >= 0.85], 1)
    assert np.diff(alpha).max() < 2 * np.diff(before).max()
    assert np.allclose(mended[1] * raw[0], mended[0] * raw[1], atol=1e-6)


def test_what_is_not_solid_keeps_its_strength() -> None:
    raw = np.zeros((PLANES, SIDE, SIDE), np.float32)
    raw[0] = 0.9
    assert np.allclose(compositing.normalize(raw.copy(), LAYERS, mend=True)[0], 0.9)


def test_normalising_lawful_weights_changes_nothing() -> None:
    w = weights(3)
    assert np.allclose(compositing.normalize(w.copy(), LAYERS), w, atol=1e-6)


def test_a_haze_that_nobody_sees_is_nothing() -> None:
    hazy = compositing.normalize(np.full((PLANES, SIDE, SIDE), 0.0003, np.float32), LAYERS)
    assert not hazy.any()


def test_a_clipped_layer_shows_only_where_its_base_is() -> None:
    w = np.zeros((PLANES, SIDE, SIDE), np.float32)
    w[2, :, :12] = 1  # white on the left half
    w[3] = 1  # iris everywhere
    picture = compositing.composite(LAYERS, w, COLORS)
    assert picture[0, 3] == pytest.approx([0.9, 0.1, 0.3, 1])
    assert picture[0, 20] == pytest.approx([0, 0, 0, 0])


def test_a_shadow_falls_on_what_is_there_alone() -> None:
    layers = (
        LayerSpec(name="face", inks=("a.base",), channel=0),
        LayerSpec(name="hair", inks=("b.base",), channel=1),
        LayerSpec(name="shadow", inks=("a.line",), channel=2, within=("face", "hair")),
    )
    planes = np.zeros((3, 4, 4), np.float32)
    planes[0, :, 0] = 1
    planes[1, :, 1] = 0.25
    planes[2] = 0.4
    shadow = compositing.cut_shadows(planes, layers)[2]
    assert np.allclose(shadow[0], [0.4, 0.2, 0, 0])


def test_a_solid_layer_clipped_to_a_faint_one_takes_its_place_and_its_alpha() -> None:
    w = np.zeros((PLANES, SIDE, SIDE), np.float32)
    w[2] = 0.5  # white
    w[3] = 1  # iris
    picture = compositing.composite(LAYERS, w, COLORS)
    assert picture[5, 5] == pytest.approx([0.45, 0.05, 0.15, 0.5])


@given(st.integers(0, 2**32))
def test_straight_and_premultiplied_go_into_each_other(seed: int) -> None:
    straight = np.random.default_rng(seed).uniform(0.01, 1, (3, 5, 4)).astype(np.float32)
    there = compositing.straighten(compositing.premultiply(straight))
    assert np.allclose(there, straight, atol=1e-5)


def test_eight_bit_pictures_are_straight_and_clear_pixels_are_black() -> None:
    rgba = np.array([[[0.25, 0, 0, 0.5], [0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0.001]]], np.float32)
    assert compositing.to_8bit(rgba).tolist() == [
        [[128, 0, 0, 128], [0, 0, 0, 0], [255, 255, 255, 255], [0, 0, 0, 0]]
    ]


def test_an_empty_head_is_clear() -> None:
    w = np.zeros((PLANES, SIDE, SIDE), np.float32)
    assert not compositing.composite(LAYERS, w, COLORS).any()


def test_resized_planes_are_those_of_the_whole_picture_cut_to_what_is_there() -> None:
    planes = np.zeros((2, 64, 64), np.float32)
    planes[0, 20:40, 10:30] = np.random.default_rng(1).random((20, 20))
    planes[1, 30:45, 25:26] = 1
    for side in (40, 64, 200):
        part, left, top = compositing.resize(planes, side)
        whole = np.zeros((2, side, side), np.float32)
        whole[:, top : top + part.shape[1], left : left + part.shape[2]] = part
        size, lanczos = (side, side), Image.Resampling.LANCZOS
        expected = [Image.fromarray(plane).resize(size, lanczos) for plane in planes]
        assert np.abs(whole - np.stack([np.asarray(e) for e in expected])).max() < 2e-3
        assert part.shape[1] < side


def test_resizing_nothing_gives_a_little_of_nothing() -> None:
    part, left, top = compositing.resize(np.zeros((3, 64, 64), np.float32), 32)
    assert not part.any()
    assert (left, top) == (0, 0)
