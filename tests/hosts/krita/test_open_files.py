"""Our layered files in real Krita: it opens them, and what it shows is the head.

Krita opens each file without a window (under Xvfb), saves it as .kra, and that is read here: the
picture that Krita composited and the layers as it named them.
"""

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("skia", exc_type=ImportError)

from core import Head
from core.formats import layer_tree, openraster, psd
from core.formats.layer_tree import Group
from tests.hosts.krita import running_krita
from tests.hosts.krita.running_krita import NEEDS_KRITA
from training.drawn_heads import drawn, recipes

pytestmark = [
    pytest.mark.host,
    pytest.mark.training,
    pytest.mark.slow,
    NEEDS_KRITA,
]

_START_SECONDS = 180  # the first start in a new home builds its caches
_XML = "{http://www.calligra.org/DTD/krita}"
STEP = 1 / 255

Names = list["str | tuple[str, Names]"]


class Opened(NamedTuple):
    """A document as Krita has it: ``shown`` is premultiplied RGBA, 0..1."""

    shown: np.ndarray
    names: Names
    inheriting: set[str]


@pytest.fixture(scope="module")
def open_in_krita(
    tmp_path_factory: pytest.TempPathFactory, display: str
) -> Iterator[Callable[[Path], Opened]]:
    home = tmp_path_factory.mktemp("home")
    environment = running_krita.environment(home, display)

    def open_file(path: Path) -> Opened:
        saved = path.with_suffix(".kra")
        done = subprocess.run(
            ["krita", "--export", "--export-filename", saved, path],
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_START_SECONDS,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert saved.exists(), done.stderr[-2000:]
        return _read(saved)

    yield open_file
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def head() -> Head:
    """Eyes half shut, so that much of the irises is to be hidden."""
    return drawn(next(recipes(1, 7, eyes_open=0.5, glasses=True)))


def test_openraster_layers_are_the_head(
    open_in_krita: Callable[[Path], Opened], head: Head, tmp_path: Path
) -> None:
    openraster.write(head, tmp_path / "head.ora")
    opened = open_in_krita(tmp_path / "head.ora")
    np.testing.assert_allclose(opened.shown, head.rgba, atol=2 * STEP)
    assert opened.names == [_names(layer_tree.whole_layers(head))]
    assert opened.inheriting == {"Irises", "Eye lights"}


def test_openraster_split_into_inks_is_the_head(
    open_in_krita: Callable[[Path], Opened], head: Head, tmp_path: Path
) -> None:
    openraster.write(head, tmp_path / "head.ora", split="inks")
    opened = open_in_krita(tmp_path / "head.ora")
    np.testing.assert_allclose(opened.shown, head.rgba, atol=2 * STEP)
    assert opened.names == [_names(layer_tree.plain_inks(head))]
    assert not opened.inheriting


def test_psd_layers_are_the_head_but_for_the_soft_rim_of_the_eyes(
    open_in_krita: Callable[[Path], Opened], head: Head, tmp_path: Path
) -> None:
    psd.write(head, tmp_path / "head.psd")
    opened = open_in_krita(tmp_path / "head.psd")
    same = _hard(head, ["eye_white"])
    np.testing.assert_allclose(opened.shown[same], head.rgba[same], atol=2 * STEP)
    assert opened.names == [_names(layer_tree.whole_layers(head))]


def test_psd_split_into_inks_is_the_head_but_for_soft_rims(
    open_in_krita: Callable[[Path], Opened], head: Head, tmp_path: Path
) -> None:
    psd.write(head, tmp_path / "head.psd", split="inks")
    opened = open_in_krita(tmp_path / "head.psd")
    same = _hard(head, list(head.layers))
    assert same.mean() > 0.77  # every layer has rims, and the shadow on the face little else
    np.testing.assert_allclose(opened.shown[same], head.rgba[same], atol=2 * STEP)
    assert opened.names == [_names(layer_tree.clipping_inks(head))]


def _hard(head: Head, names: list[str]) -> np.ndarray:
    """Where these layers are there or not [H, W]. Krita ignores the clipping of a PSD: where a
    layer is half there, what is clipped to it shows too much."""
    alpha = np.stack([np.asarray(head.layers[name].image)[..., 3] for name in names])
    return np.all((alpha == 0) | (alpha == 255), axis=0)


def _names(group: Group) -> tuple[str, Names]:
    inside: Names = [
        _names(child) if isinstance(child, Group) else child.name for child in group.children
    ]
    return group.name, inside


def _read(saved: Path) -> Opened:
    with zipfile.ZipFile(saved) as archive:
        document = ElementTree.fromstring(archive.read("maindoc.xml"))
        with Image.open(archive.open("mergedimage.png")) as merged:
            shown = np.asarray(merged.convert("RGBA")) / 255
    shown[..., :3] *= shown[..., 3:]
    layers = document.find(f"{_XML}IMAGE/{_XML}layers")
    assert layers is not None
    inheriting = {
        layer.attrib["name"]
        for layer in document.iter(f"{_XML}layer")
        if layer.get("channelflags", "").endswith("0")
    }
    return Opened(shown, _names_in(layers), inheriting)


def _names_in(layers: ElementTree.Element) -> Names:
    """Names, bottom first; groups as (name, names)."""
    names: Names = []
    for layer in reversed(layers):
        inside = layer.find(f"{_XML}layers")
        name = layer.attrib["name"]
        names.append(name if inside is None else (name, _names_in(inside)))
    return names
