"""model.json as a frozen, checked value. Its meaning is written in docs/model-folder.md."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from core import checked_json, consistency, limits
from core.attributes import Attribute
from core.compositing import LayerSpec
from core.errors import BadModel
from core.palette import Ink

SCHEMA = 1
FILE_NAME = "model.json"
GENERATOR = "generator.onnx"

_PLAIN_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

Positive = Annotated[int, msgspec.Meta(ge=1)]
Natural = Annotated[int, msgspec.Meta(ge=0)]


class LatentEntry(msgspec.Struct, frozen=True):
    """What one number of the latent shapes."""

    name: str
    part: str = ""


class ModelFile(msgspec.Struct, frozen=True):
    """A file of the folder, as it must be."""

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    bytes: Natural


class Probe(msgspec.Struct, frozen=True):
    """One fixed run of the generator: points (channel, row, column, value) of its output."""

    latent: tuple[float, ...]
    attributes: tuple[float, ...]
    points: tuple[tuple[int, int, int, float], ...]
    tolerance: float = 0.002


class Network(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a foreign generator differs from ours; every default is ours.

    ``order``: NCHW or NHWC; ``range``: output values of black and white; ``labels``: attribute
    numbers of no and yes; ``latent_shape``: of the input without N, where it is not [Z];
    ``mapping``: a first network, latent -> what ``generator.onnx`` takes as its ``latent``.
    Where ``attributes`` names the same input as ``latent`` (or ``mapping_attributes`` as
    ``mapping_latent``), that input takes both, the latent first. ``preview``: the output that is
    the head at `Manifest.preview_size`. ``constants``: further inputs of either network and the
    one number that each is always given.
    """

    latent: str = "latent"
    attributes: str = "attributes"
    channels: str = "channels"
    preview: str = "preview"
    order: Literal["NCHW", "NHWC"] = "NCHW"
    range: tuple[float, float] = (0.0, 1.0)
    labels: tuple[float, float] = (0.0, 1.0)
    latent_shape: tuple[int, ...] | None = None
    mapping: str | None = None
    mapping_latent: str = "latent"
    mapping_attributes: str | None = None
    mapping_output: str | None = None
    constants: dict[str, float] = {}

    @property
    def joined(self) -> bool:
        """Whether one input takes latent and attributes together."""
        if self.mapping is not None:
            return self.mapping_attributes == self.mapping_latent
        return self.attributes == self.latent


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything model.json says. Made by `read` or `decode`, which check it."""

    schema: int
    name: str
    resolution: Positive
    latent_size: Positive
    attribute_size: Natural
    preview_size: Positive | None = None
    layers: tuple[LayerSpec, ...]
    files: dict[str, ModelFile]
    title: str = ""
    version: str = ""
    license: str = ""
    provenance: str = ""
    latent: tuple[LatentEntry, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    inks: tuple[Ink, ...] = ()
    network: Network = Network()
    probe: Probe | None = None
    metrics: dict[str, Any] = {}
    rights: dict[str, Any] = {}

    @property
    def channels(self) -> int:
        """Planes of a head: those of all layers together."""
        return max(layer.channels.stop for layer in self.layers)

    @property
    def parts_of_latent(self) -> list[str]:
        """For each number of the latent the part it shapes; "" where that is unknown."""
        named = [entry.part for entry in self.latent]
        return named + [""] * (self.latent_size - len(named))


def read(path: Path) -> Manifest:
    """Read and check a model.json; every fault is a BadModel that names the file."""
    try:
        data = checked_json.read_bounded(path, limits.MAX_MANIFEST_BYTES)
    except FileNotFoundError:
        raise BadModel(f"{path} is missing: a model folder needs its model.json") from None
    except OSError as error:
        raise BadModel(f"{path} cannot be read: {error.strerror}") from error
    if data is None:
        most = limits.MAX_MANIFEST_BYTES // 1_000_000
        raise BadModel(f"{path} has more than {most} MB: this is no manifest of a model")
    return decode(data, path)


def decode(data: bytes, source: Path | str) -> Manifest:
    """The manifest in ``data``; ``source`` is named in errors."""
    try:
        version = checked_json.decode(data, _Versioned).schema
        if version > SCHEMA:
            raise BadModel(
                f"{source} has schema {version}, newer than the {SCHEMA} that this version reads: "
                "update Kashira"
            )
        manifest = checked_json.decode(data, Manifest)
    except checked_json.NotAsWritten as error:
        raise BadModel(f"{source} {error}: get the model again") from error
    for fault in _faults(manifest):
        raise BadModel(f"{source} contradicts itself, {fault}: get the model again")
    return manifest


def encode(manifest: Manifest) -> bytes:
    """model.json, indented for people; what has its default value is left out."""
    return checked_json.encode(manifest, indent=1)


class _Versioned(msgspec.Struct):
    schema: Positive


def _faults(manifest: Manifest) -> Iterator[str]:
    yield from _size_faults(manifest)
    yield from consistency.attribute_faults(manifest.attributes, manifest.attribute_size)
    yield from consistency.ink_faults(manifest.inks, manifest.attributes)
    yield from consistency.layer_faults(manifest.layers, manifest.inks)
    yield from _file_faults(manifest)


def _size_faults(manifest: Manifest) -> Iterator[str]:
    if not _NAME.fullmatch(manifest.name):
        yield f"{manifest.name[:80]!r} is no name for a model"
    for what, number, most in (
        ("resolution", manifest.resolution, limits.MAX_RESOLUTION),
        ("latent_size", manifest.latent_size, limits.MAX_LATENT_SIZE),
        ("attribute_size", manifest.attribute_size, limits.MAX_ATTRIBUTE_SIZE),
        ("number of attributes", len(manifest.attributes), limits.MAX_ATTRIBUTES),
        ("number of layers", len(manifest.layers), limits.MAX_LAYERS),
        ("number of inks", len(manifest.inks), limits.MAX_INKS),
    ):
        if number > most:
            yield f"its {what} is {number}, above the limit of {most}"
    if len(manifest.latent) not in (0, manifest.latent_size):
        yield f"it names {len(manifest.latent)} of {manifest.latent_size} numbers of the latent"
    if not manifest.layers:
        yield "it has no layers"
    elif manifest.channels > limits.MAX_CHANNELS:
        yield f"it has {manifest.channels} channels, above the limit of {limits.MAX_CHANNELS}"
    elif manifest.channels * manifest.resolution**2 > limits.MAX_OUTPUT_VALUES:
        yield "one head would not fit into memory"
    yield from _network_faults(manifest)


def _network_faults(manifest: Manifest) -> Iterator[str]:
    network = manifest.network
    inputs = manifest.latent_size + (manifest.attribute_size if network.joined else 0)
    shape = network.latent_shape or (inputs,)
    if min(shape) < 1 or math.prod(shape) != inputs:
        yield f"a latent of shape {list(shape)} does not hold {inputs} numbers"
    for low, high in (network.range, network.labels):
        if not (math.isfinite(low) and math.isfinite(high) and low != high):
            yield f"{low} to {high} is no range"


def _file_faults(manifest: Manifest) -> Iterator[str]:
    for name, file in manifest.files.items():
        if not _PLAIN_FILE.fullmatch(name):
            yield f"{name[:80]!r} is no plain file name"
        if file.bytes > limits.MAX_MODEL_BYTES:
            yield f"{name} has {file.bytes} bytes, above the limit"
    for name in filter(None, (GENERATOR, manifest.network.mapping)):
        if name not in manifest.files:
            yield f"{name} is not among its files"
