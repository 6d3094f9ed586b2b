"""Whose pictures they are: the ledger of a dataset, and what a model says of it."""

import collections
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from core import safe_write
from core.errors import BadFile

FILE_NAME = "rights.csv"
COLUMNS = ("source", "sha256", "author", "license", "consent", "basis", "heads")


class Rights(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one source.

    ``consent`` to training: ``yes`` or ``no``, or in the author's words. ``basis``: where this
    is written.
    """

    author: str = ""
    license: str = ""
    consent: str = ""
    basis: str = ""

    @property
    def known(self) -> bool:
        """Whether author, licence and consent are all there."""
        return bool(self.author and self.license and self.consent)

    @property
    def refused(self) -> bool:
        """Whether the author said no."""
        return self.consent.strip().lower() in ("no", "none", "false", "refused", "withdrawn")


class Entry(msgspec.Struct, frozen=True):
    """A line of the ledger: a source, its rights, and how many heads of it are in the dataset."""

    source: str
    sha256: str
    rights: Rights
    heads: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger in a few figures; goes into model.json.

    ``sources``: files that gave at least one head; ``heads``: of all of them; ``authors``,
    ``licenses``, ``consents``: sources of each; ``unknown``: sources whose rights are not known.
    """

    sources: int = 0
    heads: int = 0
    unknown: int = 0
    authors: dict[str, int] = {}
    licenses: dict[str, int] = {}
    consents: dict[str, int] = {}

    def sentence(self) -> str:
        """For a manifest's provenance, and for people."""
        if not self.sources:
            return "No pictures from elsewhere."
        authors = ", ".join(f"{name} ({n})" for name, n in list(self.authors.items())[:8])
        more = f" and {len(self.authors) - 8} more" if len(self.authors) > 8 else ""
        licenses = ", ".join(f"{name} ({n})" for name, n in self.licenses.items())
        unknown = f" The rights of {self.unknown} of them are not known." if self.unknown else ""
        return (
            f"{self.heads} heads from {self.sources} pictures by {authors}{more}; "
            f"licences: {licenses}.{unknown}"
        )


def summarize(ledger: Iterable[Entry]) -> Summary:
    """The figures of those entries that gave a head, the most frequent names first."""
    used = [entry for entry in ledger if entry.heads]

    def count(names: Iterable[str]) -> dict[str, int]:
        counted = collections.Counter(name or "unknown" for name in names)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    return Summary(
        sources=len(used),
        heads=sum(entry.heads for entry in used),
        unknown=sum(not entry.rights.known for entry in used),
        authors=count(entry.rights.author for entry in used),
        licenses=count(entry.rights.license for entry in used),
        consents=count(entry.rights.consent for entry in used),
    )


def write(folder: Path, ledger: Sequence[Entry]) -> None:
    """The ledger beside a dataset, as CSV that a spreadsheet opens."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for entry in ledger:
        r = entry.rights
        cells = (entry.source, entry.sha256, r.author, r.license, r.consent, r.basis, entry.heads)
        lines.writerow([_harmless(cell) for cell in cells])
    safe_write.write_bytes(folder / FILE_NAME, text.getvalue().encode())


def read(folder: Path) -> list[Entry]:
    """The ledger of a dataset.

    Raises:
        BadFile: there is none, or it is not as `write` writes it.
    """
    path = folder / FILE_NAME
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Entry(
                    _plain(line["source"]),
                    _plain(line["sha256"]),
                    Rights(*(_plain(line[c]) for c in COLUMNS[2:6])),
                    int(line["heads"]),
                )
                for line in csv.DictReader(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise BadFile(path, "is no ledger of rights", "prepare the dataset again") from error


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    risky = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "'")
    return f"'{cell}" if risky else cell


def _plain(cell: str) -> str:
    return cell.removeprefix("'")
