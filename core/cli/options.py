"""Options that several commands share, and how their text is read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from core.errors import BadFile, BadValue
from core.recipe import Recipe

F = TypeVar("F", bound=Callable[..., Any])

HEAD = click.Path(path_type=Path)
"""A head on disk: a PNG that Kashira wrote. Whether it is there, reading it says better."""

model = click.option("--model", metavar="NAME", help="Model by name or folder.")
inks = click.option(
    "--ink", "inks", multiple=True, metavar="INK=#RRGGBB",
    help="Colour of a single ink, such as hair.line=#203020; may be repeated.",
)  # fmt: skip
seed = click.option("--seed", type=int, metavar="N", help="The same seed, the same heads.")
file_format = click.option(
    "--format", "file_format", type=click.Choice(["png", "ora", "psd"]),
    help="PNG (with its recipe inside), or layers: OpenRaster for Krita and GIMP, "
    "PSD for Photoshop and Clip Studio Paint.",
)  # fmt: skip
split = click.option(
    "--split", type=click.Choice(["inks"]),
    help="Each part split into flats, shade, light and line art (ora, psd).",
)  # fmt: skip
sheet = click.option(
    "--sheet", type=click.Path(path_type=Path), help="Also a contact sheet of all heads."
)


def out(help_text: str, required: bool = False) -> Callable[[F], F]:
    """--out, with the command's own words."""
    return click.option("--out", type=click.Path(path_type=Path), help=help_text, required=required)


def parse_inks(texts: Sequence[str]) -> dict[str, str]:
    """``INK=#rrggbb`` texts as ink -> colour; the model checks the names."""
    colors = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise BadValue(f"--ink {text!r} is not of the form hair.line=#203020")
        colors[name.strip()] = value.strip()
    return colors


def read_recipe(path: Path) -> Recipe:
    """The recipe inside a head's PNG."""
    from core.formats import png

    if not path.exists():
        raise BadFile(path, "is not there", "check the path")
    return png.read_recipe(path)
