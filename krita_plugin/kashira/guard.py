"""No exception leaves a slot: Krita would answer with its modal "Script error" dialog."""

import functools
import inspect
import traceback
from collections.abc import Callable

from .translation import tr

_reporters: list[Callable[[str, str], None]] = []


def report_to(reporter: Callable[[str, str], None]) -> None:
    """Where errors go: a callable that takes a sentence and the detail for a log."""
    _reporters[:] = [reporter]


def report(error: BaseException) -> None:
    """Show an error in the docker; on the terminal if there is none."""
    detail = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    text = tr("Something went wrong in the Kashira panel: {error}", error=error or type(error))
    try:
        _reporters[0](text, detail)
    except (IndexError, RuntimeError):  # no panel, or one that Qt has deleted already
        print(detail)


def guarded(method: Callable) -> Callable:
    """A slot or event handler that reports what it raises.

    Qt passes what the signal carries; the method takes as many of these as it asks for.
    """
    parameters = inspect.signature(method).parameters.values()
    takes_all = any(p.kind == p.VAR_POSITIONAL for p in parameters)
    most = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)

    @functools.wraps(method)
    def slot(*args):
        try:
            return method(*(args if takes_all else args[:most]))
        except Exception as error:
            report(error)
            return None

    return slot
