"""``kashira uninstall``: take the panel out of a program again."""

from pathlib import Path

import click


@click.group()
def uninstall() -> None:
    """Take Kashira's panel out of a program again."""


@uninstall.command()
@click.option("--resource-folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="The folder it is in, where that is not Krita's usual one.")  # fmt: skip
def krita(resource_folder: Path | None) -> None:
    """Remove the docker, its settings, presets and engine from Krita."""
    from krita_plugin import install as plugin
    from krita_plugin.krita_folders import places

    for place in places(resource_folder):
        for path in plugin.uninstall(place):
            click.echo(f"removed {path}")
    click.echo("Kashira is not in Krita any more; heads in your documents stay as they are")


@uninstall.command()
@click.option("--version", metavar="4.5", help="Of this Blender alone; else every one from 4.2 on.")
@click.option("--resource-folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="The folder it is in, where that is not Blender's usual one.")  # fmt: skip
def blender(version: str | None, resource_folder: Path | None) -> None:
    """Remove the extension and what it remembers from Blender."""
    from blender_addon import install as extension
    from blender_addon.blender_folders import places

    for place in places(version, resource_folder):
        for path in extension.uninstall(place):
            click.echo(f"removed {path}")
    click.echo("Kashira is not in Blender any more; cards in your files stay as they are")
