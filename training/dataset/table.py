"""The dataset's one Parquet table: a row for every face found, and for every file without one."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from core import safe_write
from core.errors import BadFile
from training.dataset import inputs

FILE_NAME = "table.parquet"


class Row(msgspec.Struct, kw_only=True):
    """One face, or a file in which there is none (its ``reasons`` say why).

    ``box``: x, y, width, height of the cascade's box; ``crop``: x, y, side of the square, which
    may leave the picture; both in pixels of the upright source. ``votes``: how many of the
    cascade's raw boxes agree. ``padding``: share of the crop, 0..1, that is outside the source
    where that is no plain paper. ``sharpness``, ``tones``: training/dataset/measures.py.
    ``phash``, ``whole_phash``: perceptual hashes of head and picture. ``reasons``: why it is not
    kept; empty where it is. ``duplicate_of``: the kept picture that it repeats. ``attributes``:
    the network's inputs in the order of inputs.input_names(), None where nothing is known.
    ``colors``: the name of each colour attribute that is known; ``palette``: ``#rrggbb`` as
    measured, by colour attribute and by ink. ``tags``: a tagger's scores.
    """

    source: str
    sha256: str = ""
    picture: str = ""
    width: int = 0
    height: int = 0
    box: tuple[float, ...] = ()
    votes: float = 0.0
    crop: tuple[float, ...] = ()
    padding: float = 0.0
    sharpness: float = 0.0
    tones: float = 0.0
    phash: str = ""
    whole_phash: str = ""
    kept: bool = False
    reasons: tuple[str, ...] = ()
    duplicate_of: str = ""
    author: str = ""
    license: str = ""
    consent: str = ""
    attributes: tuple[float | None, ...] = (None,) * inputs.SIZE
    colors: dict[str, str] = {}
    palette: dict[str, str] = {}
    tags: dict[str, float] = {}


_TEXTS = pa.map_(pa.string(), pa.string())
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("source", "sha256", "picture")),
        *((name, pa.int32()) for name in ("width", "height")),
        ("box", pa.list_(pa.float32())),
        ("votes", pa.float32()),
        ("crop", pa.list_(pa.float32())),
        *((name, pa.float32()) for name in ("padding", "sharpness", "tones")),
        ("phash", pa.string()),
        ("whole_phash", pa.string()),
        ("kept", pa.bool_()),
        ("reasons", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("duplicate_of", "author", "license", "consent")),
        ("attributes", pa.list_(pa.float32())),
        ("colors", _TEXTS),
        ("palette", _TEXTS),
        ("tags", pa.map_(pa.string(), pa.float32())),
    ],
    metadata={"inputs": " ".join(inputs.input_names())},
)


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Write the table into a dataset's folder, in one step; OutputError where that fails."""
    table = pa.Table.from_pylist([_flat(row) for row in rows], schema=SCHEMA)
    with safe_write.replacing(folder / FILE_NAME) as part:
        pq.write_table(table, part, compression="zstd")


def read(folder: Path) -> list[Row]:
    """The rows of a dataset's table.

    Raises:
        BadFile: there is none, it is damaged, or of another vocabulary than this version's.
    """
    path = folder / FILE_NAME
    again = f"run kashira train prepare … --out {folder}"
    if not path.is_file():
        raise BadFile(folder, "is no dataset", again)
    try:
        table = pq.read_table(path)
        named = (table.schema.metadata or {}).get(b"inputs", b"").decode()
        rows = msgspec.convert(table.to_pylist(maps_as_pydicts="strict"), list[Row])
    except (pa.ArrowException, OSError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BadFile(path, "is damaged", again) from error
    if named.split() != list(inputs.input_names()):
        raise BadFile(path, "was made for another vocabulary of attributes", again)
    return rows


def _flat(row: Row) -> dict[str, object]:
    values = msgspec.structs.asdict(row)
    for name in ("colors", "palette", "tags"):
        values[name] = list(values[name].items())
    return values
