from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage
from psd_tools.api.layers import GroupMixin, Layer

from core import Head, Kashira
from core.formats import psd

STEP = 1 / 255


@pytest.fixture(scope="module")
def head(tiny: Kashira) -> Head:
    return tiny.generate(seed=3)[0]


def premultiplied(image: Image.Image | None) -> np.ndarray:
    assert image is not None
    pixels = np.asarray(image.convert("RGBA")) / 255
    pixels[..., :3] *= pixels[..., 3:]
    return pixels


def everything(document: PSDImage) -> list[Layer]:
    return list(document.descendants())


def painted_again(group: GroupMixin, size: tuple[int, int]) -> np.ndarray:
    """What Photoshop and Krita make of the layers read back: a clipping layer goes atop its base.

    (psd-tools composites clipping layers differently where the base is half transparent.)
    """
    below = np.zeros((size[1], size[0], 4))
    base = below
    for layer in group:
        if isinstance(layer, GroupMixin):
            above = painted_again(layer, size)
        else:
            canvas = Image.new("RGBA", size)
            picture = layer.topil()
            assert picture is not None
            canvas.paste(picture, layer.offset)
            above = premultiplied(canvas)
        if layer.clipping:
            base = above * base[..., 3:] + base * (1 - above[..., 3:])
        else:
            below = base + below * (1 - base[..., 3:])
            base = above
    return base + below * (1 - base[..., 3:])


@pytest.mark.parametrize("split", [None, "inks"])
def test_read_back_the_layers_are_the_head(head: Head, tmp_path: Path, split: str | None) -> None:
    psd.write(head, tmp_path / "head.psd", split)
    shown = painted_again(PSDImage.open(tmp_path / "head.psd"), head.size)
    np.testing.assert_allclose(shown, head.rgba, atol=2 * STEP)


def test_the_preview_is_the_head_with_its_alpha(head: Head, tmp_path: Path) -> None:
    psd.write(head, tmp_path / "head.psd")
    preview = PSDImage.open(tmp_path / "head.psd").topil()
    np.testing.assert_allclose(premultiplied(preview), head.rgba, atol=2 * STEP)


def test_layers_carry_the_names_that_people_read(head: Head, tmp_path: Path) -> None:
    psd.write(head, tmp_path / "head.psd")
    layers = everything(PSDImage.open(tmp_path / "head.psd"))
    assert {"Head 3", "Front hair", "Eye whites", "Irises", "Face"} <= {n.name for n in layers}
    assert not any(layer.has_mask() for layer in layers if not layer.clipping)


def test_irises_are_clipped_to_eye_whites_and_whole(head: Head, tmp_path: Path) -> None:
    psd.write(head, tmp_path / "head.psd")
    layers = {layer.name: layer for layer in everything(PSDImage.open(tmp_path / "head.psd"))}
    assert layers["Irises"].clipping
    assert not layers["Eye whites"].clipping
    canvas = Image.new("RGBA", head.size)
    picture = layers["Irises"].topil()
    assert picture is not None
    canvas.paste(picture, layers["Irises"].offset)
    alpha = np.asarray(head.layers["iris"].image)[..., 3]
    np.testing.assert_array_equal(np.asarray(canvas)[..., 3], alpha)


@pytest.mark.parametrize("split", [None, "inks"])
def test_programs_that_ignore_clipping_show_irises_inside_the_eyes_too(
    head: Head, tmp_path: Path, split: str | None
) -> None:
    psd.write(head, tmp_path / "head.psd", split)
    outside = np.asarray(head.layers["eye_white"].image)[..., 3] == 0
    irises = [
        layer
        for layer in everything(PSDImage.open(tmp_path / "head.psd"))
        if layer.name.startswith("Irises")
    ]
    assert irises
    for layer in irises:
        picture = layer.topil()
        assert picture is not None
        if layer.mask is not None:
            mask = layer.mask.topil()
            assert mask is not None
            alpha = np.minimum(np.asarray(picture.convert("RGBA"))[..., 3], np.asarray(mask))
            picture = Image.fromarray(alpha)
        else:
            picture = picture.getchannel("A")
        canvas = Image.new("L", head.size)
        canvas.paste(picture, layer.offset)
        assert not np.asarray(canvas)[outside].any()


def test_split_gives_flats_with_shade_light_and_line_clipped_to_them(
    head: Head, tmp_path: Path
) -> None:
    psd.write(head, tmp_path / "head.psd", split="inks")
    layers = {layer.name: layer for layer in everything(PSDImage.open(tmp_path / "head.psd"))}
    assert {"Face: shade", "Face: light", "Face: line art"} <= layers.keys()
    for name, layer in layers.items():
        if layer.is_group():
            continue
        assert layer.clipping == (": " in name or name.startswith(("Irises", "Eye lights"))), name
        picture = layer.topil()
        assert picture is not None
        pixels = np.asarray(picture.convert("RGBA"))
        assert len(np.unique(pixels[pixels[..., 3] > 0][:, :3], axis=0)) == 1, name


def test_names_in_any_script_arrive(tiny: Kashira, tmp_path: Path) -> None:
    head = tiny.generate(seed=5)[0]
    layer = head.layers["face"]
    object.__setattr__(layer, "_spec", _renamed(layer))
    psd.write(head, tmp_path / "head.psd")
    names = {layer.name for layer in everything(PSDImage.open(tmp_path / "head.psd"))}
    assert "顔 🎀" in names


def _renamed(layer: object) -> object:
    import msgspec

    return msgspec.structs.replace(layer._spec, title="顔 🎀")  # type: ignore[attr-defined]
