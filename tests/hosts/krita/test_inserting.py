"""Heads become layers in real Krita: see scenarios/inserting.py and reopening.py."""

from collections.abc import Callable

import pytest

from tests.hosts.krita.running_krita import NEEDS_KRITA, Played, scenario_names

pytestmark = [pytest.mark.host, pytest.mark.slow, NEEDS_KRITA]

INSERTING, REOPENING = "inserting.py", "reopening.py"


@pytest.mark.parametrize("scenario", scenario_names(INSERTING))
def test_inserting(krita: Callable[..., Played], scenario: str) -> None:
    print(krita(INSERTING).check(scenario))


@pytest.mark.parametrize("scenario", scenario_names(REOPENING))
def test_in_another_run_of_krita(krita: Callable[..., Played], scenario: str) -> None:
    krita(INSERTING).check("a_document_is_saved_with_a_head_and_a_copy_of_it")
    print(krita(REOPENING).check(scenario))
