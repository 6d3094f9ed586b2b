"""PNG with the recipe inside: the picture alone brings the head back.

The recipe is an iTXt chunk of keyword "kashira", before the pixels. Reading looks at chunks alone
and never decodes a pixel, so that a bomb of a picture costs nothing.
"""

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, PngImagePlugin

from core import limits, recipe, safe_write
from core.errors import BadFile, NotAHead
from core.head import Head
from core.recipe import Recipe

KEYWORD = "kashira"
SIGNATURE = b"\x89PNG\r\n\x1a\n"

_BLOCK = 1 << 20
_KEPT = (b"IHDR", b"iTXt", b"tEXt", b"zTXt")  # chunks whose content is looked at


def write(head: Head, path: str | os.PathLike[str]) -> None:
    """Write the head as a PNG with its recipe; OutputError where that fails."""
    safe_write.write_bytes(path, encode(head))


def encode(head: Head) -> bytes:
    """The head as the bytes of a PNG with its recipe."""
    return encode_image(head.image, head.recipe)


def encode_image(image: Image.Image, made_by: Recipe | None = None) -> bytes:
    """A picture as the bytes of a PNG, with a recipe inside if one is given."""
    info = PngImagePlugin.PngInfo()
    if made_by is not None:
        info.add_itxt(KEYWORD, recipe.to_json(made_by).decode())
    data = BytesIO()
    image.save(data, "PNG", pnginfo=info)
    return data.getvalue()


def read_recipe(path: str | os.PathLike[str]) -> Recipe:
    """The recipe inside a PNG.

    Raises:
        NotAHead: a sound PNG without a recipe.
        BadFile: missing, no PNG, too large, damaged, or its recipe is not sound.
    """
    file_path = Path(path)
    try:
        status = file_path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadFile(path, "is a folder", "give the PNG of a head")
        if not stat.S_ISREG(status.st_mode):
            raise BadFile(path, "is not a plain file", "give the PNG of a head")
        if status.st_size > limits.MAX_IMAGE_FILE_BYTES:
            most = limits.MAX_IMAGE_FILE_BYTES // 1_000_000
            raise BadFile(path, f"has more than {most} MB", "give the PNG of a head")
        with file_path.open("rb") as file:
            text = _recipe_text(file, path)
    except FileNotFoundError:
        raise BadFile(path, "does not exist", "look for a slip in its name") from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        reason = getattr(error, "strerror", None) or error
        raise BadFile(path, f"cannot be read ({reason})", "use another copy") from error
    if text is None:
        raise NotAHead(
            path, "holds no recipe", "only a PNG that Kashira wrote, unchanged, brings a head back"
        )
    return recipe.from_json(text, os.fspath(path))


def chunks(
    file: IO[bytes],
    path: str | os.PathLike[str],
    keep: tuple[bytes, ...],
    most: int | None,
) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of every chunk, checksums checked.

    The content of other kinds than those in ``keep``, and of more bytes than ``most``, is empty.

    Raises:
        BadFile: not a PNG, truncated or damaged; ``path`` is named.
    """
    if file.read(len(SIGNATURE)) != SIGNATURE:
        raise BadFile(path, "is not a PNG", "give a PNG that Kashira wrote")
    kind = b""
    while kind != b"IEND":
        head = file.read(8)
        if len(head) < 8:
            raise _truncated(path)
        length, kind = struct.unpack(">I4s", head)
        if kind in keep and (most is None or length <= most):
            content = file.read(length)
            if len(content) < length:
                raise _truncated(path)
            _check(file, zlib.crc32(content, zlib.crc32(kind)), path)
        else:
            content = _skip(file, length, kind, path)
        yield kind, content


def _skip(file: IO[bytes], length: int, kind: bytes, path: str | os.PathLike[str]) -> bytes:
    checksum = zlib.crc32(kind)
    while length:
        block = file.read(min(length, _BLOCK))
        if not block:
            raise _truncated(path)
        checksum = zlib.crc32(block, checksum)
        length -= len(block)
    _check(file, checksum, path)
    return b""


def _check(file: IO[bytes], checksum: int, path: str | os.PathLike[str]) -> None:
    stored = file.read(4)
    if len(stored) < 4:
        raise _truncated(path)
    if stored != struct.pack(">I", checksum):
        raise _damaged(path)


def _recipe_text(file: IO[bytes], path: str | os.PathLike[str]) -> bytes | None:
    text: bytes | None = None
    first = True
    for kind, content in chunks(file, path, _KEPT, limits.MAX_PNG_TEXT_BYTES):
        if first:
            _check_size(kind, content, path)
            first = False
        elif kind in _KEPT and content.startswith(KEYWORD.encode() + b"\0") and text is None:
            text = _unpack(kind, content, path)
    return text


def _check_size(kind: bytes, content: bytes, path: str | os.PathLike[str]) -> None:
    if kind != b"IHDR" or len(content) != 13:
        raise _damaged(path)
    width, height = struct.unpack(">II", content[:8])
    if not width or not height:
        raise _damaged(path)
    if width * height > limits.MAX_IMAGE_PIXELS:
        most = limits.MAX_IMAGE_PIXELS // 1_000_000
        raise BadFile(path, f"has {width} x {height} pixels", f"use one of at most {most} million")


def _unpack(kind: bytes, content: bytes, path: str | os.PathLike[str]) -> bytes:
    """The text of a chunk (PNG specification 11.3.3); compressed ones within the limit."""
    body = content[len(KEYWORD) + 1 :]
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = body[:1] == b"\1"
        parts = body[2:].split(b"\0", 2)  # language, translated keyword, text
        if len(parts) < 3:
            raise _damaged(path)
        body = parts[2]
    elif packed:
        body = body[1:]
    if not packed:
        return body
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(body, limits.MAX_PNG_TEXT_BYTES)
    except zlib.error as error:
        raise _damaged(path) from error
    if len(text) == limits.MAX_PNG_TEXT_BYTES:
        raise BadFile(path, "holds a recipe of absurd length", "use another copy")
    if not unpacker.eof:
        raise _damaged(path)
    return text


def _truncated(path: str | os.PathLike[str]) -> BadFile:
    return BadFile(path, "is truncated", "copy it again from where it came from")


def _damaged(path: str | os.PathLike[str]) -> BadFile:
    return BadFile(path, "is damaged", "copy it again from where it came from")
