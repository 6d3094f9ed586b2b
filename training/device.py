"""Where and how to compute: Lightning Fabric, and a measurement, because machines differ.

On one CPU bfloat16 is two and a half times faster than float32, on another slower; the second
thread is worth a lot or nothing. So the first seconds of a run try both.
"""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import torch

PRECISIONS = {"bf16": "bf16-mixed", "32": "32-true"}


def keep_memory() -> None:
    """Tell glibc to reuse memory: fresh pages for large tensors cost a tenth of the time."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
        libc.mallopt(-1, (1 << 31) - 1)  # M_TRIM_THRESHOLD


def cores() -> int:
    """Cores that this process may use, as far as can be seen: those of torchrun share them."""
    seen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, seen // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def choose_speed(
    step: Callable[[], Any], precision: str, threads: int, repeats: int = 2
) -> tuple[str, int]:
    """The fastest (precision, threads) on this CPU for `step`, a forward and backward pass.

    Args:
        step: run under autocast or not, as tried.
        precision: "auto", or "bf16" / "32" to have it so.
        threads: 0 to measure, or how many.
        repeats: timed calls of each combination, after one to warm up.
    """
    if torch.cuda.is_available():
        return ("bf16" if precision == "auto" else precision), threads or torch.get_num_threads()
    best = (float("inf"), "32", 1)
    for name in ("bf16", "32") if precision == "auto" else (precision,):
        for count in sorted({cores(), max(1, cores() // 2)}) if not threads else (threads,):
            torch.set_num_threads(count)
            times = []
            for _ in range(repeats + 1):
                started = time.perf_counter()
                with torch.autocast("cpu", torch.bfloat16, enabled=name == "bf16"):
                    step()
                times.append(time.perf_counter() - started)
            best = min(best, (min(times), name, count))
    return best[1], best[2]


@cache
def half_is_quicker() -> bool:
    """Whether this CPU (or GPU) convolves faster in bfloat16 than in float32: tried once."""
    if torch.cuda.is_available():
        return True
    conv = torch.nn.Conv2d(64, 64, 3)
    picture = torch.zeros(4, 64, 64, 64)

    def step() -> None:
        conv(picture).float().mean().backward()

    threads = torch.get_num_threads()
    quicker = choose_speed(step, "auto", 1)[0] == "bf16"
    torch.set_num_threads(threads)
    return quicker


def make_fabric(precision: str, devices: int = 0) -> Any:
    """Fabric on whatever there is; where Lightning is not installed, one device without it."""
    try:
        from lightning.fabric import Fabric  # pyright: ignore[reportMissingImports]
    except ImportError:
        try:
            from lightning_fabric import Fabric  # pyright: ignore[reportMissingImports]
        except ImportError:
            return OneDevice(precision)
    here, everywhere = (int(os.environ.get(f"{w}WORLD_SIZE", "1")) for w in ("LOCAL_", ""))
    if everywhere > 1:  # started by torchrun
        devices = here
    several = max(devices, everywhere) > 1 or (devices == 0 and torch.cuda.device_count() > 1)
    return Fabric(
        accelerator="auto",
        devices=devices or "auto",
        num_nodes=everywhere // here,
        strategy="ddp_find_unused_parameters_true" if several else "auto",
        precision=PRECISIONS[precision],  # pyright: ignore[reportArgumentType]
    )


class OneDevice:
    """The few things the training loop asks of Fabric, for one device and plain torch."""

    is_global_zero = True
    world_size = 1
    global_rank = 0

    def __init__(self, precision: str):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._half = precision == "bf16"

    def launch(self) -> None:
        """Nothing to start."""

    def setup(self, network: torch.nn.Module, *optimizers: Any) -> Any:
        """Move to the device and compute under autocast."""
        network.to(self.device)
        forward, device, half = network.forward, self.device.type, self._half

        def autocast_forward(*args: Any, **options: Any) -> Any:
            with torch.autocast(device, torch.bfloat16, enabled=half):
                out = forward(*args, **options)
            return out.float()

        network.forward = autocast_forward
        return (network, *optimizers) if optimizers else network

    def backward(self, loss: torch.Tensor) -> None:
        """Gradients of the loss."""
        loss.backward()

    def broadcast(self, value: Any) -> Any:
        """What device 0 says: the value, for there is no other."""
        return value

    def all_reduce(self, value: torch.Tensor, reduce_op: str = "mean") -> torch.Tensor:
        """The mean over all devices: the value."""
        return value


class ThreadChoice:
    """All cores or half of them, tried again every few minutes: other work comes and goes."""

    PERIOD_SECONDS = 240.0
    TRIAL_STEPS = 6

    def __init__(self, fixed: int, now: int):
        self._counts = [] if fixed else sorted({cores(), max(1, cores() // 2)})
        self._now = now
        self._since = 0.0
        self._trial: dict[int, list[float]] = {}

    def took(self, seconds: float) -> None:
        """Tell how long a step took; may change the number of threads."""
        self._since += seconds
        if len(self._counts) < 2 or (self._since < self.PERIOD_SECONDS and not self._trial):
            return
        if not self._trial:
            self._trial = {count: [] for count in self._counts}
        else:
            self._trial[self._now].append(seconds)
        for count, times in self._trial.items():
            if len(times) < self.TRIAL_STEPS:
                self._now = count
                torch.set_num_threads(count)
                return
        # the first step after a change warms up
        self._now = min(self._trial, key=lambda count: sum(self._trial[count][1:]))
        torch.set_num_threads(self._now)
        self._trial, self._since = {}, 0.0


def leave_others() -> None:
    """Part from the other processes of a run: whose threads still listen may abort at its end."""
    group = torch.distributed
    if group.is_available() and group.is_initialized():
        group.destroy_process_group()
