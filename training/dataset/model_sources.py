"""sources.json of a model folder: whose pictures the model has seen, and which."""

import collections
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from core import checked_json, limits
from core.errors import BadModel
from training.dataset.rights import Entry, Rights, Summary, summarize

FILE_NAME = "sources.json"
SCHEMA = 1


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Sources under the same rights: SHA-256 of the picture file -> heads taken from it."""

    author: str
    license: str
    consent: str
    sources: dict[str, int]


class ModelSources(msgspec.Struct, frozen=True, kw_only=True):
    """Every picture from elsewhere that a model was trained on, by itself or by its parents."""

    schema: int = SCHEMA
    groups: tuple[Group, ...] = ()

    @property
    def hashes(self) -> frozenset[str]:
        """SHA-256 of every source, lower-case hex."""
        return frozenset(sha256 for group in self.groups for sha256 in group.sources)

    @property
    def summary(self) -> Summary:
        """The figures for model.json; its ``sentence()`` is for the provenance and the card."""
        return summarize(
            Entry("", sha256, Rights(group.author, group.license, group.consent), heads)
            for group in self.groups
            for sha256, heads in group.sources.items()
        )

    def encode(self) -> bytes:
        """The file's bytes."""
        return checked_json.encode(self, indent=1)


def gather(ledgers: Iterable[Sequence[Entry]], parent: Path | None = None) -> ModelSources:
    """What a model trained on these datasets has seen, with what the model it began from had.

    Args:
        ledgers: of each dataset, as `rights.read` or `Dataset.ledger` gives it.
        parent: folder of the model that training began from, if any.

    Raises:
        BadModel: the parent's sources.json is damaged.
    """
    groups: dict[tuple[str, str, str], dict[str, int]] = collections.defaultdict(dict)
    for group in read(parent).groups if parent else ():
        groups[group.author, group.license, group.consent].update(group.sources)
    for ledger in ledgers:
        for entry in ledger:
            if entry.heads:
                r = entry.rights
                heads = groups[r.author, r.license, r.consent]
                heads[entry.sha256] = max(entry.heads, heads.get(entry.sha256, 0))
    return ModelSources(
        groups=tuple(
            Group(author=a, license=li, consent=c, sources=dict(sorted(sources.items())))
            for (a, li, c), sources in sorted(groups.items())
        )
    )


def read(model: Path) -> ModelSources:
    """The sources of a model folder; none where it has no sources.json.

    Raises:
        BadModel: the file is damaged or of a newer version.
    """
    path = model / FILE_NAME
    try:
        data = checked_json.read_bounded(path, limits.MAX_MODEL_BYTES)
    except FileNotFoundError:
        return ModelSources()
    except OSError as error:
        raise BadModel(f"{path} cannot be read: {error.strerror}") from error
    try:
        found = checked_json.decode(data or b"", ModelSources)
    except checked_json.NotAsWritten as error:
        raise BadModel(f"{path} {error}: get the model again") from error
    if found.schema > SCHEMA:
        raise BadModel(f"{path} is of a newer version than this one reads: update Kashira")
    return found
