"""JSON from strangers, read into checked values: no duplicate keys, no NaN, no surprises."""

import json
import os
from typing import Any, NoReturn, TypeVar

import msgspec

from core.errors import KashiraError

T = TypeVar("T")


class NotAsWritten(ValueError):  # noqa: N818 -- reads as the sentence it carries
    """The text is no JSON, or not of the shape asked for; the message says where."""


def decode(data: bytes | str, kind: type[T]) -> T:
    """``data`` as a value of ``kind`` (a msgspec Struct or any type it knows).

    Sizes are the caller's to bound. An error of ours raised while a value checks itself passes.

    Raises:
        NotAsWritten: with what is wrong, and where, in words.
    """
    try:
        tree = json.loads(data, object_pairs_hook=_without_duplicates, parse_constant=_refuse)
        return msgspec.convert(tree, kind)
    except KashiraError:
        raise
    except UnicodeDecodeError as error:
        raise NotAsWritten("is not UTF-8 text") from error
    except RecursionError as error:
        raise NotAsWritten("is nested too deep") from error
    except msgspec.ValidationError as error:
        raise NotAsWritten(f"is not as it should be ({error})") from error
    except (ValueError, OverflowError) as error:
        raise NotAsWritten(f"is not sound JSON ({error})") from error


def encode(value: object, indent: int | None = None) -> bytes:
    """``value`` as UTF-8 JSON, floats in their shortest exact form."""
    packed = msgspec.json.encode(value)
    return packed if indent is None else msgspec.json.format(packed, indent=indent) + b"\n"


def read_bounded(path: str | os.PathLike[str], most: int) -> bytes | None:
    """A regular file's bytes, or None where there are more than ``most``; raises OSError."""
    with open(path, "rb") as file:
        data = file.read(most + 1)
    return None if len(data) > most else data


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is there twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
