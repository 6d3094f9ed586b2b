"""Weights to begin a run with: those of an exported model, or of another run."""

from pathlib import Path

import torch
from torch import Tensor

from training.networks.generator import Generator
from training.settings import SHIPPED, ConfigError


def start_folder(start: str) -> Path:
    """The folder that a config's `start` means."""
    if start == SHIPPED:
        from core import model_folder  # needs more than torch and numpy

        return model_folder.SHIPPED / model_folder.DEFAULT
    return Path(start).expanduser()


def begin_with(network: Generator, source: Path) -> list[str]:
    """Copy what fits into the network, in place.

    Args:
        network: to be trained.
        source: a model folder (its `generator.onnx` holds everything) or a run
            (its `ema.fp16.pt` holds everything).

    Returns:
        The names that keep their random start.

    Raises:
        ConfigError: neither of the two is there, or it is a network of another shape.
    """
    if (source / "ema.fp16.pt").exists():
        state = torch.load(source / "ema.fp16.pt", map_location="cpu", weights_only=True)
    elif (source / "generator.onnx").exists():
        state = _of_onnx(source / "generator.onnx")
    else:
        raise ConfigError(f"start: {source} holds neither ema.fp16.pt nor generator.onnx")
    state = {k: v.float() for k, v in state.items()}
    try:
        found = network.load_state_dict(state, strict=False)
    except RuntimeError as error:
        raise ConfigError(f"start: {source} is a network of another shape ({error})") from None
    if found.unexpected_keys:
        raise ConfigError(f"start: {source} has weights unknown here: {found.unexpected_keys[0]}")
    return list(found.missing_keys)


def _of_onnx(path: Path) -> dict[str, Tensor]:
    """The state dict behind an exported graph: the inverse of what `export_onnx` does to it."""
    import onnx
    from onnx import numpy_helper

    stored = {
        tensor.name.removeprefix("network."): torch.from_numpy(numpy_helper.to_array(tensor).copy())
        for tensor in onnx.load(str(path)).graph.initializer
        if tensor.name.startswith("network.")
    }
    state = {}
    for name, values in stored.items():
        if name.endswith(".steps"):
            name = name.removesuffix(".steps")
            state[name] = values.float() * stored[f"{name}.step"]
        elif not name.endswith(".step"):
            state[name.removesuffix(".half")] = values
    return state
