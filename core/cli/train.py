"""``kashira train``: the workshop that makes models, where its libraries are installed."""

import click


def _load() -> click.Command:
    from training.cli import train as workshop  # apart from core, and loaded for this verb alone

    return workshop


class _Workshop(click.Group):
    """Stands for the group in `training.cli`, which is loaded only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The workshop's verbs."""
        return self._group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb of the workshop."""
        return self._group().get_command(ctx, cmd_name)

    def _group(self) -> click.Group:
        group = _load()
        assert isinstance(group, click.Group)
        return group


@click.command(cls=_Workshop)
def train() -> None:
    """Draw a corpus, train, export and evaluate a model (needs ``kashira[training]``)."""
