"""A picture file, whatever it is, as RGB on white.

The bytes are read first and decoded by Pillow: `cv2.imread` dies on odd file names and takes
truncated files for whole ones.
"""

import errno
import hashlib
import io
import os
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from core import limits
from core.errors import BadFile

RUNS_PROGRAMS = {"EPS", "WMF"}  # Pillow hands these to Ghostscript or to Windows


@dataclass(frozen=True)
class Picture:
    """``rgb``: uint8 [H, W, 3], sRGB, turned upright, transparency on white."""

    sha256: str
    rgb: NDArray[np.uint8]


def read_picture(path: Path) -> Picture:
    """Read the first frame of a picture file; the file's name is not trusted, nor its header.

    Raises:
        BadFile: no plain file, too large, no picture, or damaged.
    """
    data = read_bytes(path, limits.MAX_IMAGE_FILE_BYTES)
    return Picture(hashlib.sha256(data).hexdigest(), _decode(data, path))


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a plain file that is not a link, ``most`` at most.

    Raises:
        BadFile: it is something else, too large, or cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BadFile(path, "is no plain file")
            if status.st_size > most:
                raise BadFile(path, f"has more than {most // 1_000_000} MB", "save it smaller")
            return file.read(most)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise BadFile(path, "is a link", "put the file itself there") from error
        raise BadFile(path, f"cannot be read ({error.strerror})") from error


def _decode(data: bytes, path: Path) -> NDArray[np.uint8]:
    Image.init()
    formats = [name for name in Image.OPEN if name not in RUNS_PROGRAMS]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, and of sizes, refused here
            with Image.open(io.BytesIO(data), formats=formats) as image:
                _refuse_huge(image, path)
                image.load()
                return np.asarray(_on_white(_in_srgb(ImageOps.exif_transpose(image))))
    except Image.UnidentifiedImageError as error:
        raise BadFile(path, "is no picture that can be read") from error
    except Image.DecompressionBombError as error:
        raise _huge(path) from error
    except BadFile:
        raise
    except MemoryError as error:
        raise BadFile(path, "does not fit into memory", "save it smaller") from error
    except Exception as error:  # a decoder on hostile bytes raises anything
        raise BadFile(path, f"is damaged ({error})", "use another copy") from error


def _refuse_huge(image: Image.Image, path: Path) -> None:
    if image.width * image.height > limits.MAX_IMAGE_PIXELS:
        raise _huge(path)


def _huge(path: Path) -> BadFile:
    most = limits.MAX_IMAGE_PIXELS // 1_000_000
    return BadFile(path, f"has more than {most} million pixels", "save it smaller")


def _in_srgb(image: Image.Image) -> Image.Image:
    """8 bits a channel, RGB or RGBA; an embedded colour profile is obeyed where it can be."""
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image)
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if clear:
        rgba = image.convert("RGBA")
        rgb = _through_profile(rgba.convert("RGB"), image.info.get("icc_profile"))
        rgb.putalpha(rgba.getchannel("A"))
        return rgb
    plain = image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")
    return _through_profile(plain, image.info.get("icc_profile"))


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or floating point: `Image.convert` would clip it to white."""
    values = np.nan_to_num(np.asarray(image, np.float64))
    top = values.max(initial=0)
    if image.mode == "F" and top <= 1:
        most = 1.0
    else:
        most = 255.0 if top <= 255 and not image.mode.startswith("I;16") else 65535.0
    grey = np.clip(values / most * 255, 0, 255).round().astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")


def _through_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, TypeError):
            pass  # a broken or foreign profile: the numbers are taken for sRGB
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")
