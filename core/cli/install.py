"""``kashira install``: put Kashira's panel into a paint or animation program."""

from pathlib import Path

import click


@click.group()
def install() -> None:
    """Put Kashira's panel into a program you work in."""


@install.command()
@click.option("--resource-folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Krita's resource folder, where it is not the usual one "
              "(in Krita: Settings > Manage Resources > Open Resource Folder).")  # fmt: skip
def krita(resource_folder: Path | None) -> None:
    """Install the docker into Krita and switch it on."""
    from krita_plugin import install as plugin
    from krita_plugin.krita_folders import places

    for place in places(resource_folder):
        plugin.install(place)
        click.echo(f"installed in {place.resources}")
        if place.sandboxed:
            click.echo(
                "this Krita is a flatpak, which cannot start programs outside: for an engine, "
                "import a zip made by kashira build krita --wheel FILE"
            )
    click.echo("start Krita again; then Settings > Dockers > Kashira")


@install.command()
@click.option("--version", metavar="4.5", help="Of this Blender alone; else every one from 4.2 on.")
@click.option("--resource-folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Blender's user folder, where it is not the usual one "
              "(BLENDER_USER_RESOURCES, portable).")  # fmt: skip
def blender(version: str | None, resource_folder: Path | None) -> None:
    """Install the extension into Blender."""
    from blender_addon import install as extension
    from blender_addon.blender_folders import places

    for place in places(version, resource_folder):
        extension.install(place)
        click.echo(f"installed in {place.extension}")
    click.echo(
        "start Blender again and switch Kashira on in Edit > Preferences > Add-ons; "
        "then it is in the sidebar of the 3D View (N)"
    )
