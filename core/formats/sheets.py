"""Contact sheets: many heads in one picture."""

import math
import os
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from core import limits, safe_write
from core.errors import BadValue
from core.head import Head

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_LABEL_PIXELS = 18  # of height under each picture
_INK = "#404040"


def sheet(
    images: Sequence[Image.Image],
    columns: int | None = None,
    cell: int | None = None,
    background: str | None = "#ffffff",
    labels: Sequence[str] | None = None,
) -> Image.Image:
    """Pictures side by side, row by row.

    Args:
        images: of any mode; each is fitted into its cell, never enlarged.
        columns: how many to a row; about one and a half times as many as rows if None.
        cell: side of a cell in pixels; that of the largest picture if None.
        background: hex colour, or None for transparent.
        labels: one line of text under each picture.

    Raises:
        BadValue: no pictures, or a sheet of more than limits.MAX_IMAGE_PIXELS.
    """
    if not images:
        raise BadValue("a sheet needs at least one picture")
    if labels is not None and len(labels) != len(images):
        raise BadValue(f"{len(labels)} labels do not fit {len(images)} pictures")
    side = cell if cell is not None else max(max(image.size) for image in images)
    across = columns if columns is not None else math.ceil(math.sqrt(1.5 * len(images)))
    if side < 1 or across < 1:
        raise BadValue("a sheet needs at least one column, and cells of at least one pixel")
    across = min(across, len(images))
    down = math.ceil(len(images) / across)
    height = side + (_LABEL_PIXELS if labels else 0)
    if across * side * down * height > limits.MAX_IMAGE_PIXELS:
        most = limits.MAX_IMAGE_PIXELS // 1_000_000
        raise BadValue(f"the sheet would have more than {most} million pixels: take fewer heads")
    page = Image.new("RGBA", (across * side, down * height), background or (0, 0, 0, 0))
    for number, image in enumerate(images):
        left, top = number % across * side, number // across * height
        _place(page, image, left, top, side)
        if labels is not None:
            _label(page, labels[number], left, top + side, side)
    return page


def write(heads: Sequence[Head], path: str | os.PathLike[str], columns: int | None = None) -> None:
    """Write a sheet on white as .png, .jpg or .webp.

    Raises:
        OutputError: it cannot be written. BadValue: no such format, no heads, or too many.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _FORMATS:
        raise BadValue(f"{os.fspath(path)} is no picture: use {', '.join(_FORMATS)}")
    page = sheet([head.image for head in heads], columns).convert("RGB")
    with safe_write.replacing(path) as temporary:
        page.save(temporary, _FORMATS[suffix], quality=95)


def _place(page: Image.Image, image: Image.Image, left: int, top: int, side: int) -> None:
    picture = image.convert("RGBA")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    corner = (left + (side - picture.width) // 2, top + (side - picture.height) // 2)
    page.alpha_composite(picture, corner)


def _label(page: Image.Image, text: str, left: int, top: int, side: int) -> None:
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(12)
    while text and draw.textlength(text, font) > side - 4:
        text = text[:-1]
    draw.text((left + side / 2, top + 2), text, _INK, font, anchor="ma")
