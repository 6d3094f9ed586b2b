"""Checkpoints: plain state dicts in files under 16 MB, in a folder that appears all at once."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

MAX_BYTES = 14_000_000  # a file; some hosts refuse files of 16 MB
KEPT = 2  # the newest so many checkpoints stay
WEIGHTS = "weights"  # folder of a run: all that export needs


def flattened(nested: dict, prefix: str = "") -> dict[str, Tensor]:
    """{"a": {"b": tensor}} -> {"a/b": tensor}; what is not a tensor is left out."""
    flat: dict[str, Tensor] = {}
    for key, value in nested.items():
        if isinstance(value, dict):
            flat |= flattened(value, f"{prefix}{key}/")
        elif isinstance(value, Tensor):
            flat[f"{prefix}{key}"] = value
    return flat


def nested(flat: dict[str, Tensor]) -> dict:
    """The inverse of `flattened`; keys that are numbers become int again."""
    out: dict = {}
    for path, value in flat.items():
        *parents, last = [int(p) if p.isdigit() else p for p in path.split("/")]
        place = out
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return out


def save(run: Path, name: str, tensors: dict[str, Tensor], state: dict[str, Any]) -> Path:
    """Write `run/checkpoints/name`: tensors in numbered files, `state` as JSON; older ones go."""
    target = run / "checkpoints" / name
    _write_folder(tensors, target, {"state.json": json.dumps(state, indent=1)})
    for old in complete(run)[:-KEPT]:
        shutil.rmtree(old)
    return target


def _write_folder(tensors: dict[str, Tensor], target: Path, texts: dict[str, str]) -> None:
    """A folder of tensors in numbered files, and of texts, that appears all at once."""
    part = target.parent / f".{target.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    group: dict[str, Tensor] = {}
    size = number = 0
    for key, tensor in tensors.items():
        if group and size + tensor.nbytes > MAX_BYTES:
            _write(group, part / f"{number:02d}.pt")
            group, size, number = {}, 0, number + 1
        group[key] = tensor.detach().cpu().clone()
        size += tensor.nbytes
    _write(group, part / f"{number:02d}.pt")
    for name, text in texts.items():
        (part / name).write_text(text)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(part, target)


def _write(tensors: dict[str, Tensor], path: Path) -> None:
    with path.open("wb") as file:
        torch.save(tensors, file)
        file.flush()
        os.fsync(file.fileno())


def complete(run: Path) -> list[Path]:
    """The whole checkpoints of a run, oldest first."""
    return sorted(p for p in (run / "checkpoints").glob("[!.]*") if (p / "state.json").exists())


def images_seen(run: Path) -> int:
    """How many pictures a run has seen by its newest checkpoint; 0 without one."""
    found = complete(run)
    if not found:
        return 0
    state = json.loads((found[-1] / "state.json").read_text())
    return state.get("pictures", state["total_images"])


def load(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """(tensors, state) of one checkpoint; nothing is unpickled but tensors."""
    return _read_folder(folder), json.loads((folder / "state.json").read_text())


def _read_folder(folder: Path) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for path in sorted(folder.glob("*.pt")):
        tensors |= torch.load(path, map_location="cpu", weights_only=True)
    return tensors


def write_weights(network: nn.Module, run: Path) -> None:
    """The weights alone into `run/weights`, in half precision: small enough to carry about."""
    state = network.state_dict()
    half = {k: v.half() if v.is_floating_point() else v for k, v in state.items()}
    _write_folder(half, run / WEIGHTS, {})


def read_weights(run: Path) -> dict[str, Tensor]:
    """What `write_weights` wrote, in single precision.

    Raises:
        FileNotFoundError: the run has none.
    """
    tensors = _read_folder(run / WEIGHTS)
    if not tensors:
        raise FileNotFoundError(
            f"{run / WEIGHTS} is missing: 'kashira train fit' writes it as it goes"
        )
    return {k: v.float() if v.is_floating_point() else v for k, v in tensors.items()}


def under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose names begin so, without the prefix."""
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


def optimizer_tensors(optimizers: Sequence[Any]) -> dict[str, Tensor]:
    """The state of several optimisers, by name."""
    states = {str(i): o.state_dict()["state"] for i, o in enumerate(optimizers)}
    return flattened(states, "optimizer/")


def load_optimizers(optimizers: Sequence[Any], tensors: dict[str, Tensor]) -> None:
    """The inverse; the optimisers keep their rates."""
    saved = nested(under("optimizer/", tensors))
    for i, optimizer in enumerate(optimizers):
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": saved.get(i, {}), "param_groups": groups})
