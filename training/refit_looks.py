"""Give some layers of a finished run other numbers of pictures, without learning the rest again.

    python -m training.refit_looks RUN OUT

Layers whose number in `training/drawing/extents.py` is no longer that of the run get the principal
pictures of the corpus at rest anew; how much of each a head has is then fitted, by least squares,
to what the network's last hidden layer says of the heads, held in check by a little ridge.
"""

import json
import shutil
from pathlib import Path

import click
import torch
from torch import Tensor

from training import checkpoint
from training.configured import corpus_at_rest, network_config
from training.drawing.vocabulary import LAYERS
from training.networks.generator import Generator, joined
from training.progress import Progress
from training.run_config import NAME
from training.settings import read_settings
from training.train_looks import layers_at_rest, principal

RIDGE = 1e-3  # of the features' mean square
HELD_OUT = 8  # one head in so many is fitted without, and judged by
LAST = "looks.mix.6"  # the layer that says how much of each picture there is


def changed_layers(state: dict[str, Tensor], network: Generator) -> list[int]:
    """Layers that a run mixes from another number of pictures than the network."""
    return [
        i
        for i, count in enumerate(network.looks.counts)
        if state[f"looks.pictures.{i}.weight"].shape[1] != count
    ]


def fitted(features: Tensor, shares: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(weights [looks, features], bias [looks], variance left of each share in heads held out).

    Args:
        features: [heads, features].
        shares: [heads, looks], which vary by 1.
    """
    told = torch.cat([features, torch.ones(len(features), 1)], 1).double()
    learnt = torch.arange(len(told)) % HELD_OUT > 0
    x, y = told[learnt], shares[learnt].double()
    ridge = RIDGE * x.square().mean() * len(x) * torch.eye(x.shape[1], dtype=x.dtype)
    solved = torch.linalg.solve(x.T @ x + ridge, x.T @ y)
    left = (told[~learnt] @ solved - shares[~learnt]).square().mean(0)
    return solved[:-1].T.float(), solved[-1].float(), left


def refit(run: Path, out: Path, progress: Progress) -> dict[str, float]:
    """Write `out`, the run with changed layers refitted; the variance left of each one's shares."""
    settings, state = read_settings(run / NAME), checkpoint.read_weights(run)
    network, corpus = Generator(network_config(settings)), corpus_at_rest(settings, progress)
    changed = changed_layers(state, network)
    before = [state[f"looks.pictures.{i}.weight"].shape[1] for i in range(len(LAYERS))]
    last = {key: list(state[f"{LAST}.{key}"].split(before)) for key in ("weight", "bias")}
    features = _features(network, state, corpus)
    left = {}
    for i in changed:
        (values,) = layers_at_rest(network, corpus, progress, only=[i])
        mean, pictures, shares = principal(values, network.looks.counts[i])
        state[f"looks.pictures.{i}.weight"], state[f"looks.pictures.{i}.bias"] = pictures.T, mean
        last["weight"][i], last["bias"][i], off = fitted(features[: len(shares)], shares)
        size = pictures.square().sum(1).double()
        left[LAYERS[i]["name"]] = float((off * size).sum() / size.sum())
    state |= {f"{LAST}.{key}": torch.cat(rows) for key, rows in last.items()}
    network.load_state_dict(state)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(run / NAME, out / NAME)
    shutil.copytree(run / "checkpoints", out / "checkpoints", dirs_exist_ok=True)
    checkpoint.write_weights(network, out)
    return left


@torch.no_grad()
def _features(network: Generator, state: dict[str, Tensor], corpus) -> Tensor:
    """[heads, hidden]: what the run's last hidden layer says of the heads of the corpus."""
    mix = network.looks.mix
    hidden = {
        k.removeprefix("looks.mix."): v for k, v in state.items() if k.startswith("looks.mix")
    }
    hidden |= {k: v for k, v in mix.state_dict().items() if k.startswith("6.")}
    mix.load_state_dict(hidden)
    taken = torch.from_numpy(corpus.latents), torch.from_numpy(corpus.attributes)
    return network.looks.told(network.settled(joined(*taken)))


@click.command()
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.argument("out", type=click.Path(path_type=Path))
def main(run: Path, out: Path) -> None:
    """Refit the layers of RUN whose number of pictures has changed; OUT can be exported."""
    click.echo(json.dumps(refit(run, out, Progress()), indent=1))


if __name__ == "__main__":
    main()
