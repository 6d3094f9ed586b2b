"""Weights to begin a run with: those of an exported model, or of another run."""

import json
from pathlib import Path

import torch
from torch import Tensor

from training.checkpoint import WEIGHTS, read_weights
from training.drawing.vocabulary import ATTRIBUTES, LATENT, LAYERS
from training.networks.generator import Generator
from training.settings import SHIPPED, ConfigError


def start_folder(start: str) -> Path:
    """The folder that a config's `start` means."""
    if start == SHIPPED:
        from core import model_folder  # needs more than torch and numpy

        return model_folder.SHIPPED / model_folder.DEFAULT
    return Path(start).expanduser()


def begin_with(network: Generator, source: Path) -> list[str]:
    """Copy what fits into the network, in place; layers of a model folder are found by name.

    Args:
        network: to be trained.
        source: a model folder (its `generator.onnx` holds everything) or a run
            (its `weights` hold everything).

    Returns:
        The names that keep their random start.

    Raises:
        ConfigError: neither of the two is there, or nothing of it fits.
    """
    if (source / WEIGHTS).exists():
        state = read_weights(source)
    elif (source / "generator.onnx").exists():
        state = _of_onnx(source / "generator.onnx")
    else:
        raise ConfigError(f"start: {source} holds neither {WEIGHTS} nor generator.onnx")
    if (source / "model.json").exists():
        known = json.loads((source / "model.json").read_text())
        state = _by_name(state, [layer["name"] for layer in known["layers"]], network)
        _take_inputs(state, input_names(known["latent"], known["attributes"]), network)
    _take_modes(state, network)
    wanted = network.state_dict()
    fits = {k: v for k, v in state.items() if k in wanted and v.shape == wanted[k].shape}
    if not fits:
        raise ConfigError(f"start: {source} is a network of another shape")
    network.load_state_dict(fits, strict=False)
    return [name for name in wanted if name not in fits]


def _by_name(state: dict[str, Tensor], there: list[str], network: Generator) -> dict[str, Tensor]:
    """A state whose layers stand where the network has those of the same name."""
    here = [layer["name"] for layer in LAYERS]
    if there == here or len(here) != len(network.windows):
        return state
    out = {k: v for k, v in state.items() if not k.startswith(("looks.pictures.", "motion.modes."))}
    for place, name in enumerate(there):
        for key in ("weight", "bias"):
            if name in here:
                moved = f"looks.pictures.{here.index(name)}.{key}"
                out[moved] = state[f"looks.pictures.{place}.{key}"]
    sizes = dict(zip(here, network.motion.sizes, strict=True))
    there_in_all = len(state["motion.modes.bias"])
    if set(there) <= set(here) and there_in_all == sum(sizes[name] for name in there):
        for key in ("weight", "bias"):
            rows = state[f"motion.modes.{key}"].split([sizes[name] for name in there])
            known = dict(zip(there, rows, strict=True))
            still = network.state_dict()[f"motion.modes.{key}"].split(list(sizes.values()))
            out[f"motion.modes.{key}"] = torch.cat(
                [
                    known[name] if name in known else old
                    for name, old in zip(here, still, strict=True)
                ]
            )
    return out


def input_names(latent: list[dict], attributes: list[dict]) -> list[str]:
    """What every input of a network is: the latent's factors, then attributes, value by value."""
    names: dict[int, str] = {}
    for entry in attributes:
        for place, value in enumerate(entry.get("values", [""])):
            if "index" in entry:
                names[entry["index"] + place] = f"{entry['name']} {value}".strip()
    return [factor["name"] for factor in latent] + [names[i] for i in sorted(names)]


def _take_inputs(state: dict[str, Tensor], there: list[str], network: Generator) -> None:
    """Let the motion's inputs be those that the network has; new ones move nothing yet."""
    here = input_names(LATENT, ATTRIBUTES)
    if there == here or len(here) != network.config.inputs:
        return
    for name in ("motion.mix.0.weight", "motion.direct.weight"):
        columns = state[name].T
        new = columns.new_zeros(len(here), columns.shape[1])
        for place, known in enumerate(here):
            if known in there:
                new[place] = columns[there.index(known)]
        state[name] = new.T.contiguous()


def _take_modes(state: dict[str, Tensor], network: Generator) -> None:
    """Let the motion have as many modes as the network; those it did not have move nothing yet."""
    own = network.state_dict()
    known = len(state.get("motion.direct.bias", ()))
    if not 0 < known < len(own["motion.direct.bias"]):
        return
    for name in ("mix.4.weight", "mix.4.bias", "direct.weight", "direct.bias"):
        rows = own[f"motion.{name}"][known:]
        if rows.shape[1:] == state[f"motion.{name}"].shape[1:]:
            state[f"motion.{name}"] = torch.cat([state[f"motion.{name}"], rows])
    modes = state["motion.modes.weight"]
    new = modes.new_zeros(len(modes), own["motion.modes.weight"].shape[1] - known)
    state["motion.modes.weight"] = torch.cat([modes, new], 1)


def _of_onnx(path: Path) -> dict[str, Tensor]:
    import onnx

    from training.small_weights import stored_weights

    found = stored_weights(onnx.load(str(path)))
    return {name: torch.from_numpy(values.copy()).float() for name, values in found.items()}
