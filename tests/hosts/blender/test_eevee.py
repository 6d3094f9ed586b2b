"""Cards in EEVEE, which needs OpenGL: Mesa's software rasterizer will do, also without a screen."""

from pathlib import Path

import pytest

from core import Kashira
from tests.hosts.blender import running_blender
from tests.hosts.blender.conftest import Blender
from tests.hosts.blender.test_cards import ASKED, INK, changed, check_same

pytestmark = [pytest.mark.host, pytest.mark.slow]

NEWEST = list(running_blender.blenders().values())[-1:]
"""One Blender will do: without a graphics card, compiling shaders takes it a minute."""

NO_OPENGL = ("GLX or EGL context", "Couldn't open libEGL", "Couldn't open libGL")
"""Of the last words of a Blender that finds no OpenGL: it aborts."""


@pytest.mark.parametrize("python", NEWEST, ids=lambda _: "newest blender", scope="session")
def test_eevee_shows_the_heads_own_picture_in_any_colors(
    blender: Blender, tmp_path: Path, tiny: Kashira
) -> None:
    try:
        blender("in_eevee", folder=str(tmp_path), seed="7", asked=ASKED, ink=INK)
    except AssertionError as died:
        if any(words in str(died) for words in NO_OPENGL):
            pytest.skip("EEVEE needs OpenGL: install Mesa (libegl1 and libgl1-mesa-dri in Debian)")
        raise
    [head] = tiny.generate(seed=7, **ASKED)
    check_same(tmp_path / "made.png", head)
    recolored = head.recolor(eye_color="#20c060").recolor({INK: "#3399ff"})
    assert changed(head, recolored) > 0.1
    check_same(tmp_path / "recolored.png", recolored)
