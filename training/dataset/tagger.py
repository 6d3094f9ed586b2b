"""Tags from an ONNX network that the user has: WD tagger or Illustration2Vec style."""

import csv
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import limits
from core.errors import BadFile, BadModel
from core.onnx_session import OnnxSession
from training.dataset.labels import normal
from training.dataset.pictures import read_bytes

LEAST = 0.01  # lower scores are not kept
USUAL_SIDE = 448  # pixels, where the network takes any: WD taggers
MAX_CSV_BYTES = 20_000_000  # the largest lists have 10,000 tags and 0.5 MB
ILLUSTRATION2VEC_MEAN = (164.76139251, 167.47864617, 181.13838569)  # BGR, from its i2v module


class Tagger:
    """A network with one picture in and a score a tag out, and its list of tags.

    NHWC is taken for a WD tagger: BGR, 0..255. NCHW for Illustration2Vec: the same less its mean.
    Outputs beyond 0..1 are logits and go through the logistic function.
    """

    def __init__(self, network: Path, tags: Path) -> None:
        """Load both.

        Raises:
            BadFile: a file cannot be read, or the list of tags is none.
            BadModel: the network is not sound, or takes no picture.
        """
        self.tags = read_tags(tags)
        self._path = network
        data = read_bytes(network.resolve(), limits.MAX_MODEL_BYTES)
        self._session = OnnxSession(data, str(network), threads=1, spinning=False)
        self._input, (shape, _) = next(iter(self._session.inputs.items()))
        self._output = next(iter(self._session.outputs))
        if len(shape) != 4 or 3 not in (shape[1], shape[3]):
            raise BadModel(f"{network} takes no colour picture: use a WD tagger or the like")
        self._nhwc = shape[3] == 3
        side = shape[1] if self._nhwc else shape[2]
        self._side = side if isinstance(side, int) and side > 0 else USUAL_SIDE

    def scores(self, rgb: NDArray[np.uint8]) -> dict[str, float]:
        """Tag -> score 0..1 of a square picture uint8 [S, S, 3]; those above `LEAST`."""
        pixels = self._prepared(rgb)
        found = self._session.run({self._input: pixels}, self._output, (1, len(self.tags)))[0]
        if found.min() < 0 or found.max() > 1:
            found = 1 / (1 + np.exp(-np.clip(found, -50, 50)))
        pairs = zip(self.tags, found.tolist(), strict=True)
        return {tag: round(score, 4) for tag, score in pairs if score >= LEAST}

    def _prepared(self, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        """float32 [1, side, side, 3] or [1, 3, side, side]."""
        resized = Image.fromarray(rgb).resize((self._side, self._side), Image.Resampling.BICUBIC)
        bgr = np.asarray(resized, np.float32)[None, :, :, ::-1]
        if self._nhwc:
            return np.ascontiguousarray(bgr)
        mean = np.array(ILLUSTRATION2VEC_MEAN, np.float32)
        return np.ascontiguousarray((bgr - mean).transpose(0, 3, 1, 2))


def read_tags(path: Path) -> list[str]:
    """The tags of a network's outputs, in order: column ``name`` (or ``tag``, or the only one).

    Raises:
        BadFile: it cannot be read or has no such column.
    """
    try:
        text = read_bytes(path.resolve(), MAX_CSV_BYTES).decode("utf-8-sig")
        lines = [line for line in csv.reader(io.StringIO(text)) if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(path, "is no list of tags", "give the CSV that came with it") from error
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    column = next((head.index(name) for name in ("name", "tag") if name in head), None)
    if column is None and head and len(head) > 1:
        raise BadFile(path, "has no column of tags", "name the column 'name'")
    listed = lines if column is None else lines[1:]
    tags = [normal(line[column or 0]) for line in listed if len(line) > (column or 0)]
    if not tags:
        raise BadFile(path, "has no tags in it", "give the CSV that came with the tagger")
    return tags
