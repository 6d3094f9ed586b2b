"""What a panel is built from: everything that a model can be asked for, in words for people."""

from typing import Any

from core import attributes, planning
from core.attributes import Attribute, Choice, Color, Slider, Toggle
from core.color import to_hex
from core.engine import failures
from core.engine.pixel_layouts import LAYOUTS
from core.kashira import Kashira
from core.manifest import Manifest


def described(kashira: Kashira, methods: list[str]) -> dict[str, Any]:
    """The answer to ``describe``."""
    manifest = kashira.manifest
    figures = _figures(manifest)
    return {
        "engine": version(),
        "methods": methods,
        "formats": list(LAYOUTS),
        "model": {
            "name": manifest.name,
            "title": manifest.title or manifest.name,
            "version": manifest.version,
            "license": manifest.license,
            "generator": kashira.folder.generator_sha256,
            "resolution": manifest.resolution,
            "preview_size": manifest.preview_size or manifest.resolution,
            "folder": failures.sound(str(kashira.folder.path.absolute())),
        },
        "attributes": [
            _attribute(attribute) | {"figures": figures.get(attribute.name, {})}
            for attribute in manifest.attributes
        ],
        "parts": _parts(manifest),
        "layers": [
            {
                "name": layer.name,
                "title": layer.title or _title(layer.name),
                "part": layer.part,
                "inks": [] if isinstance(layer.inks, str) else list(layer.inks),
            }
            | ({} if layer.clip is None else {"clip": layer.clip})
            for layer in manifest.layers
        ],
        "inks": ink_titles(manifest),
    }


def ink_titles(manifest: Manifest) -> list[dict[str, str]]:
    """The inks of a model: ``name``, ``title``, ``kind``, and the ``attribute`` they follow."""
    return [
        {"name": ink.name, "title": _title(ink.name), "kind": ink.kind}
        | ({} if ink.attribute is None else {"attribute": ink.attribute})
        for ink in manifest.inks
    ]


def _parts(manifest: Manifest) -> list[dict[str, str]]:
    """Parts of a head; one that an attribute has its name from is called as that is."""
    titles = {attribute.name: attribute.title for attribute in manifest.attributes}
    return [
        {"name": name, "title": titles.get(name) or _title(name)}
        for name in planning.parts(manifest)
    ]


def version() -> str:
    """Kashira's version; empty where it runs from its sources."""
    from importlib import metadata  # a twentieth of a second: not before the first picture

    try:
        return metadata.version("kashira")
    except metadata.PackageNotFoundError:
        return ""


def _attribute(attribute: Attribute) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": attribute.name,
        "title": attribute.title or _title(attribute.name),
        "kind": attribute.__struct_config__.tag,
        "part": attribute.part,
        "in_palette": isinstance(attribute, Color)
        or (isinstance(attribute, Toggle) and attribute.index is None),
    }
    if isinstance(attribute, Choice):
        entry["values"] = list(attribute.values)
    elif isinstance(attribute, Color):
        bases = {name: attributes.base_color(attribute, name) for name in attribute.colors}
        entry["colors"] = {name: to_hex(base) for name, base in bases.items()}
    elif isinstance(attribute, Toggle):
        entry |= {"range": [0.0, 1.0], "probability": attribute.probability}
    elif isinstance(attribute, Slider):
        low, high = attribute.range
        entry |= {"range": [low, high], "center": min(max(attribute.center, low), high)}
    return entry


def _figures(manifest: Manifest) -> dict[str, dict[str, dict[str, Any]]]:
    """Attribute -> value ("" of a toggle) -> how often it was obeyed, by the model's own card."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    labels = manifest.metrics.get("labels")
    for label, counted in labels.items() if isinstance(labels, dict) else ():
        match counted:
            case {"asked": int(asked), "obeyed": int(obeyed)} if asked > 0:
                name, _, value = label.partition("=")
                figure = {"precision": round(obeyed / asked, 4), "asked": asked}
                found.setdefault(name, {})[value] = figure
    return found


def _title(name: str) -> str:
    return name.replace("_", " ").replace(".", " ").strip().capitalize()
