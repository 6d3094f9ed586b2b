"""``kashira generate``: attributes in, heads out."""

from pathlib import Path

import click

from core.cli import options
from core.cli.attribute_options import AttributeCommand, asked


@click.command(cls=AttributeCommand)
@click.option("--count", default=1, show_default=True, metavar="N", help="How many heads.")
@options.seed
@click.option("--variety", default=1.0, show_default=True, metavar="0..1",
              help="How far from the average head shapes may go.")  # fmt: skip
@options.out("Folder (numbered files), or for one head a file.  [default: heads]")
@options.file_format
@options.split
@options.sheet
@options.inks
@options.model
@click.pass_context
def generate(
    ctx: click.Context,
    count: int,
    seed: int | None,
    variety: float,
    out: Path | None,
    file_format: str | None,
    split: str | None,
    sheet: Path | None,
    inks: tuple[str, ...],
    model: str | None,
    **_: object,
) -> None:
    """Make heads with the attributes you ask for.

    What is named is obeyed; what is not is drawn by the seed, differently for each head.
    """
    from core.cli.saving import save
    from core.kashira import Kashira

    if out is None and (sheet is None or file_format is not None):
        out = Path("heads")
    overrides = options.parse_inks(inks)
    heads = Kashira(model).iterate(count, seed, variety, overrides, None, (), **asked(ctx))
    save(heads, count, out, file_format, split, sheet)
