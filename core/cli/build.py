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
@click.option("--full", is_flag=True,
              help="Also zips that need no engine installed, for Linux, Windows and macOS, in the "
              "folder full/: pip downloads ONNX Runtime for each.")  # fmt: skip
def blender(out: Path, full: bool) -> None:
    """Write the zip for Blender's "Install from Disk" (Preferences > Add-ons).

    Beside it an index.json: put the folder on a web server, and its address into Blender as a
    repository.
    """
    from blender_addon import build as extension
    from blender_addon import repository

    click.echo(extension.build(out))
    click.echo(repository.write_index(out))
    if full:
        from blender_addon import build_full

        for platform in build_full.PLATFORMS:
            click.echo(build_full.build_full(out / "full", platform))
        click.echo(repository.write_index(out / "full"))
