"""Undo, and what stays of cards that are no more, in real Blender."""

from pathlib import Path

import pytest

from tests.hosts.blender.conftest import Blender

pytestmark = pytest.mark.host


def test_whatever_is_made_or_changed_is_one_step_of_undo(blender: Blender) -> None:
    told = blender("steps_of_undo")
    assert len(told) == 9
    for name, (changed, undone, redone) in told.items():
        assert changed, name
        assert undone, name
        assert redone, name


def test_nothing_is_left_of_cards_that_are_undone_or_deleted(
    blender: Blender, tmp_path: Path
) -> None:
    told = blender("left_behind", folder=str(tmp_path))
    assert told["made"] > 20
    assert told["undone"] == []
    assert told["deleted"] == told["reopened"] == ["materials Kashira of my own"]
    assert told["undone_after_saving"]
    assert told["works"] == ""
