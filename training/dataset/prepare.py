"""The whole way from folders of pictures to a dataset."""

import collections
import dataclasses
import functools
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from core import checked_json, safe_write
from core.errors import BadRequest
from training.dataset import (
    contact_sheets,
    labels,
    look,
    report,
    rights,
    seen_colors,
    sources,
    table,
    tagger,
    witnesses,
    workers,
)
from training.dataset.labels import Evidence, TagMapping
from training.dataset.look import Looked, Plan
from training.dataset.report import Figures
from training.dataset.rules import Rules, judge
from training.dataset.sources import Skipped, Source
from training.dataset.store import Store, crop_name, key_of
from training.dataset.witnesses import Known, Told

SCHEMA = 1
FILE_NAME = "dataset.json"
MEASURED = ("hair_color", "eye_color")

Advance = Callable[[int, int], object]
"""Called with (files looked at, files in all)."""


@dataclass(frozen=True)
class Order:
    """What to prepare, and how. ``unknown``: what to do with sources of unknown rights."""

    folders: tuple[Path, ...]
    out: Path
    plan: Plan = field(default_factory=Plan)
    rules: Rules = field(default_factory=Rules)
    told: Told = field(default_factory=Told)
    mapping: TagMapping = field(default_factory=labels.read_mapping)
    unknown: str = witnesses.STOP
    jobs: int = 1
    scheduler: str = ""


def prepare(order: Order, advance: Advance = lambda done, total: None) -> Figures:
    """Make the dataset, or bring it up to date; sources are only read.

    The same files and order give the same dataset, whatever ``jobs`` and however often stopped.

    Raises:
        BadFile: a folder, CSV, mapping or tagger cannot be used.
        BadRequest: the rights of pictures are not known, or ``out`` holds the pictures.
        OutputError: the dataset cannot be written.
    """
    _refuse_overlap(order)
    known_tags = _tagger_tags(order.plan)
    store = Store(safe_write.make_folder(order.out))
    found, skipped = sources.find(order.folders, order.out)
    known = {source.name: witnesses.know(source, order.told) for source in found}
    if order.unknown == witnesses.STOP:
        pictures = [s.name for s in found if sources.is_named_as_picture(s.path)]
        witnesses.refuse_unknown((name, known[name].rights) for name in pictures)
    wanted = [s for s in found if not _refusal(known[s.name], order.unknown)]
    keys, looked = _look(wanted, store, order, advance)
    rows = [
        row
        for source in found
        for row in _rows(source, keys, looked, known[source.name], order, known_tags)
    ]
    judge(rows, order.rules)
    if order.unknown == witnesses.STOP:
        witnesses.refuse_unknown((r.source, known[r.source].rights) for r in rows if r.kept)
    ledger = _ledger(rows, known)
    figures = report.count(rows, skipped, known, rights.summarize(ledger))
    _write(order, rows, ledger, figures, skipped, known)
    store.forget_all_but(keys.values())
    return figures


def _refuse_overlap(order: Order) -> None:
    out = order.out.resolve()
    for folder in order.folders:
        if folder.resolve().is_relative_to(out):
            raise BadRequest(
                f"{folder} lies in {order.out}: give the dataset a folder of its own with --out"
            )


def _tagger_tags(plan: Plan) -> frozenset[str]:
    """The tags that the tagger knows; loading it here tells at once if it is not sound."""
    if plan.tagger is None or plan.tags is None:
        return frozenset()
    return frozenset(tagger.Tagger(plan.tagger, plan.tags).tags)


def _refusal(known: Known, unknown: str) -> str:
    if known.rights.refused:
        return "rights: consent is refused"
    if unknown == witnesses.SKIP and not known.rights.known:
        return "rights: not known"
    return ""


def _look(
    wanted: list[Source], store: Store, order: Order, advance: Advance
) -> tuple[dict[str, str], dict[str, Looked]]:
    """Look at every source that was not looked at yet; key and result by name of the source."""
    keys: dict[str, str] = {}
    looked: dict[str, Looked] = {}
    left: list[Source] = []
    for source in wanted:
        try:
            keys[source.name] = key_of(source, order.plan)
        except OSError as error:
            looked[source.name] = Looked(fault=f"cannot be read ({error.strerror})")
            continue
        done = store.get(keys[source.name])
        if done is None:
            left.append(source)
        else:
            looked[source.name] = done
    work = functools.partial(_look_at, plan=order.plan)
    for source, outcome in workers.run(left, work, order.jobs, order.scheduler) if left else ():
        if isinstance(outcome, BrokenProcessPool):
            looked[source.name] = Looked(fault="ended the process that read it: use another copy")
        elif isinstance(outcome, BaseException):
            looked[source.name] = Looked(fault=f"cannot be looked at ({outcome})")
        else:
            looked[source.name] = store.put(keys[source.name], outcome)
        advance(len(looked), len(wanted))
    return keys, looked


def _look_at(source: Source, plan: Plan) -> Looked:
    return look.look(source.path, plan)


def _rows(
    source: Source,
    keys: dict[str, str],
    looked: dict[str, Looked],
    known: Known,
    order: Order,
    known_tags: frozenset[str],
) -> list[table.Row]:
    """A row for each head of a source, or one that says why there is none."""
    refusal = _refusal(known, order.unknown)
    told = known.rights
    result = Looked(fault=refusal) if refusal else looked[source.name]
    base = table.Row(
        source=source.name,
        sha256=result.sha256,
        width=result.width,
        height=result.height,
        author=told.author,
        license=told.license,
        consent=told.consent,
    )
    if not result.heads:
        base.reasons = (result.fault or "no face: none was found",)
        return [base]
    rows = []
    for i, head in enumerate(result.heads):
        machine = Evidence(head.tags, bool(known_tags), known_tags)
        seen = {n: seen_colors.name_of(n, head.palette[n]) for n in MEASURED if n in head.palette}
        labelled = labels.label(order.mapping, (known.evidence, machine), seen)
        measured = {name: getattr(head, name) for name in head.__struct_fields__ if name != "png"}
        rows.append(
            msgspec.structs.replace(
                base,
                **measured,
                picture=crop_name(keys[source.name], i),
                attributes=labelled.attributes,
                colors=labelled.colors,
            )
        )
    return rows


def _ledger(rows: list[table.Row], known: dict[str, Known]) -> list[rights.Entry]:
    """A line for every source that was looked at."""
    hashes = {row.source: row.sha256 for row in rows if row.sha256}
    heads = collections.Counter(row.source for row in rows if row.kept)
    return [
        rights.Entry(name, sha256, known[name].rights, heads[name])
        for name, sha256 in hashes.items()
    ]


def _write(
    order: Order,
    rows: list[table.Row],
    ledger: list[rights.Entry],
    figures: Figures,
    skipped: list[Skipped],
    known: dict[str, Known],
) -> None:
    """Everything that people and training read; the table last."""
    contact_sheets.write(order.out, rows)
    rights.write(order.out, ledger)
    report.write(order.out, figures, rows, skipped, known)
    told = {
        "schema": SCHEMA,
        "size": order.plan.size,
        "framing": order.plan.framing,
        "tagger": order.plan.tagger.name if order.plan.tagger else None,
        "rules": {**dataclasses.asdict(order.rules), "allowed": sorted(order.rules.allowed)},
        "figures": figures,
    }
    safe_write.write_bytes(order.out / FILE_NAME, checked_json.encode(told, indent=1))
    table.write(order.out, rows)
