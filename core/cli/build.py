"""``kashira build``: what is given to people who install a panel by hand."""

from pathlib import Path

import click

from core.cli import options


@click.group()
def build() -> None:
    """Pack Kashira's panel for a program."""


@build.command()
@options.out("Folder for the zip.", required=True)
def krita(out: Path) -> None:
    """Write the zip for Krita's "Import Python Plugin from File"."""
    from krita_plugin import build as plugin

    click.echo(plugin.build(out))
