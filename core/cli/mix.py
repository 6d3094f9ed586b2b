"""``kashira mix``: heads between two heads."""

from pathlib import Path

import click

from core.cli import options


@click.command()
@click.argument("first", type=options.HEAD)
@click.argument("second", type=options.HEAD)
@click.option("--steps", default=5, show_default=True, metavar="N",
              help="How many heads, both ends included; 1 is the one in the middle.")  # fmt: skip
@options.out("Folder (numbered files), or for one step a file.  [default: mix]")
@options.file_format
@options.split
@options.sheet
@options.model
def mix(
    first: Path,
    second: Path,
    steps: int,
    out: Path | None,
    file_format: str | None,
    split: str | None,
    sheet: Path | None,
    model: str | None,
) -> None:
    """Make heads on the way from FIRST to SECOND (PNGs made by Kashira)."""
    from core.cli.attribute_options import model_of_recipe
    from core.cli.saving import save
    from core.kashira import Kashira

    if out is None and (sheet is None or file_format is not None):
        out = Path("mix")
    a, b = options.read_recipe(first), options.read_recipe(second)
    kashira = Kashira(model_of_recipe(model, a))
    heads = kashira.iterate_mix(a, b, steps)
    save(heads, steps, out, file_format, split, sheet, "Steps")
