"""Weights to begin a run with: those of an exported model, or of another run."""

import re
from collections.abc import Collection
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
        source: a model folder (its `generator.onnx` holds the trunk and two heads) or a run
            (its `ema.fp16.pt` holds everything).

    Returns:
        The names that keep their random start: heads of sizes the source has none for.

    Raises:
        ConfigError: neither of the two is there, or it is a network of another shape.
    """
    if (source / "ema.fp16.pt").exists():
        state = torch.load(source / "ema.fp16.pt", map_location="cpu", weights_only=True)
    elif (source / "generator.onnx").exists():
        state = _of_onnx(source / "generator.onnx")
    else:
        raise ConfigError(f"start: {source} holds neither ema.fp16.pt nor generator.onnx")
    wanted = network.heads.keys()
    state = {k: v.float() for k, v in state.items() if not _of_other_head(k, wanted)}
    try:
        found = network.load_state_dict(state, strict=False)
    except RuntimeError as error:
        raise ConfigError(f"start: {source} is a network of another shape ({error})") from None
    if found.unexpected_keys:
        raise ConfigError(f"start: {source} has weights unknown here: {found.unexpected_keys[0]}")
    return list(found.missing_keys)


def _of_other_head(name: str, wanted: Collection[str]) -> bool:
    """Whether a weight belongs to the head of a size that is not wanted."""
    parts = name.split(".")
    return parts[0] == "heads" and parts[1] not in wanted


def _of_onnx(path: Path) -> dict[str, Tensor]:
    """The state dict behind an exported graph: the inverse of what `export_onnx` does to it."""
    import onnx
    from onnx import numpy_helper

    state = {}
    for tensor in onnx.load(str(path)).graph.initializer:
        name, values = tensor.name.removesuffix(".half"), numpy_helper.to_array(tensor)
        value = torch.from_numpy(values.copy())
        if match := re.fullmatch(r"paint\.(\d+)\.(spread|paint)\.(weight|bias)", name):
            size, layer, kind = match.groups()
            name = f"network.heads.{size}.{layer}.{kind}"
            if layer == "paint" and kind == "weight":  # [W, K, 2, 2]
                value = value.permute(1, 2, 3, 0).reshape(-1, len(value), 1, 1)
            elif layer == "paint":
                value = value.repeat_interleave(4)
        if name.startswith("network."):
            state[name.removeprefix("network.")] = value
    return state
