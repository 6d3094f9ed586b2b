"""What is known of each source before it is looked at: tags and rights from all that tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.errors import BadFile, BadRequest
from training.dataset import tags
from training.dataset.labels import Evidence
from training.dataset.notes import Notes
from training.dataset.rights import Rights
from training.dataset.sources import Source

STOP, SKIP, KEEP = "stop", "skip", "keep"
NAMED = 5  # sources that an error names


@dataclass(frozen=True)
class Told:
    """How the user's words are to be taken.

    ``tags``, ``rights``: CSVs. ``mine``: the name of the author of everything. ``complete``: what
    tags do not name is not there.
    """

    tags: Notes = field(default_factory=Notes)
    rights: Notes = field(default_factory=Notes)
    mine: str = ""
    complete: bool = False


@dataclass(frozen=True)
class Known:
    """``fault``: a sidecar that could not be read, and why."""

    evidence: Evidence
    rights: Rights
    fault: str = ""


def know(source: Source, told: Told) -> Known:
    """Everything that sidecars, CSVs and folders tell of a source.

    Rights by the most particular: the sidecar, then the CSV, then ``mine``.
    """
    fault = ""
    try:
        beside, rights = tags.read_sidecars(source.path, told.complete)
    except BadFile as error:
        beside, rights, fault = Evidence(), None, str(error)
    scores = tags.folder_tags(source.name) | dict(beside.scores)
    written = bool(beside.scores)
    for note in told.tags.of(source.name):
        scores |= note.tags
        written = written or bool(note.tags)
    listed = [note.rights for note in told.rights.of(source.name) if note.rights]
    mine = Rights(told.mine, "own work", "yes", "--all-mine") if told.mine else Rights()
    known = rights or (listed[-1] if listed else mine)
    return Known(Evidence(scores, told.complete and written), known, fault)


def refuse_unknown(known: Iterable[tuple[str, Rights]]) -> None:
    """Stop where the rights of sources (name, rights) are not known, and say what to do.

    Raises:
        BadRequest: the rights of at least one are not known in full.
    """
    unknown = [name for name, rights in known if not rights.known]
    if unknown:
        more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
        raise BadRequest(
            f"author, licence or consent is not known of {', '.join(unknown[:NAMED])}{more}: "
            "give --all-mine YOUR_NAME where they are all yours, --rights FILE.csv (columns "
            "source, author, license, consent), or --unknown-rights skip or keep"
        )
