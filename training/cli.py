"""`kashira train`: from drawings to a model folder."""

from pathlib import Path
from typing import Any

import click

COMMANDS = ("draw", "cache", "fit", "export", "evaluate")
EXISTING = click.Path(exists=True, path_type=Path)


class LazyGroup(click.Group):
    """Commands are imported when they are used: torch takes seconds, help should not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The drawing's own command lives with it."""
        if cmd_name == "draw":
            from training.drawing.commands import draw

            return draw
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
    from training.progress import Progress
    from training.train_generator import corpus_plan, fill_cache

    settings, progress = _settings(config), Progress()
    try:
        fill_cache(settings, progress, settings.corpus.heads)
    finally:
        progress.close()
    click.echo(f"{settings.corpus.heads} heads in {corpus_plan(settings).home}")


@train.command()
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--minutes", type=click.FloatRange(0), default=0, help="Stop, saved, after so long.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the run [default: runs/<name of the config>].",
)
def fit(config: Path, minutes: float, out: Path | None) -> None:
    """Train as CONFIG says; goes on where it was stopped."""
    from training.train_generator import fit as train_generator

    _settings(config)
    run = out or Path("runs") / config.stem
    finished = train_generator(config, run, minutes)
    click.echo(
        f"{run}: {'finished' if finished else 'stopped and saved; the same command goes on'}"
    )


if __name__ == "__main__":
    train()
