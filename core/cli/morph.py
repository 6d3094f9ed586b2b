"""``kashira morph``: heads that turn into each other."""

from collections.abc import Iterator
from pathlib import Path

import click

from core.cli import options
from core.latent import EASINGS


@click.command()
@click.argument("heads", nargs=-1, required=True, type=options.HEAD)
@click.option("--frames", default=48, show_default=True, metavar="N", help="Frames in all.")
@click.option("--loop/--no-loop", default=False, help="Come back to the first head.")
@click.option("--easing", type=click.Choice(list(EASINGS)), default="linear", show_default=True)
@click.option("--fps", "frames_per_second", type=click.FloatRange(0.1, 100), default=24.0,
              show_default=True, metavar="N", help="Frames a second.")  # fmt: skip
@options.out("morph.webp, .gif, .png (animated), or a folder for single frames.", required=True)
@options.model
def morph(
    heads: tuple[Path, ...],
    frames: int,
    loop: bool,
    easing: str,
    frames_per_second: float,
    out: Path,
    model: str | None,
) -> None:
    """Turn HEADS (two or more PNGs made by Kashira) into each other, every frame a sharp head."""
    from core.cli.attribute_options import model_of_recipe
    from core.cli.progress import Progress
    from core.formats import animation
    from core.head import Head
    from core.kashira import Kashira

    recipes = [options.read_recipe(path) for path in heads]
    kashira = Kashira(model_of_recipe(model, recipes[0]))
    planned = kashira.morph(recipes, frames, loop, easing)
    with Progress("Frames", frames) as progress:

        def counted() -> Iterator[Head]:
            for frame in planned:
                yield frame
                progress.advance()

        animation.write(counted(), out, frames_per_second, loop=loop)
    click.echo(out)
