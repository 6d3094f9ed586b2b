"""``kashira edit``: other attributes, the same person."""

from pathlib import Path

import click

from core.cli import options
from core.cli.attribute_options import AttributeCommand, asked, model_of_recipe


@click.command(cls=AttributeCommand)
@click.argument("head", type=options.HEAD)
@options.out("File, or folder, of the result.", required=True)
@options.file_format
@options.split
@options.inks
@options.model
@click.pass_context
def edit(
    ctx: click.Context,
    head: Path,
    out: Path,
    file_format: str | None,
    split: str | None,
    inks: tuple[str, ...],
    model: str | None,
    **_: object,
) -> None:
    """Change attributes of HEAD (a PNG made by Kashira) and nothing else."""
    from core.cli.saving import save
    from core.kashira import Kashira

    recipe = options.read_recipe(head)
    kashira = Kashira(model_of_recipe(model, recipe))
    edited = kashira.edit(recipe, options.parse_inks(inks), **asked(ctx))
    save([edited], 1, out, file_format, split)
