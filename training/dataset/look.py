"""What is done with one picture file, in whichever process or machine: nothing but reading."""

import functools
import io
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import BadFile
from training.dataset import crops, measures, pictures, seen_colors
from training.dataset.faces import Face, find_faces
from training.dataset.tagger import Tagger

CANDIDATE_VOTES = 12  # faces of fewer votes are not worth showing among the rejected


@dataclass(frozen=True)
class Plan:
    """What the results depend on beside the file.

    ``size``: side of the crops in pixels; ``framing``: one of `crops.FRAMINGS`; ``tagger`` and
    ``tags``: an ONNX network and the CSV of its tags.
    """

    size: int = 256
    framing: str = "paper"
    tagger: Path | None = None
    tags: Path | None = None


class Head(msgspec.Struct, kw_only=True):
    """One face and the head round it; fields as in `table.Row`. ``png``: the crop."""

    box: tuple[float, float, float, float]
    votes: float
    crop: tuple[int, int, int]
    padding: float
    sharpness: float
    tones: float
    phash: str
    whole_phash: str
    palette: dict[str, str]
    tags: dict[str, float] = {}
    png: bytes = b""


class Looked(msgspec.Struct, kw_only=True):
    """A file that was looked at; ``fault`` says why it could not be, else it is empty."""

    fault: str = ""
    sha256: str = ""
    width: int = 0
    height: int = 0
    heads: list[Head] = []


def look(path: Path, plan: Plan) -> Looked:
    """Find, cut out and measure the heads in a picture file; a bad file is told, not raised."""
    try:
        picture = pictures.read_picture(path)
    except BadFile as error:
        return Looked(fault=str(error).removeprefix(str(path)).strip())
    height, width = picture.rgb.shape[:2]
    faces = find_faces(picture.rgb, CANDIDATE_VOTES)
    whole = measures.fingerprint(picture.rgb) if faces else ""
    return Looked(
        sha256=picture.sha256,
        width=width,
        height=height,
        heads=[_head(picture.rgb, face, whole, plan) for face in faces],
    )


def _head(rgb: NDArray[np.uint8], face: Face, whole: str, plan: Plan) -> Head:
    height, width = rgb.shape[:2]
    crop = crops.around(face, width, height, crops.FRAMINGS[plan.framing])
    cut = crops.cut(rgb, crop, plan.size)
    small = crops.cut(rgb, crop, measures.SIDE)
    scale = measures.SIDE / crop.side
    box = (face.x, face.y, face.width, face.height)
    in_crop = ((face.x - crop.x) * scale, (face.y - crop.y) * scale, face.width * scale,
               face.height * scale)  # fmt: skip
    return Head(
        box=box,
        votes=face.votes,
        crop=(crop.x, crop.y, crop.side),
        padding=crops.padding(rgb, crop),
        sharpness=measures.sharpness(small),
        tones=measures.tones(small),
        phash=measures.fingerprint(small),
        whole_phash=whole,
        palette=seen_colors.measure(small, in_crop),
        tags=_tagger(plan.tagger, plan.tags).scores(cut) if plan.tagger and plan.tags else {},
        png=_png(cut),
    )


@functools.cache
def _tagger(network: Path, tags: Path) -> Tagger:
    return Tagger(network, tags)


def _png(rgb: NDArray[np.uint8]) -> bytes:
    data = io.BytesIO()
    Image.fromarray(rgb).save(data, "PNG")
    return data.getvalue()
