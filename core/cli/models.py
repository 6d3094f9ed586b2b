"""``kashira models``: which models there are, what they can do, whether they are sound."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from core.attributes import Attribute, Choice, Color, Slider
from core.cli.plain_text import plain
from core.errors import BadValue, KashiraError
from core.manifest import Manifest

_TABLE_ROWS = 60  # of figures in a card; the rest is in model.json


@click.group()
def models() -> None:
    """List, inspect, verify and add models."""


@models.command("list")
def list_() -> None:
    """List every model that can be named."""
    from core import model_folder

    found = model_folder.list_models()
    for model in found:
        if isinstance(model, KashiraError):
            click.echo(f"(broken) {model}")
            continue
        manifest = model.manifest
        what = f"{manifest.resolution} px, {_counted(len(manifest.layers), 'layer')}"
        title = f"{manifest.title or manifest.name}, {what}, {manifest.license or 'no licence'}"
        click.echo(plain(f"{model.path.name:20} {title}"))
        click.echo(plain(f"{'':20} {model.path}"))
    if not found:
        click.echo("no models are installed: add one with kashira models add FILE.onnx", err=True)


@models.command()
@click.argument("name", required=False)
def info(name: str | None) -> None:
    """Show what a model can do, and how well.

    NAME may be a folder, too; the default model if left out.
    """
    from core import model_folder

    model = model_folder.open_model(name)
    for line in _card(model.manifest, model.path):
        click.echo(plain(line))


@models.command()
@click.argument("name", required=False)
def verify(name: str | None) -> None:
    """Check the files of a model, and what it gives.

    Its files against their hashes, and its network on a fixed probe.
    """
    from core import model_folder, verify_model

    model = model_folder.open_model(name)
    for line in verify_model.verify(model):
        click.echo(plain(line))
    click.echo("ok")


@models.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--name", metavar="NAME", help="What to call the model; that of the file if left out."
)
@click.option("--mapping", type=click.Path(path_type=Path), metavar="FILE",
              help="A mapping network that comes before it (StyleGAN).")  # fmt: skip
@click.option("--into", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Folder of models to add it to; yours if left out.")  # fmt: skip
@click.option("--license", "license_", metavar="TEXT", help="Licence of the model, as text.")
@click.option("--latent-size", type=click.IntRange(1), metavar="N",
              help="Numbers of the latent, where the file does not say.")  # fmt: skip
@click.option("--labels", type=click.IntRange(0), metavar="N",
              help="How many numbers of its only input, at the end, are labels.")  # fmt: skip
@click.option("--label-range", type=(float, float), metavar="NO YES",
              help="Labels of no and yes; -1 1 if left out.")  # fmt: skip
@click.option("--constant", "constants", multiple=True, metavar="INPUT=NUMBER",
              help="A fixed number for a further input; may be repeated.")  # fmt: skip
def add(
    file: Path,
    name: str | None,
    mapping: Path | None,
    into: Path | None,
    license_: str | None,
    latent_size: int | None,
    labels: int | None,
    label_range: tuple[float, float] | None,
    constants: tuple[str, ...],
) -> None:
    """Add an ONNX generator from elsewhere as a model.

    FILE is run to see what it takes and gives; the options are for what cannot be seen.
    """
    from core import adopt_model, model_folder
    from core.foreign_inputs import Hints

    hints = Hints(
        latent_size=latent_size,
        label_count=labels,
        label_range=label_range or Hints.label_range,
        constants=_parse_constants(constants),
    )
    model = adopt_model.adopt(
        file,
        name or adopt_model.name_of(file),
        into or model_folder.user_folder(),
        mapping,
        hints,
        license_ or adopt_model.UNKNOWN_LICENSE,
    )
    for line in _card(model.manifest, model.path):
        click.echo(plain(line))


def _parse_constants(texts: tuple[str, ...]) -> dict[str, float]:
    constants = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        try:
            constants[name] = float(number)
        except ValueError:
            name = ""
        if not name:
            raise BadValue(f"--constant {text!r} is not of the form psi=0.7")
    return constants


def _card(manifest: Manifest, path: Path) -> Iterator[str]:
    """What a model says of itself, as lines to read."""
    yield f"{manifest.title or manifest.name} ({manifest.name} {manifest.version}".rstrip() + ")"
    yield f"  folder      {path}"
    yield f"  licence     {manifest.license or 'not said'}"
    if manifest.provenance:
        yield f"  made from   {manifest.provenance}"
    yield f"  pictures    {manifest.resolution} x {manifest.resolution} pixels"
    yield f"  latent      {_counted(manifest.latent_size, 'number')}"
    layers = ", ".join(layer.title or layer.name for layer in manifest.layers)
    yield f"  {_counted(len(manifest.layers), 'layer'):11} {layers}"
    if manifest.inks:
        yield f"  inks        {len(manifest.inks)}"
    yield "  attributes" + ("" if manifest.attributes else "  none: the seed decides everything")
    width = max((len(attribute.name) for attribute in manifest.attributes), default=0)
    for attribute in manifest.attributes:
        yield f"    {attribute.name:{width}}  {_values(attribute)}"
    yield from _figures(manifest.metrics)


def _values(attribute: Attribute) -> str:
    if isinstance(attribute, Color):
        names = " ".join(attribute.colors)
        return f"{names}, or #rrggbb" if names else "#rrggbb"
    if isinstance(attribute, Choice):
        return " ".join(attribute.values)
    if isinstance(attribute, Slider):
        return "{:g} to {:g}".format(*attribute.range)
    return "yes or no" if attribute.index is None else "0 to 1, yes or no"


def _figures(metrics: dict[str, Any]) -> Iterator[str]:
    """The figures of the model's evaluation; only numbers, whatever else may be there."""
    lines = list(_flat(metrics, ""))
    if lines:
        yield "  figures"
    width = max((len(name) for name, _ in lines[:_TABLE_ROWS]), default=0)
    for name, text in lines[:_TABLE_ROWS]:
        yield f"    {name:{width}}  {text}"
    if len(lines) > _TABLE_ROWS:
        yield f"    and {len(lines) - _TABLE_ROWS} more in model.json"


def _flat(tree: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict) and {"asked", "obeyed"} <= value.keys():
            yield f"{prefix}{key}", f"{value['obeyed']} of {value['asked']}"
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key} ")
        elif isinstance(value, (int, float)):
            yield f"{prefix}{key}", f"{value:g}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
