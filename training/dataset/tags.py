"""Tags that lie beside a picture: sidecars .txt and .json, and the names of its folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core import checked_json
from core.errors import BadFile
from training.dataset.labels import Evidence, normal
from training.dataset.pictures import read_bytes
from training.dataset.rights import Rights

MAX_BYTES = 1_000_000  # of a sidecar: the longest of a booru site has 10 KB

_TAG_KEYS = (  # booru exports, gallery-dl, Kohya's metadata
    "tags", "tag_string", "tag_string_general", "tags_general", "general", "caption",
)  # fmt: skip
_RIGHTS_KEYS = {
    "author": ("author", "artist", "creator"),
    "license": ("license", "licence"),
    "consent": ("consent",),
}


def sidecars(picture: Path) -> Iterator[Path]:
    """Files that may tell about a picture: ``mia.png.txt``, ``mia.txt``, and .json likewise."""
    for suffix in (".txt", ".json"):
        for path in (picture.with_name(picture.name + suffix), picture.with_suffix(suffix)):
            if path.is_file():
                yield path


def read_sidecars(picture: Path, complete: bool) -> tuple[Evidence, Rights | None]:
    """Tags and rights that lie beside a picture.

    Args:
        picture: its path.
        complete: whether what the tags do not name is not there.

    Raises:
        BadFile: a sidecar is not text, no sound JSON, a link, or too long.
    """
    scores: dict[str, float] = {}
    rights = None
    for path in sidecars(picture):
        text = _text(path)
        if path.suffix == ".json":
            tree = _tree(path, text)
            scores |= tags_of(tree)
            rights = _rights_of(tree, path.name) or rights
        else:
            scores |= dict.fromkeys(split(text), 1.0)
    return Evidence(scores, complete and bool(scores)), rights


def folder_tags(name: str) -> dict[str, float]:
    """The folders that a source lies in, each as a tag: ``art/blonde hair/mia.png``."""
    return {normal(folder): 1.0 for folder in Path(name).parts[:-1]}


def split(text: str) -> Iterator[str]:
    """Tags out of text: between commas or on lines; with underscores, between blanks too."""
    for part in text.replace("\n", ",").split(","):
        pieces: Iterable[str] = part.split() if "_" in part else [part]
        yield from filter(None, map(normal, pieces))


def tags_of(tree: Any) -> dict[str, float]:
    """Tags in the JSON that taggers and booru exports write: text, list, or tag -> score."""
    if isinstance(tree, str):
        return dict.fromkeys(split(tree), 1.0)
    if isinstance(tree, list):
        found: dict[str, float] = {}
        for item in tree:
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                found[normal(item["name"])] = _score(item.get("score", 1.0))
            elif isinstance(item, str):
                found[normal(item)] = 1.0
        return found
    if not isinstance(tree, dict):
        return {}
    listed = [tags_of(tree[key]) for key in _TAG_KEYS if key in tree]
    if listed:
        return {tag: score for tags in listed for tag, score in tags.items()}
    numbers = {k: v for k, v in tree.items() if isinstance(v, (int, float))}
    return {normal(tag): _score(score) for tag, score in numbers.items()}


def _score(value: Any) -> float:
    return min(1.0, max(0.0, float(value))) if isinstance(value, (int, float)) else 1.0


def _rights_of(tree: Any, name: str) -> Rights | None:
    if not isinstance(tree, dict):
        return None
    found = {
        field: str(tree[key]).strip()
        for field, keys in _RIGHTS_KEYS.items()
        for key in keys
        if isinstance(tree.get(key), (str, bool))
    }
    return Rights(**found, basis=name) if found else None


def _text(path: Path) -> str:
    try:
        return read_bytes(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(path, "is not UTF-8 text", "save it as UTF-8") from error


def _tree(path: Path, text: str) -> Any:
    try:
        return checked_json.decode(text, Any)  # pyright: ignore[reportArgumentType]
    except checked_json.NotAsWritten as error:
        raise BadFile(path, str(error), "mend it or take it away") from error
