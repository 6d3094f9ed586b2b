"""Weights to begin a run with: those of an exported model, or of another run."""

import json
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from training.checkpoint import WEIGHTS, read_weights
from training.drawing.vocabulary import ATTRIBUTES, LATENT, LAYERS
from training.networks.generator import Generator
from training.networks.motion import WINDOWS, Window
from training.settings import SHIPPED, ConfigError

SHARES = tuple(
    f"motion.{layer}.{key}" for layer in ("mix.4", "direct") for key in ("weight", "bias")
)


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
    windows: list[Window] = []
    if (source / WEIGHTS).exists():
        state = read_weights(source)
    elif (source / "generator.onnx").exists():
        state, windows = _of_onnx(source / "generator.onnx")
    else:
        raise ConfigError(f"start: {source} holds neither {WEIGHTS} nor generator.onnx")
    if (source / "model.json").exists():
        known = json.loads((source / "model.json").read_text())
        names = [layer["name"] for layer in known["layers"]]
        state = _by_name(state, names, network)
        if SHARES[0] in state:
            _take_inputs(state, input_names(known["latent"], known["attributes"]), network)
            _take_motion(state, names, windows, network)
    wanted = network.state_dict()
    fits = {k: v for k, v in state.items() if k in wanted and v.shape == wanted[k].shape}
    if not fits:
        raise ConfigError(f"start: {source} is a network of another shape")
    network.load_state_dict(fits, strict=False)
    return [name for name in wanted if name not in fits]


def _by_name(state: dict[str, Tensor], there: list[str], network: Generator) -> dict[str, Tensor]:
    """A state whose pictures stand where the network has the layers of the same name."""
    here = [layer["name"] for layer in LAYERS]
    if there == here or len(here) != len(network.windows):
        return state
    out = {k: v for k, v in state.items() if not k.startswith("looks.pictures.")}
    for place, name in enumerate(there):
        for key in ("weight", "bias"):
            if name in here:
                moved = f"looks.pictures.{here.index(name)}.{key}"
                out[moved] = state[f"looks.pictures.{place}.{key}"]
    return out


class _Bending(NamedTuple):
    """How a layer is bent: [..., K] modes of its field, and which K shares the inputs give them."""

    window: Window
    modes: Tensor  # [nodes * 2, K]
    bias: Tensor  # [nodes * 2]
    shares: tuple[Tensor, ...]  # rows [K, ...] of each of SHARES


def _take_motion(
    state: dict[str, Tensor], there: list[str], windows: list[Window], network: Generator
) -> None:
    """Let every layer's field fill its window, of as many modes; new layers do not move yet.

    `windows`: of the layers `there`; if none are known, those that the network has for them.
    """
    here = [layer["name"] for layer in LAYERS]
    if len(here) != len(network.windows):
        return
    own = dict(zip(here, network.windows, strict=True))
    if not windows and set(there) <= set(here):
        windows = [own[name] for name in there]
    known = dict(zip(there, _bendings(state, windows), strict=False))
    for name in [name for name in state if name.startswith("motion.modes.")]:
        del state[name]
    if not known:
        return
    mine = _bendings(network.state_dict(), network.windows)
    taken = [
        _of_rank(known[name], layer) if name in known else layer
        for name, layer in zip(here, mine, strict=True)
    ]
    for place, layer in enumerate(taken):
        state[f"motion.modes.{place}.weight"] = layer.modes
        state[f"motion.modes.{place}.bias"] = layer.bias
    for place, name in enumerate(SHARES):
        state[name] = torch.cat([layer.shares[place] for layer in taken])


def _bendings(state: dict[str, Tensor], windows: list[Window]) -> list[_Bending]:
    """Of every layer, none if windows do not fit; in old files all share one set of modes."""
    shares = [state[name] for name in SHARES]
    sizes = [2 * window.shape[0] * window.shape[1] for window in windows]
    if "motion.modes.weight" in state:
        if sum(sizes) != len(state["motion.modes.bias"]):
            return []
        modes, biases = (state[f"motion.modes.{key}"].split(sizes) for key in ("weight", "bias"))
        rows = [tuple(shares)] * len(windows)
    else:
        modes, biases = (
            [state[f"motion.modes.{place}.{key}"] for place in range(len(windows))]
            for key in ("weight", "bias")
        )
        if sizes != [len(bias) for bias in biases]:
            return []
        counts = [layer.shape[1] for layer in modes]
        rows = list(zip(*[share.split(counts) for share in shares], strict=True))
    return [_Bending(*parts) for parts in zip(windows, modes, biases, rows, strict=True)]


def _of_rank(known: _Bending, own: _Bending) -> _Bending:
    """A layer's bending in its own window, with its own number of modes: the ones that do most."""
    modes = _fitted(known.modes, known.window, own.window)
    bias = _fitted(known.bias, known.window, own.window)
    shares, count = known.shares, own.modes.shape[1]
    if modes.shape[1] > count:  # the nearest of that rank (Eckart and Young 1936)
        left, sizes, right = torch.linalg.svd(modes, full_matrices=False)
        kept = sizes[:count].sqrt()
        modes = left[:, :count] * kept
        turn = kept[:, None] * right[:count]
        shares = tuple(turn @ rows.view(len(rows), -1) for rows in shares)
    have = modes.shape[1]
    modes = torch.cat([modes, modes.new_zeros(len(modes), count - have)], 1)
    rows = zip(shares, own.shares, strict=True)
    shares = tuple(torch.cat([old.view(have, *new.shape[1:]), new[have:]]) for old, new in rows)
    return _Bending(own.window, modes, bias, shares)


def _fitted(rows: Tensor, window: Window, wanted: Window) -> Tensor:
    """A field's rows [2 * nodes, ...] in another window; beyond it goes on as at its edge."""
    if window == wanted:
        return rows
    fields = rows.reshape(2, *window.shape, -1).permute(3, 0, 1, 2)
    if window.nodes != wanted.nodes:
        size = [window.shape[axis] // window.nodes * wanted.nodes for axis in (0, 1)]
        fields = functional.interpolate(fields, size=size, mode="bilinear", align_corners=False)
    edges = [
        (window.left - wanted.left) * wanted.nodes,
        (wanted.right - window.right) * wanted.nodes,
        (window.top - wanted.top) * wanted.nodes,
        (wanted.bottom - window.bottom) * wanted.nodes,
    ]
    fields = functional.pad(fields, edges, mode="replicate")
    return fields.permute(1, 2, 3, 0).reshape(-1, *rows.shape[1:])


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


def _of_onnx(path: Path) -> tuple[dict[str, Tensor], list[Window]]:
    import onnx

    from training.small_weights import stored_weights

    model = onnx.load(str(path))
    found = stored_weights(model)
    told = {entry.key: entry.value for entry in model.metadata_props}
    windows = [Window(*edges) for edges in json.loads(told.get(WINDOWS, "[]"))]
    return {
        name: torch.from_numpy(values.copy()).float() for name, values in found.items()
    }, windows
