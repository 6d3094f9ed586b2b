"""OpenRaster: a zip of PNGs and stack.xml, as https://www.openraster.org/ specifies (0.0.6).

Written here, since what there is on PyPI is unmaintained. ``mergedimage.png`` carries the recipe.
"""

import os
import zipfile
from xml.etree import ElementTree

from PIL import Image

from core import safe_write
from core.formats import layer_tree, png
from core.formats.layer_tree import Group, Picture
from core.head import Head

_THUMBNAIL_PIXELS = 256  # at most, says the specification
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the same head gives the same file


def write(head: Head, path: str | os.PathLike[str], split: str | None = None) -> None:
    """Write the head's layers.

    ``split`` None: whole layers; what is clipped (irises to eye whites) is ``svg:src-atop`` in a
    stack with what it is clipped to, which Krita shows as "inherit alpha". "inks": each layer is a
    stack of flats, shade, light and line art that any reader composites by source-over alone.

    Raises:
        OutputError: the file cannot be written.
        BadValue: no such split.
    """
    inks = layer_tree.check_split(split)
    tree = layer_tree.plain_inks(head) if inks else layer_tree.whole_layers(head)
    with safe_write.replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        _store(archive, "mimetype", b"image/openraster")
        pictures: list[Picture] = []
        width, height = head.size
        document = ElementTree.Element("image", version="0.0.6", w=str(width), h=str(height))
        stack = ElementTree.SubElement(document, "stack")
        _describe(tree, stack, pictures)
        ElementTree.indent(document)
        xml = ElementTree.tostring(document, encoding="UTF-8", xml_declaration=True)
        _store(archive, "stack.xml", xml, zipfile.ZIP_DEFLATED)
        for number, picture in enumerate(pictures):
            _store(archive, _source(number), png.encode_image(picture.image))
        _store(archive, "mergedimage.png", png.encode(head))
        thumbnail = head.image.copy()
        thumbnail.thumbnail((_THUMBNAIL_PIXELS, _THUMBNAIL_PIXELS), Image.Resampling.LANCZOS)
        _store(archive, "Thumbnails/thumbnail.png", png.encode_image(thumbnail))


def _describe(group: Group, parent: ElementTree.Element, pictures: list[Picture]) -> None:
    """Add the group as a stack element, top first as OpenRaster has it, and collect pictures."""
    stack = ElementTree.SubElement(
        parent, "stack", _shown(group.name, "svg:src-over"), isolation="isolate"
    )
    for child in reversed(group.children):
        if isinstance(child, Group):
            _describe(child, stack, pictures)
            continue
        place = {"src": _source(len(pictures)), "x": str(child.left), "y": str(child.top)}
        mode = "svg:src-atop" if child.clipped else "svg:src-over"
        ElementTree.SubElement(stack, "layer", _shown(child.name, mode) | place)
        pictures.append(child)


def _shown(name: str, mode: str) -> dict[str, str]:
    return {"name": name, "opacity": "1.0", "visibility": "visible", "composite-op": mode}


def _source(number: int) -> str:
    return f"data/layer{number:03d}.png"


def _store(
    archive: zipfile.ZipFile, name: str, data: bytes, compression: int = zipfile.ZIP_STORED
) -> None:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.compress_type = compression
    archive.writestr(entry, data)
