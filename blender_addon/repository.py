"""A folder of zips as a repository that Blender installs and updates extensions from.

It is what "blender --command extension server-generate" of Blender 4.5 and later writes, without a
Blender: of wheels, for which versions of Python they are.
"""

import hashlib
import json
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from core import safe_write

INDEX = "index.json"

_TOLD = (
    "schema_version", "id", "name", "tagline", "version", "type", "maintainer", "license",
    "blender_version_min", "website", "copyright", "permissions", "tags", "platforms",
)  # fmt: skip


def write_index(folder: Path) -> Path:
    """Write the index of every zip of an extension in a folder; returns its path."""
    entries = [_entry(path) for path in sorted(folder.glob("*.zip"))]
    told = {"version": "v1", "blocklist": [], "data": entries}
    safe_write.write_bytes(folder / INDEX, json.dumps(told, indent=1).encode("utf-8"))
    return folder / INDEX


def _entry(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        manifest = tomllib.loads(archive.read("blender_manifest.toml").decode("utf-8"))
    told = {name: manifest[name] for name in _TOLD if name in manifest}
    if "wheels" in manifest:
        told["python_versions"] = _python_versions(manifest["wheels"])
    return told | {
        "archive_url": f"./{path.name}",
        "archive_size": len(data),
        "archive_hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _python_versions(wheels: list[str]) -> list[str]:
    """Of the wheels that are for one Python alone, such as ``...-cp311-cp311-win_amd64.whl``."""
    found = {match.groups() for wheel in wheels if (match := re.search(r"-cp(\d)(\d+)-", wheel))}
    return [f"{major}.{minor}" for major, minor in sorted(found)]
