"""Run ONNX networks from strangers: the only place that imports ONNX Runtime.

What a file can do is bounded: its size before it is read into the runtime, no other file opened,
a deadline for each run, and every output looked at (shape, finite) before anyone uses it.
"""

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from core import limits, onnx_prune
from core.errors import BadModel, Cancelled, TimedOut
from core.onnx_file import NotOnnx, has_external_data

_SILENT = 4  # severity "fatal": what matters comes as an exception; stderr is for people

Shape = Sequence[int | str | None]


class OnnxSession:
    """One network, ready to run.

    Args:
        data: the ONNX file.
        source: what to call it in errors, its path.
        threads: at most so many; the physical cores at hand if None.
        spinning: whether threads busy-wait between operators: quicker, but a host program
            that shares the machine is better off without.
        output: compute this output alone; all, if None.
        hoarding: whether memory is kept from run to run: a fifth quicker, for 60 MB.

    Raises:
        BadModel: too large, external data, or not a network that the runtime takes.
    """

    def __init__(
        self,
        data: bytes,
        source: str,
        threads: int | None = None,
        spinning: bool = True,
        output: str | None = None,
        hoarding: bool = True,
    ) -> None:
        self._source = source
        self._running: onnxruntime.RunOptions | None = None
        self._lock = threading.Lock()
        if len(data) > limits.MAX_MODEL_BYTES:
            raise BadModel(f"{source} has {len(data)} bytes, above the limit: use a smaller model")
        try:
            external = has_external_data(data)
            data = data if output is None else onnx_prune.only(data, output)
        except NotOnnx as error:
            raise BadModel(
                f"{source} is no sound ONNX file, {error}: get the model again"
            ) from error
        if external:
            raise BadModel(f"{source} keeps data in other files: export it as one single file")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _SILENT
        options.intra_op_num_threads = threads or default_threads()
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = hoarding
        options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spinning)))
        try:
            self._session = onnxruntime.InferenceSession(
                data, options, providers=["CPUExecutionProvider"], enable_fallback=0
            )
        except Exception as error:  # the runtime's exceptions have no common base but this
            raise BadModel(
                f"{source} is not a network that ONNX Runtime {onnxruntime.__version__} takes "
                f"({_first_line(error)}): get the model again or export it with a usual opset"
            ) from error

    @property
    def inputs(self) -> dict[str, tuple[Shape, str]]:
        """Inputs in order: name -> (shape, where None or text stands for any size; type)."""
        return {node.name: (node.shape, node.type) for node in self._session.get_inputs()}

    @property
    def outputs(self) -> dict[str, tuple[Shape, str]]:
        """Outputs in order: name -> (shape, type)."""
        return {node.name: (node.shape, node.type) for node in self._session.get_outputs()}

    def run(
        self,
        feeds: Mapping[str, NDArray[np.float32]],
        output: str,
        shape: tuple[int, ...] | None = None,
        deadline_seconds: float | None = None,
    ) -> NDArray[np.float32]:
        """Run the network; ``output`` as float32, of ``shape`` where one is given.

        Raises:
            BadModel: it fails, or its output has another shape, another type or is not finite.
            TimedOut: it ran past the deadline (limits.RUN_DEADLINE_SECONDS if None).
            Cancelled: `stop` was called meanwhile.
        """
        if output not in self.outputs:
            raise BadModel(f"{self._source} has no output {output!r}: {self._way_out}")
        limit = limits.RUN_DEADLINE_SECONDS if deadline_seconds is None else deadline_seconds
        late = threading.Event()
        options = onnxruntime.RunOptions()
        options.log_severity_level = _SILENT

        def end_it() -> None:
            late.set()
            options.terminate = True

        timer = threading.Timer(limit, end_it)
        timer.daemon = True
        with self._lock:
            self._running = options
            timer.start()
            try:
                result = self._session.run([output], dict(feeds), options)[0]
            except Exception as error:  # as above: no common base
                if late.is_set():
                    raise TimedOut(
                        f"{self._source} ran for more than {limit:g} s and was stopped: "
                        "use a smaller model or a faster machine"
                    ) from error
                if options.terminate:
                    raise Cancelled("stopped on request") from error
                raise BadModel(
                    f"{self._source} fails when it is run ({_first_line(error)}): {self._way_out}"
                ) from error
            finally:
                timer.cancel()
                self._running = None
        return self._checked(result, shape)

    def stop(self) -> None:
        """End the run in progress, from another thread; it raises Cancelled there."""
        options = self._running
        if options is not None:
            options.terminate = True

    def expect(self, array: NDArray[np.floating], shape: tuple[int, ...]) -> None:
        """A BadModel unless the array, made of this network's output, has the shape."""
        if array.shape != shape:
            raise BadModel(
                f"{self._source} gives an output of shape {list(array.shape)} instead of "
                f"{list(shape)}: {self._way_out}"
            )

    @property
    def _way_out(self) -> str:
        return "get the model again or use another"

    def _checked(self, result: object, shape: tuple[int, ...] | None) -> NDArray[np.float32]:
        if not isinstance(result, np.ndarray) or result.dtype.kind not in "fu":
            raise BadModel(f"{self._source} gives no numbers as its output: {self._way_out}")
        if shape is not None:
            self.expect(result, shape)
        if not np.isfinite(result).all():
            raise BadModel(f"{self._source} gives numbers that are not finite: {self._way_out}")
        return result.astype(np.float32, copy=False)


def default_threads() -> int:
    """Physical cores that this process may use, at most limits.MAX_THREADS.

    Hyper-threads add nothing to convolutions. $OMP_NUM_THREADS, where set, is the user's word.
    """
    named = os.environ.get("OMP_NUM_THREADS", "")
    if named.isdigit() and int(named) > 0:
        return min(int(named), limits.MAX_THREADS)
    if hasattr(os, "sched_getaffinity"):
        allowed = os.sched_getaffinity(0)
        cores = {_core_of(cpu) for cpu in allowed}
        return max(1, min(len(cores), limits.MAX_THREADS))
    return max(1, min(os.cpu_count() or 1, limits.MAX_THREADS))


def _core_of(cpu: int) -> str:
    """What hyper-threads of one core have in common; the processor's own number if unknown."""
    topology = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
    try:
        return topology.read_text().strip()
    except OSError:
        return str(cpu)


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__
