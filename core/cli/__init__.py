"""The command ``kashira``: one verb a file, each loaded when it is called."""

import importlib
import sys
from importlib import metadata
from typing import Any, NoReturn

import click

from core.errors import BadRequest, KashiraError, Missing

_VERBS = {
    "generate": ("core.cli.generate", "Make heads with the attributes you ask for."),
    "vary": ("core.cli.vary", "Make neighbours of a head."),
    "edit": ("core.cli.edit", "Change attributes of a head and nothing else."),
    "recolor": ("core.cli.recolor", "Give a head other colours."),
    "mix": ("core.cli.mix", "Make heads between two heads."),
    "morph": ("core.cli.morph", "Turn heads into each other, frame by frame."),
    "show": ("core.cli.show", "Show what a head was made of."),
    "models": ("core.cli.models", "List, inspect, verify and add models."),
    "install": ("core.cli.install", "Put the panel into Krita."),
    "uninstall": ("core.cli.uninstall", "Take the panel out again."),
    "build": ("core.cli.build", "Pack the panel for installing by hand."),
    "engine": ("core.cli.engine", "Serve a host program such as Krita."),
    "train": ("core.cli.train", "Draw a corpus, train, export and evaluate a model."),
}


class Failure(click.ClickException):
    """An error of ours as click shows it: one sentence, and the exit status of its kind."""

    def __init__(self, error: KashiraError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override] -- click's is one number for a class
        """The exit status of this kind of error."""
        return self.error.exit_status

    def show(self, file: Any = None) -> None:
        """Print the sentence on stderr."""
        click.echo(f"kashira: {self.message}", err=True, file=file)


class KashiraGroup(click.Group):
    """Loads a verb when it is called; every error leaves as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of a first visit."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb; for the list of verbs only its name and sentence are needed."""
        if cmd_name not in _VERBS:
            return None
        return getattr(importlib.import_module(_VERBS[cmd_name][0]), cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in _VERBS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except KashiraError as error:
            raise Failure(error) from error
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "kashira"
            sentence = f"{error.format_message().rstrip('.')}: see {path} --help"
            raise Failure(BadRequest(sentence)) from error
        except Failure:
            raise
        except click.ClickException as error:  # the workshop's own
            raise Failure(KashiraError(error.format_message())) from error
        except MemoryError as error:
            sentence = "this machine has not enough memory for that: ask for less at once"
            raise Failure(KashiraError(sentence)) from error
        except ImportError as error:
            raise Failure(_missing(error)) from error


def _show_version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    try:
        version = metadata.version("kashira")
    except metadata.PackageNotFoundError:
        version = "from its sources, not installed"
    click.echo(f"kashira {version}")
    ctx.exit()


@click.group(cls=KashiraGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False,
              callback=_show_version, help="Show the version and exit.")  # fmt: skip
def cli() -> None:
    """Anime heads on demand: layered, in inks, any colour exchangeable afterwards."""


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    try:
        cli.main(prog_name="kashira", standalone_mode=False)
        status = 0
    except click.exceptions.Exit as error:
        status = error.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("kashira: stopped; every file that was written is whole", err=True)
        status = 130
    sys.exit(status)


def _missing(error: ImportError) -> Missing:
    name = (error.name or "").partition(".")[0]
    if name in ("core", "training", "krita_plugin"):
        return Missing(f"this copy of Kashira is not complete ({error}): install it again")
    for library, package in (("libGL.so", "libgl1"), ("libEGL.so", "libegl1")):
        if library in str(error):
            return Missing(
                f"{library} is missing on this system: apt-get install libgl1 libegl1 "
                f"(the package needed here is {package})"
            )
    return Missing(f"{name or error} is not installed: pip install 'kashira[training]'")
