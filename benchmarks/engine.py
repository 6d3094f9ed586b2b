"""The engine as a host meets it: behind its pipe, beside the same work done by the library."""

import contextlib
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.timing import Timing
from core import Kashira, planning
from core.engine.child import Process
from core.engine.client import command

START = "engine: from its start to the first picture"
PREVIEW = "engine: a preview, 128 px, new each time"
PREVIEW_HERE = "  the same by the library"
RECOLOR = "engine: another hair colour, 256 px"
RECOLOR_HERE = "  the same by the library (no pipe)"


@contextlib.contextmanager
def calls(model: Path) -> Iterator[dict[str, Callable[[], object]]]:
    """What is timed, while an engine runs."""
    environ = {**os.environ, "KASHIRA_MODEL": str(model)}
    engine, kashira = Process(command(sys.executable), environ), Kashira(model, spinning=False)
    seeds, colors = itertools.count(), itertools.count()
    [head] = kashira.generate(seed=1)
    recipe = engine.ask("preview", {"seed": 1})[0]["head"]["recipe"]

    def start() -> object:
        fresh = Process(command(sys.executable), environ)
        try:
            return fresh.ask("preview", {"seed": 1, "size": 128, "detail": "low"})
        finally:
            fresh.close()

    def preview() -> object:
        return engine.ask("preview", {"seed": next(seeds), "size": 128, "detail": "low"})

    def preview_here() -> object:
        [fresh] = planning.new_heads(kashira.folder, {}, seed=next(seeds))
        return kashira.preview(fresh).image.resize((128, 128)).tobytes()

    def color() -> str:
        return f"#{next(colors) % 0xFFFFFF:06x}"

    def recolor() -> object:
        return engine.ask("recolor", {"recipe": recipe, "attributes": {"hair_color": color()}})

    def recolor_here() -> object:
        return head.recolor(hair_color=color()).image.tobytes()

    try:
        yield {
            START: start, PREVIEW: preview, PREVIEW_HERE: preview_here,
            RECOLOR: recolor, RECOLOR_HERE: recolor_here,
        }  # fmt: skip
    finally:
        engine.close()


def ratios(timings: dict[str, Timing]) -> None:
    """What the pipe costs, from one and the same run."""
    ms = {name: timing.median for name, timing in timings.items()}
    print(f"previews a second through the pipe    {1000 / ms[PREVIEW]:8.1f}")
    print(f"preview: pipe / library               {ms[PREVIEW] / ms[PREVIEW_HERE]:8.2f}")
    print(f"transport of a 256 px picture, ms     {ms[RECOLOR] - ms[RECOLOR_HERE]:8.1f}")
