import functools
import os
import signal
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from core.errors import BadRequest, Missing
from training.dataset import workers

pytestmark = pytest.mark.training


def squared(number, deadly=-1):
    if number == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        raise ValueError("three")
    return number**2


@pytest.mark.slow
def test_every_task_gets_its_result_or_its_fault():
    found = dict(workers.run(range(20), squared, jobs=2))
    assert isinstance(found.pop(3), ValueError)
    assert found == {n: n**2 for n in range(20) if n != 3}


@pytest.mark.slow
def test_a_task_that_kills_its_process_harms_no_other():
    found = dict(workers.run(range(12), functools.partial(squared, deadly=7), jobs=2))
    assert isinstance(found.pop(7), BrokenProcessPool)
    assert isinstance(found.pop(3), ValueError)
    assert found == {n: n**2 for n in range(12) if n not in (3, 7)}


def test_nothing_to_do_starts_no_process(monkeypatch):
    monkeypatch.setattr(workers, "executor", None)
    assert list(workers.run([], squared, jobs=2)) == []


def test_without_dask_a_cluster_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Missing, match=r"kashira\[cluster\]"):
        next(workers.run([1], squared, jobs=1, scheduler="tcp://127.0.0.1:1"))


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_said(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "PATIENCE", "1s")
    began = time.monotonic()
    with pytest.raises(BadRequest, match="no Dask scheduler answers at"):
        next(workers.run([1], squared, jobs=1, scheduler="tcp://127.0.0.1:1"))
    assert time.monotonic() - began < 60
