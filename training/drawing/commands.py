"""`kashira train draw`: drawings as files, for looking at and for whoever trains elsewhere."""

import json
from pathlib import Path

import click

from core import attributes
from core.cli.progress import Progress
from core.errors import BadValue, KashiraError, Missing
from core.formats import sheets
from core.head import Head
from core.recipe import Recipe
from core.safe_write import make_folder, replacing, write_bytes


@click.command()
@click.option(
    "--count",
    type=click.IntRange(1, 1_000_000),
    default=24,
    show_default=True,
    metavar="N",
    help="How many heads.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for pictures and labels.")
@click.option(
    "--size",
    type=click.IntRange(16, 4096),
    default=256,
    show_default=True,
    metavar="PIXELS",
    help="Height and width.",
)
@click.option("--layers", is_flag=True, help="Also each part by itself, in a folder a head.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Of the first head; the next has the next.",
)
@click.option(
    "--ask",
    multiple=True,
    metavar="NAME=VALUE",
    help="Fix an attribute, such as hair_style=drill; may be repeated.",
)
@click.option("--sheet", type=click.Path(path_type=Path), help="A contact sheet of all heads.")
def draw(
    count: int,
    out: Path | None,
    size: int,
    layers: bool,
    seed: int,
    ask: tuple[str, ...],
    sheet: Path | None,
) -> None:
    """Draw heads by code: pictures, layers, labels, a contact sheet."""
    try:
        _draw(count, out, size, layers, seed, _asked(ask), sheet)
    except KashiraError as error:
        raise click.ClickException(str(error)) from None


def _draw(
    count: int,
    out: Path | None,
    size: int,
    layers: bool,
    seed: int,
    asked: dict[str, attributes.Value],
    sheet: Path | None,
) -> None:
    from training.drawn_heads import drawn, recipes

    if out is None and sheet is None:
        raise BadValue("name a folder with --out, a contact sheet with --sheet, or both")
    folder = None if out is None else make_folder(out)
    kept, labels = [], []
    with Progress("Drawing", count) as progress:
        for number, recipe in enumerate(recipes(count, seed, **asked), 1):
            try:
                head = drawn(recipe, size)
            except ImportError as error:
                raise Missing(_library(error)) from error
            if folder is not None:
                _write(head, folder, f"{number:04}", layers)
                labels.append(json.dumps(_label(recipe, f"{number:04}.png")))
            if sheet is not None:
                kept.append(head.image)
            progress.advance()
    if folder is not None:
        write_bytes(folder / "labels.jsonl", ("\n".join(labels) + "\n").encode())
        click.echo(folder)
    if sheet is not None:
        with replacing(sheet) as part:
            sheets.sheet(kept).save(part, "PNG")
        click.echo(sheet)


def _write(head: Head, folder: Path, name: str, layers: bool) -> None:
    with replacing(folder / f"{name}.png") as part:
        head.image.save(part, "PNG")
    if layers:
        parts = make_folder(folder / name)
        for number, layer in enumerate(head.layers.values()):
            with replacing(parts / f"{number:02}_{layer.name}.png") as part:
                layer.image.save(part, "PNG")


def _label(recipe: Recipe, picture: str) -> dict[str, object]:
    return {"picture": picture, "seed": recipe.seed, "attributes": recipe.attributes,
            "latent": list(recipe.latent)}  # fmt: skip


def _asked(texts: tuple[str, ...]) -> dict[str, attributes.Value]:
    from training.drawn_heads import manifest

    known, out = manifest().attributes, {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.ClickException(f"--ask {text!r} is not of the form hair_style=drill")
        try:
            out[name] = attributes.parse(attributes.find(known, name), value)
        except KashiraError as error:
            raise click.ClickException(str(error)) from None
    return out


def _library(error: ImportError) -> str:
    if "libGL" in str(error) or "libEGL" in str(error):
        return (
            "skia-python needs the system libraries libGL and libEGL: "
            "install the Debian packages libgl1 and libegl1"
        )
    return 'drawing needs skia-python: install it with pip install "kashira[training]"'
