"""Tags and rights from a CSV: a column ``source`` and any of tags, author, license, consent."""

import csv
import fnmatch
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from core.errors import BadFile
from training.dataset.pictures import read_bytes
from training.dataset.rights import Rights
from training.dataset.tags import split

RIGHTS = ("author", "license", "consent")
MAX_BYTES = 200_000_000  # a line for each of a million pictures

_SOURCE = ("source", "file", "filename", "image", "picture", "path", "name")
_SPELLINGS = {"licence": "license", "artist": "author", "creator": "author"}
_PATTERN = frozenset("*?[")


@dataclass(frozen=True)
class Note:
    """What one line says."""

    tags: dict[str, float]
    rights: Rights | None


@dataclass(frozen=True)
class Notes:
    """The lines of a CSV, by what they name: a source, a path in it, or a pattern for many."""

    exact: dict[str, Note] = field(default_factory=dict)
    patterns: list[tuple[str, Note]] = field(default_factory=list)

    def of(self, name: str) -> Iterator[Note]:
        """What is said of a source, patterns first: what names it exactly has the last word.

        A source may be named in full (``art/2024/mia.png``), without the folder that was given
        (``2024/mia.png``), or by its file name alone.
        """
        path = PurePosixPath(name)
        names = [path.name, str(PurePosixPath(*path.parts[1:])), name]
        for pattern, note in self.patterns:
            if any(fnmatch.fnmatchcase(known, pattern) for known in names[1:]):
                yield note
        for known in dict.fromkeys(names):
            if known in self.exact:
                yield self.exact[known]


def read_notes(path: Path, needed: tuple[str, ...]) -> Notes:
    """Read a CSV.

    Args:
        path: of the file, UTF-8, with a head line.
        needed: columns without which it is none; the others of the module's may be there too.

    Raises:
        BadFile: it cannot be read, or a column is missing.
    """
    way_out = f"give a CSV with the columns source, {', '.join(needed)}"
    try:
        text = read_bytes(path.resolve(), MAX_BYTES).decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text), strict=True)
        head = [_column(cell) for cell in next(lines, [])]
        rows = [dict(zip(head, line, strict=False)) for line in lines if any(line)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(path, f"is no CSV ({error})", way_out) from error
    for column in ("source", *needed):
        if column not in head:
            raise BadFile(path, f"has no column {column}", way_out)
    notes = Notes()
    for row in rows:
        key = row["source"].strip().replace("\\", "/").removeprefix("./")
        note = Note(dict.fromkeys(split(row.get("tags", "")), 1.0), _rights(row, path.name))
        if _PATTERN & set(key):
            notes.patterns.append((key, note))
        notes.exact[key] = note
    return notes


def _column(cell: str) -> str:
    name = cell.strip().lower()
    return "source" if name in _SOURCE else _SPELLINGS.get(name, name)


def _rights(row: dict[str, str], name: str) -> Rights | None:
    found = {key: row.get(key, "").strip() for key in RIGHTS}
    return Rights(**found, basis=name) if any(found.values()) else None
