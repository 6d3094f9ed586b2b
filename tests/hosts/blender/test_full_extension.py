"""The zip with the engine inside, in a Blender whose environment knows no Kashira."""

import json
import os
import platform
from pathlib import Path

import pytest

from blender_addon import build_full
from core import Kashira
from core.errors import KashiraError
from core.recipe import from_json
from tests.hosts.blender import running_blender
from tests.hosts.blender.test_cards import check_same
from tests.hosts.blender.test_eevee import NEWEST
from tests.hosts.blender.test_validating import validated

pytestmark = [pytest.mark.host, pytest.mark.slow]


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="it is Linux's zip for x86-64 that is built",
)
@pytest.mark.parametrize("python", NEWEST, ids=lambda _: "newest blender", scope="session")
def test_the_full_zip_needs_nothing_else(python: str, tmp_path: Path) -> None:
    try:
        archive = build_full.build_full(tmp_path, "linux-x64")
    except KashiraError as missing:
        pytest.skip(f"no full zip: {missing}")
    assert validated(python, archive).returncode == 0
    resources = tmp_path / "resources"
    resources.mkdir()
    alone = {"PATH": os.defpath, "HOME": str(tmp_path)}
    running_blender.play("install", resources, None, python, environ=alone, archive=str(archive))
    picture = tmp_path / "card.png"
    told = running_blender.play("with_its_own_engine", resources, None, python, environ=alone,
                                picture=str(picture))  # fmt: skip
    assert not told["known"]
    assert str(resources) in told["command"][-1]
    [head] = Kashira().generate(seed=7)
    assert from_json(json.dumps(told["recipe"])) == head.recipe
    check_same(picture, head)
