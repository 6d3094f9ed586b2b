"""``kashira vary``: neighbours of a head."""

from pathlib import Path

import click

from core.cli import options


@click.command()
@click.argument("head", type=options.HEAD)
@click.option("--strength", default=0.3, show_default=True, metavar="0..1",
              help="0 is the same head, 1 a stranger with the same attributes.")  # fmt: skip
@click.option("--count", default=6, show_default=True, metavar="N", help="How many variants.")
@click.option("--keep", multiple=True, metavar="PART",
              help="A part that stays, such as eyes; may be repeated.")  # fmt: skip
@options.seed
@options.out("Folder (numbered files), or for one variant a file.  [default: variants]")
@options.file_format
@options.split
@options.sheet
@options.model
def vary(
    head: Path,
    strength: float,
    count: int,
    keep: tuple[str, ...],
    seed: int | None,
    out: Path | None,
    file_format: str | None,
    split: str | None,
    sheet: Path | None,
    model: str | None,
) -> None:
    """Make neighbours of HEAD (a PNG made by Kashira), with the same attributes and colours."""
    from core.cli.attribute_options import model_of_recipe
    from core.cli.saving import save
    from core.kashira import Kashira

    if out is None and (sheet is None or file_format is not None):
        out = Path("variants")
    recipe = options.read_recipe(head)
    parts = [part.strip() for text in keep for part in text.split(",")]
    kashira = Kashira(model_of_recipe(model, recipe))
    variants = kashira.iterate_variants(recipe, strength, count, parts, seed)
    save(variants, count, out, file_format, split, sheet, "Variants")
