"""What became of every file, for people: report.md."""

import collections
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from core import safe_write
from training.dataset import inputs
from training.dataset.rights import Summary
from training.dataset.sources import Skipped
from training.dataset.table import Row
from training.dataset.witnesses import Known

FILE_NAME = "report.md"


class Figures(msgspec.Struct, kw_only=True):
    """What a preparation came to.

    ``reasons``: rule -> heads that it kept out; ``known``: attribute -> kept heads of which it is
    known.
    """

    files: int
    skipped: int
    unreadable: int
    faceless: int
    heads: int
    kept: int
    reasons: dict[str, int]
    known: dict[str, int]
    rights: Summary

    def sentence(self) -> str:
        """The outcome in one line."""
        return (
            f"{self.kept} heads kept of {self.heads} found in {self.files} files; "
            f"{self.faceless} files without a face, {self.unreadable + self.skipped} not read"
        )


def count(
    rows: Sequence[Row], skipped: Sequence[Skipped], known: Mapping[str, Known], summary: Summary
) -> Figures:
    """The figures of a preparation."""
    heads = [row for row in rows if row.picture]
    kept = [row for row in heads if row.kept]
    faceless = [row for row in rows if not row.picture and row.sha256]
    return Figures(
        files=len(known),
        skipped=len(skipped),
        unreadable=len(rows) - len(heads) - len(faceless),
        faceless=len(faceless),
        heads=len(heads),
        kept=len(kept),
        reasons=_counted(_rule(reason) for row in heads for reason in row.reasons),
        known=_known(kept),
        rights=summary,
    )


def write(
    folder: Path,
    figures: Figures,
    rows: Sequence[Row],
    skipped: Sequence[Skipped],
    known: Mapping[str, Known],
) -> None:
    """Write report.md."""
    bad = [(row.source, row.reasons[0]) for row in rows if not row.picture and not row.sha256]
    faceless = [row.source for row in rows if not row.picture and row.sha256]
    text = [
        f"# {figures.sentence()}",
        figures.rights.sentence(),
        *_table("Heads not kept", "rule", "heads", figures.reasons.items()),
        *_table("What is known of the kept heads", "attribute", "heads", figures.known.items()),
        *_table("Files not read", "file", "why", [*bad, *((s.name, s.reason) for s in skipped)]),
        *_table(
            "Tags not read",
            "file",
            "why",
            [(name, k.fault) for name, k in known.items() if k.fault],
        ),
        *_table("Files without a face", "file", "", [(name, "") for name in faceless]),
    ]
    safe_write.write_bytes(folder / FILE_NAME, "\n\n".join(text).encode() + b"\n")


def _known(kept: Sequence[Row]) -> dict[str, int]:
    """For each network input's attribute and each colour: of how many heads it is known."""
    names = [name.partition("=")[0] for name in inputs.input_names()]
    return _counted(
        name
        for row in kept
        for name in {
            *row.colors,
            *(n for n, v in zip(names, row.attributes, strict=True) if v is not None),
        }
    )


def _rule(reason: str) -> str:
    return reason.partition(":")[0]


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(collections.Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


def _table(title: str, left: str, right: str, rows: Iterable[tuple[str, object]]) -> list[str]:
    lines = [f"| {_cell(a)} | {_cell(b)} |" for a, b in rows]
    return (
        ["\n".join([f"## {title}\n", f"| {left} | {right} |", "| --- | --- |", *lines])]
        if lines
        else []
    )


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
