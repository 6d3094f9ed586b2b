"""Many files at once: processes of this machine, or of a cluster, behind one interface."""

import concurrent.futures
import contextlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from core.errors import BadRequest, KashiraError, Missing

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = "15s"  # for a scheduler to answer
AHEAD = 4  # tasks a worker that wait ready: enough to keep it busy, few enough to hold in memory


@contextlib.contextmanager
def executor(jobs: int, scheduler: str = "") -> Iterator[tuple[Executor, int]]:
    """Whatever runs the work, and how many workers it has.

    Args:
        jobs: processes of this machine.
        scheduler: address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; its workers must
            see the pictures under the same paths and have Kashira installed.

    Raises:
        Missing: Dask is not installed.
        BadRequest: no scheduler answers there, or it has no workers.
    """
    if scheduler:
        with _cluster(scheduler) as found:
            yield found
    else:
        with _processes(jobs) as pool:
            yield pool, jobs


def run(
    tasks: Iterable[T], work: Callable[[T], R], jobs: int, scheduler: str = ""
) -> Iterator[tuple[T, R | BaseException]]:
    """Each task with its result, in the order in which they are ready.

    A task that takes its process down with it (a decoder that crashes, memory that runs out) gets
    the BrokenProcessPool; those that were running beside it are done again, one by one.

    Raises:
        KashiraError: no process can be started; and as `executor`.
    """
    left = list(tasks)[::-1]
    while left:
        lost: list[T] = []
        with executor(jobs, scheduler) as (pool, workers):
            _prove(pool)
            for task, outcome in _flow(left, work, pool, AHEAD * workers):
                if isinstance(outcome, BrokenProcessPool):
                    lost.append(task)
                else:
                    yield task, outcome
        for task in lost:
            with _processes(1) as alone:
                yield task, _outcome(alone.submit(work, task))


def _flow(
    left: list[T], work: Callable[[T], R], pool: Executor, most: int
) -> Iterator[tuple[T, R | BaseException]]:
    """Takes tasks from the end of ``left``; ends early, leaving the rest, when the pool breaks."""
    running: dict[Future[R], T] = {}
    broken = False
    try:
        while running or (left and not broken):
            while left and not broken and len(running) < most:
                try:
                    running[pool.submit(work, left[-1])] = left[-1]
                    left.pop()
                except BrokenProcessPool:
                    broken = True
            done, _ = concurrent.futures.wait(running, return_when="FIRST_COMPLETED")
            for future in done:
                outcome = _outcome(future)
                broken = broken or isinstance(outcome, BrokenProcessPool)
                yield running.pop(future), outcome
    finally:
        for future in running:
            future.cancel()


def _prove(pool: Executor) -> None:
    try:
        pool.submit(int).result()
    except BrokenProcessPool as error:
        raise KashiraError(
            "this machine starts no further processes: free some memory, or, in a script of your "
            'own, put the call under if __name__ == "__main__"'
        ) from error


def _outcome(future: Future[R]) -> R | BaseException:
    try:
        return future.result()
    except Exception as error:
        return error


def _processes(jobs: int) -> concurrent.futures.ProcessPoolExecutor:
    """Fresh processes: forked ones would share the locks of this one's threads."""
    context = multiprocessing.get_context("spawn")
    return concurrent.futures.ProcessPoolExecutor(jobs, mp_context=context)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client
    except ImportError as error:
        raise Missing("Dask is not installed: pip install 'kashira[cluster]'") from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:  # distributed's CommClosedError is an OSError
        raise BadRequest(
            f"no Dask scheduler answers at {address} ({error}): start one with dask scheduler"
        ) from error
    with client:
        threads: Any = client.nthreads()
        workers = sum(threads.values())
        if not workers:
            raise BadRequest(
                f"the scheduler at {address} has no workers: start some with dask worker {address}"
            )
        yield client.get_executor(pure=False), workers
