"""Which models and datasets a picture is in, when its author wants it out."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core import limits, manifest, model_folder
from core.errors import BadFile, BadRequest, KashiraError
from training.dataset import model_sources, rights, sources
from training.dataset.pictures import read_bytes

_SHA256 = re.compile("[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Traces:
    """Where a picture was found.

    ``models``: folder -> how many of the pictures it saw; ``datasets``: folder -> their names in
    it; ``unread``: models whose sources.json cannot be read, and why.
    """

    pictures: int
    models: dict[Path, int]
    datasets: dict[Path, list[str]]
    unread: list[str]
    looked: int

    def text(self) -> str:
        """For people: what saw it, and what to do."""
        of = f" of {self.pictures}" if self.pictures > 1 else ""
        lines = [
            f"{folder} saw {'it' if self.pictures == 1 else f'{count}{of}'}: "
            "train it again without, and delete it"
            for folder, count in self.models.items()
        ]
        lines += [
            f"{folder} holds {', '.join(names[:5])}{' …' if len(names) > 5 else ''}: "
            "take the source away and prepare again"
            for folder, names in self.datasets.items()
        ]
        lines += [f"not known: {sentence}" for sentence in self.unread]
        if not self.models:
            lines.append(f"none of {self.looked} models that could be asked saw it")
        return "\n".join(lines)


def find(source: str, models: Sequence[Path] = (), datasets: Sequence[Path] = ()) -> Traces:
    """Look for a picture, every picture of a folder, or a SHA-256.

    Args:
        source: path, or 64 hex digits.
        models: model folders, or folders of them, beside those that Kashira finds by itself.
        datasets: prepared datasets.

    Raises:
        BadRequest: the source is neither a file nor a hash.
        BadFile: it cannot be read, or a dataset is none.
    """
    wanted = _hashes(source)
    seen: dict[Path, int] = {}
    unread: list[str] = []
    folders = _model_folders(models)
    for folder in folders:
        try:
            count = len(wanted & model_sources.read(folder).hashes)
        except KashiraError as error:
            unread.append(str(error))
            continue
        if count:
            seen[folder] = count
    held = {
        folder: [entry.source for entry in rights.read(folder) if entry.sha256 in wanted]
        for folder in datasets
    }
    return Traces(
        len(wanted),
        seen,
        {folder: names for folder, names in held.items() if names},
        unread,
        len(folders) - len(unread),
    )


def _hashes(source: str) -> set[str]:
    path = Path(source)
    if path.is_dir():
        found, _ = sources.find([path], path / ".none")
        return {_hash(each.path) for each in found}
    if path.is_file():
        return {_hash(path)}
    if _SHA256.fullmatch(source):
        return {source.lower()}
    raise BadRequest(
        f"{source} is no file: give the picture, its folder, or its SHA-256 as rights.csv has it"
    )


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(read_bytes(path, limits.MAX_IMAGE_FILE_BYTES)).hexdigest()
    except BadFile:
        return ""  # too large to have been used


def _model_folders(named: Sequence[Path]) -> list[Path]:
    """Every model that can be found, each once."""
    candidates = [folder for folder, _ in model_folder.find_all()]
    for folder in named:
        candidates += [folder, *sorted(folder.iterdir())]
    found: dict[Path, Path] = {}
    for folder in candidates:
        if (folder / manifest.FILE_NAME).is_file():
            found.setdefault(folder.resolve(), folder)
    return list(found.values())
