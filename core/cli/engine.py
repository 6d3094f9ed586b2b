"""``kashira engine``: heads for a host program, over stdin and stdout."""

import click


@click.command()
def engine() -> None:
    """Serve a host program such as Krita over stdin and stdout.

    It speaks JSON-RPC 2.0 as docs/engine.md describes, and ends when its stdin ends.
    """
    from core.engine.__main__ import main

    main()
