"""A document remembers its heads: the recipe of each inserted group, saved inside the .kra.

One annotation holds them all. A group is found by its uuid, which survives saving and undo; a copy
of a group has a new uuid, and is found by the tag in its name. Nothing is ever forgotten when a
group is removed, since undo brings it back; only the oldest go when there are very many.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .krita_types import Document, Node
from .qt import QtCore

KEY = "kashira/heads.json"
DESCRIPTION = "Recipes of the heads that Kashira inserted"
SCHEMA = 1
MAX_HEADS = 500  # some 3 kB each: a document grows by at most 1.5 MB
MAX_BYTES = 8_000_000  # an annotation that is larger was not written here

_TAG = re.compile(r"\[([a-z0-9]{4})\]")


def head_name(tag: str, title: str = "Head") -> str:
    """What a head's group is called: the tag in it leads back to the recipe."""
    return f"{title} [{tag}]"


def tag_in(name: str) -> str | None:
    """The tag in a group's name, also in that of a copy."""
    found = _TAG.findall(name)
    return found[-1] if found else None


def remember(document: Document, heads: dict[str, dict[str, Any]]) -> None:
    """Keep ``{uuid of the group: {"tag", "recipe", …}}`` in the document."""
    known = _read(document) | heads
    for uuid in list(known)[: max(0, len(known) - MAX_HEADS)]:
        del known[uuid]
    text = json.dumps({"schema": SCHEMA, "heads": known}, separators=(",", ":"))
    document.setAnnotation(KEY, DESCRIPTION, QtCore.QByteArray(text.encode("utf-8")))


def recall(document: Document, group: Node) -> dict[str, Any] | None:
    """What was kept of a group, or of the one that it is a copy of."""
    known = _read(document)
    entry = known.get(group.uniqueId().toString())
    if entry is None:
        tag = tag_in(group.name())
        same = [kept for kept in known.values() if tag and kept.get("tag") == tag]
        entry = same[-1] if same else None
    return entry


def head_group_of(document: Document, node: Node | None) -> Node | None:
    """The head's group that ``node`` is or lies in; None where it is none of ours."""
    known = _read(document)
    tags = {entry.get("tag") for entry in known.values()}
    while node is not None and known:
        if node.uniqueId().toString() in known:
            return node
        if node.type() in ("grouplayer", "paintlayer") and tag_in(node.name()) in tags:
            return node
        node = node.parentNode()
    return None


def _read(document: Document) -> dict[str, dict[str, Any]]:
    """The entries; none where the annotation is missing or was not written by us."""
    data = bytes(document.annotation(KEY))
    if not data or len(data) > MAX_BYTES:
        return {}
    try:
        heads = json.loads(data.decode("utf-8"))["heads"]
        return {str(uuid): entry for uuid, entry in heads.items() if _is_entry(entry)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("recipe"), dict)
