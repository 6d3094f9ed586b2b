# ruff: noqa: N818 -- names say what happened; the docs read better without "Error" on each
"""Everything that can go wrong for a user, as one tree.

    KashiraError
    ├── BadRequest            what was asked for cannot be done          exit 2
    │   ├── UnknownAttribute      no such attribute, layer or ink
    │   └── BadValue              the attribute exists, the value does not fit
    ├── BadFile               a file cannot be used                      exit 3
    │   └── NotAHead              a sound picture, but without a recipe
    ├── ModelError            a model cannot be used                     exit 4
    │   ├── ModelNotFound         no model of this name or path
    │   └── BadModel              altered, truncated, newer, or its network misbehaves
    ├── OutputError           a file cannot be written                   exit 5
    ├── Missing               an optional part is not installed          exit 6
    ├── TimedOut              a network ran past its deadline            exit 124
    └── Cancelled             stopped on request                         exit 130

``str(error)`` is one sentence for a person: it names the thing, the fault and the way out.
``code`` is the JSON-RPC error code of the engine, ``exit_status`` that of the command.
"""

import os
from typing import ClassVar


class KashiraError(Exception):
    """Base of every error a user can meet; never raised itself."""

    code: ClassVar[int] = -32000
    exit_status: ClassVar[int] = 1


class BadRequest(KashiraError):
    """What was asked for cannot be done."""

    code = -32602  # JSON-RPC 2.0: invalid params
    exit_status = 2


class UnknownAttribute(BadRequest):
    """The model has no such attribute, layer or ink."""

    code = -32010


class BadValue(BadRequest):
    """The value does not fit the attribute or option."""

    code = -32011


class BadFile(KashiraError):
    """A file that was given cannot be used."""

    code = -32020
    exit_status = 3

    def __init__(self, path: str | os.PathLike[str], fault: str, way_out: str = "") -> None:
        """Say which file, what is wrong (``is truncated``), and what to do about it."""
        super().__init__(f"{os.fspath(path)} {fault}" + (f": {way_out}" if way_out else ""))
        self.path = os.fspath(path)


class NotAHead(BadFile):
    """A sound picture, but with no recipe inside."""

    code = -32021


class ModelError(KashiraError):
    """A model cannot be used."""

    code = -32030
    exit_status = 4


class ModelNotFound(ModelError):
    """There is no model of this name or at this path."""

    code = -32031


class BadModel(ModelError):
    """A model is altered, truncated, of a newer schema, or its network misbehaves."""

    code = -32032


class OutputError(KashiraError):
    """A file or folder cannot be written."""

    code = -32040
    exit_status = 5


class Missing(KashiraError):
    """An optional part of the software is not installed."""

    code = -32050
    exit_status = 6


class TimedOut(KashiraError):
    """A network ran past its deadline."""

    code = -32060
    exit_status = 124  # as timeout(1) says it


class Cancelled(KashiraError):
    """Work was stopped on request."""

    code = -32800  # as the Language Server Protocol has it
    exit_status = 130  # 128 + SIGINT
