"""`kashira train`: from drawings to a model folder."""

from pathlib import Path
from typing import Any

import click

from core.errors import KashiraError
from training.settings import NETWORKS

COMMANDS = ("draw", "prepare", "cache", "fit", "export", "evaluate", "report", "forget")
EXISTING = click.Path(exists=True, path_type=Path)


class LazyGroup(click.Group):
    """Commands are imported when they are used: torch takes seconds, help should not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The drawing's and the dataset's own commands live with them."""
        if cmd_name == "draw":
            from training.drawing.commands import draw

            return draw
        if cmd_name in ("prepare", "forget"):
            from training.dataset import commands

            return getattr(commands, cmd_name)
        return super().get_command(ctx, cmd_name)


@click.group(cls=LazyGroup)
def train() -> None:
    """Make models: draw the corpus, train, export, evaluate (needs kashira[training])."""


def _settings(path: Path) -> Any:
    from training.settings import ConfigError, read_settings

    try:
        return read_settings(path)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None


@train.command()
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def cache(config: Path) -> None:
    """Draw the corpus that CONFIG asks for, beforehand or beside a run of fit."""
    from training.configured import corpus_plan, fill_cache
    from training.progress import Progress

    settings, progress = _settings(config), Progress()
    try:
        fill_cache(settings, progress, settings.corpus.heads)
    finally:
        progress.close()
    click.echo(f"{settings.corpus.heads} heads in {corpus_plan(settings).home}")


@train.command()
@click.argument("config", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--network", type=click.Choice(NETWORKS), help="Which network [default: kashira].")
@click.option("--data", type=EXISTING, help="Pictures to learn from: a dataset of prepare.")
@click.option(
    "--from",
    "start",
    metavar="MODEL",
    help="What to begin with: default, nothing, a model folder or a run.",
)
@click.option("--minutes", type=click.FloatRange(0), default=0, help="Stop, saved, after so long.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the run [default: runs/<name of the config>].",
)
def fit(
    config: Path | None,
    network: str | None,
    data: Path | None,
    start: str | None,
    minutes: float,
    out: Path | None,
) -> None:
    """Train a model; the same command goes on where it was stopped.

    CONFIG is a TOML file; without one, that which ships for the network: for the default model from
    drawings, or with --data for the default model in the hand of those pictures.
    """
    from training.run_config import settle, shipped
    from training.settings import ConfigError, read_settings

    run = out or Path("runs") / (config or shipped(network, data is not None, start)).stem
    try:
        settle(run, config, network, data, start)
        if read_settings(run / "config.toml").network.name == "kashira":
            from training.train_generator import fit as trained
        else:
            from training.train_flat import fit_flat as trained
        finished = trained(run, minutes)
    except (ConfigError, KashiraError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"{run}: {'finished' if finished else 'stopped and saved; the same command goes on'}"
    )


@train.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The model folder to write.",
)
@click.option("--name", default="kashira", show_default=True, help="Of the model.")
@click.option("--version", default="1", show_default=True, help="Of the model.")
def export(run: Path, out: Path, name: str, version: str) -> None:
    """Write the model folder of RUN, checked against torch over 100 heads."""
    from training.export_model import export_model
    from training.export_onnx import Disagreement
    from training.settings import ConfigError

    try:
        worst = export_model(run, out, name, version)
    except (FileNotFoundError, Disagreement, ValueError, ConfigError, KashiraError) as error:
        raise click.ClickException(str(error)) from None
    size = (out / "generator.onnx").stat().st_size / 1e6
    click.echo(f"{out}: {size:.1f} MB; torch and ONNX Runtime differ by {worst:.2g} at most")


@train.command()
@click.argument("model", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--heads", type=click.IntRange(20), default=2000, show_default=True, metavar="N")
@click.option(
    "--classifier-heads",
    type=click.IntRange(64),
    default=12000,
    show_default=True,
    metavar="N",
    help="Drawings that the judge learns from, where none ships for the drawing as it is.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of report and contact sheet [default: runs/evaluation].",
)
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), default=Path("runs"))
def evaluate(model: Path, heads: int, classifier_heads: int, out: Path | None, cache: Path) -> None:
    """Measure MODEL: labels, colours, sharpness, layers, variety; writes them into model.json."""
    from training.evaluation.classifier import ClassifierPlan
    from training.evaluation.evaluate import EvaluationPlan
    from training.evaluation.evaluate import evaluate as measured
    from training.evaluation.report import into_manifest, markdown, write_report

    plan = EvaluationPlan(
        heads=heads,
        paired=min(300, heads),
        drawings=min(500, heads),
        classifier=ClassifierPlan(heads=classifier_heads),
    )
    try:
        figures = measured(model, plan, cache)
        into_manifest(model, figures)
        write_report(model, figures, out or Path("runs/evaluation"))
    except KashiraError as error:
        raise click.ClickException(str(error)) from None
    click.echo(markdown(figures, model.name))


@train.command()
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--model", type=EXISTING, help="Its model folder, where it is exported already.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write [default: report.html in the run].",
)
def report(run: Path, model: Path | None, out: Path | None) -> None:
    """One page about RUN that opens offline: curves, a film, attributes, copies, rights."""
    from training.export_onnx import Disagreement
    from training.progress import Progress
    from training.report.page import write
    from training.settings import ConfigError

    target, bar = out or run / "report.html", Progress()
    try:
        write(run, target, model, lambda text, done: bar.show(text, done, ""))
    except (FileNotFoundError, Disagreement, ConfigError, KashiraError) as error:
        raise click.ClickException(str(error)) from None
    finally:
        bar.close()
    click.echo(str(target))


if __name__ == "__main__":
    train()
