"""``kashira engine``, or ``python -P -m core.engine``: serve one host until its stdin ends.

Descriptor 1 is the host's. A private copy of it is kept for frames, and 1 itself is pointed at
stderr, before anything is imported that may print (ONNX Runtime does, on bad models).
"""

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable

_BLOCK = 1 << 20
_LOOK_SECONDS = 0.4  # between looks at whether the parent lives
_PATIENCE_SECONDS = 1.5  # then, to the end by force; with the look that is what docs/engine.md says


def main() -> None:
    """Serve until stdin ends, the parent dies, or the host asks for the end."""
    write = _frames_to_stdout()
    from core.engine.methods import Methods  # only now: it loads ONNX Runtime
    from core.engine.server import Server

    methods = Methods()
    server = Server(methods.table, write, methods.stop, _give_memory_back)
    for loop in (lambda: _read(server.receive), _watch_parent):
        threading.Thread(
            target=_until_the_host_is_gone, args=(loop, server.close), daemon=True
        ).start()
    with contextlib.suppress(KeyboardInterrupt, OSError):  # the host leaves, or is gone
        server.serve()


def _frames_to_stdout() -> Callable[[bytes], None]:
    """Keep stdout for frames; what else is printed goes to stderr. Gives what writes a frame."""
    descriptor = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:  # a host without a console gave us no stderr
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    if sys.platform == "win32":
        import msvcrt

        for stream in (0, descriptor):
            msvcrt.setmode(stream, os.O_BINARY)

    def write(frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(descriptor, view) :]

    return write


def _give_memory_back() -> None:
    """What was freed goes back to the system: glibc would keep it, some 70 MB after a few heads."""
    with contextlib.suppress(OSError, AttributeError):  # no glibc
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _until_the_host_is_gone(loop: Callable[[], object], close: Callable[[], object]) -> None:
    """Then let the worker end in peace, but not for longer than a host waits."""
    loop()
    close()
    time.sleep(_PATIENCE_SECONDS)
    os._exit(0)


def _read(receive: Callable[[bytes], object]) -> None:
    """Take what the host sends, until it ends."""
    with contextlib.suppress(OSError):
        while data := os.read(0, _BLOCK):
            receive(data)


def _watch_parent() -> None:
    """Return when the parent is gone: another process may hold our stdin open."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
