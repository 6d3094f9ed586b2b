"""``kashira build``: what is given to people who install a panel by hand."""

from pathlib import Path

import click

from core.cli import options


@click.group()
def build() -> None:
    """Pack Kashira's panel for a program."""


@build.command()
@options.out("Folder for the zip.", required=True)
@click.option("--wheel", type=click.Path(path_type=Path), metavar="FILE",
              help="Kashira's own package, for the zip to carry; without it, the docker cannot "
              "set up an engine (pip wheel --no-deps --wheel-dir dist .).")  # fmt: skip
def krita(out: Path, wheel: Path | None) -> None:
    """Write the zip for Krita's "Import Python Plugin from File"."""
    from krita_plugin import build as plugin

    click.echo(plugin.build(out, wheel))


@build.command()
@options.out("Folder for the zip.", required=True)
def blender(out: Path) -> None:
    """Write the zip for Blender's "Install from Disk" (Preferences > Add-ons)."""
    from blender_addon import build as extension

    click.echo(extension.build(out))
