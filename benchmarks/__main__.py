"""`python -m benchmarks [--rounds N] [--threads N]`: the table of the README's promises."""

import argparse
import os
import platform
from pathlib import Path

from benchmarks import engine, networks
from benchmarks.timing import Timing, by_turns
from core.onnx_prune import only

MODEL = Path(__file__).parents[1] / "core" / "models" / "kashira"


def main() -> None:
    """Measure everything by turns and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    ours = (options.model / "generator.onnx").read_bytes()
    graphs = {
        "network alone: ours, 256 px, all layers": only(ours, "channels"),
        "network alone: ours, preview, 128 px": only(ours, "preview"),
        "network alone: SRResNet (2017), 128 px, flat": networks.srresnet(128),
        "network alone: SRResNet (2017), 256 px, flat": networks.srresnet(256),
        "ten dense 3x3 convolutions": networks.convolutions(),
    }
    calls = {name: networks.runner(graph, options.threads) for name, graph in graphs.items()}
    calls |= _heads(options.model) | _eager(options.model, options.threads) | _drawing()
    with engine.calls(options.model) as of_the_engine:
        timings = by_turns(calls | of_the_engine, options.rounds)
    print(f"{platform.processor() or platform.machine()}, {options.threads} threads, "
          f"medians of {options.rounds} rounds (quartiles), milliseconds\n")  # fmt: skip
    for name, timing in timings.items():
        print(f"{name:<52}{timing}")
    print()
    _ratios(timings, networks.gigaflops(calls["network alone: ours, torch eager"]))
    engine.ratios(timings)


def _heads(model: Path) -> dict:
    from core import Kashira

    kashira = Kashira(str(model))
    head = kashira.generate(seed=1)[0]
    colors = iter(range(10**9))

    def recolor() -> object:
        return head.recolor(hair_color=f"#{next(colors) % 0xFFFFFF:06x}").image

    return {
        "a head: network, layers, picture": lambda: kashira.generate(seed=2)[0].image,
        "eight heads": lambda: [h.image for h in kashira.generate(count=8, seed=3)],
        "recolour a head, picture and all": recolor,
    }


def _eager(model: Path, threads: int) -> dict:
    """Our network's shape in torch, as it is trained."""
    import torch

    from training.configured import network_config
    from training.drawing.vocabulary import ATTRIBUTE_SIZE, LATENT_SIZE
    from training.export_onnx import ExportedGenerator
    from training.networks.generator import Generator
    from training.settings import read_settings

    config = Path(__file__).parents[1] / "training" / "configs" / "default.toml"
    torch.set_num_threads(threads)
    network = ExportedGenerator(Generator(network_config(read_settings(config))), (256,)).eval()
    inputs = torch.zeros(1, LATENT_SIZE), torch.zeros(1, ATTRIBUTE_SIZE)

    def run() -> object:
        with torch.inference_mode():
            return network(*inputs)

    return {"network alone: ours, torch eager": run}


def _drawing() -> dict:
    import numpy as np

    from training.drawing.compose import draw
    from training.drawing.sampling import random_attributes

    rng = np.random.default_rng(1)
    heads = [(random_attributes(rng), rng.standard_normal(64)) for _ in range(30)]
    turn = iter(range(10**9))
    return {"drawing a head by code, 256 px, one core": lambda: draw(*heads[next(turn) % 30], 256)}


def _ratios(timings: dict[str, Timing], gigaflops: float) -> None:
    ms = {name: timing.median for name, timing in timings.items()}
    peak = networks.PEAK_GIGAFLOPS / ms["ten dense 3x3 convolutions"] * 1000
    single = ms["network alone: ours, 256 px, all layers"]
    speed = gigaflops / single * 1000
    print(f"heads a second, eight at a time        {8000 / ms['eight heads']:8.1f}")
    print(f"our network: {gigaflops:.2f} GFLOP       {speed:8.0f} GFLOP/s, "
          f"{100 * speed / peak:.0f} % of the measured peak of {peak:.0f}")  # fmt: skip
    for name in (
        "SRResNet (2017), 128 px, flat",
        "SRResNet (2017), 256 px, flat",
        "ours, torch eager",
    ):
        print(f"ours / {name:<32}{single / ms[f'network alone: {name}']:8.2f}")


if __name__ == "__main__":
    main()
