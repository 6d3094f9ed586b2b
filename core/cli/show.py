"""``kashira show``: what a head was made of."""

from collections.abc import Iterator
from pathlib import Path

import click

from core.attributes import Value
from core.cli import options
from core.cli.plain_text import plain
from core.recipe import Recipe, to_json

_SHORT_HASH = 12
_NUMBERS_SHOWN = 6


@click.command()
@click.argument("file", type=options.HEAD)
@click.option("--json", "as_json", is_flag=True, help="The whole recipe as JSON.")
def show(file: Path, as_json: bool) -> None:
    """Show the recipe inside FILE, a PNG that Kashira wrote."""
    recipe = options.read_recipe(file)
    if as_json:
        click.echo(to_json(recipe))
        return
    for line in _lines(recipe):
        click.echo(line)


def _lines(recipe: Recipe) -> Iterator[str]:
    yield f"model     {plain(recipe.model)} (generator {recipe.generator[:_SHORT_HASH]})"
    yield f"seed      {recipe.seed}"
    yield f"variety   {recipe.variety:g}"
    first = " ".join(f"{number:.3f}" for number in recipe.latent[:_NUMBERS_SHOWN])
    more = " ..." if len(recipe.latent) > _NUMBERS_SHOWN else ""
    yield f"latent    {len(recipe.latent)} numbers: {first}{more}"
    width = max(map(len, [*recipe.attributes, *recipe.inks]), default=0)
    if recipe.attributes:
        yield "attributes"
        for name, value in recipe.attributes.items():
            yield f"  {plain(name):{width}}  {_text(value)}"
    if recipe.inks:
        yield "inks overruled"
        for name, value in recipe.inks.items():
            yield f"  {plain(name):{width}}  {value}"


def _text(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{plain(name)} {weight:.2g}" for name, weight in value.items())
    return plain(value) if isinstance(value, str) else f"{value:g}"
