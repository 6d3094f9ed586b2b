"""A generator from elsewhere becomes a model folder: looked at, described, proven by a run."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

import msgspec

from core import foreign_labels, limits, manifest, safe_write
from core.compositing import LayerSpec
from core.errors import BadFile, BadValue, OutputError
from core.foreign_inputs import Hints
from core.foreign_network import look
from core.manifest import GENERATOR, Manifest, ModelFile
from core.model_folder import ModelFolder, open_folder
from core.onnx_session import OnnxSession
from core.verify_model import make_probe

MAPPING = "mapping.onnx"
UNKNOWN_LICENSE = "unknown: ask whoever made the model"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")  # as `core.manifest` wants it


def adopt(
    path: str | os.PathLike[str],
    name: str,
    into: str | os.PathLike[str],
    mapping: str | os.PathLike[str] | None = None,
    hints: Hints | None = None,
    license: str = UNKNOWN_LICENSE,
) -> ModelFolder:
    """Make the model folder ``into``/``name`` for a foreign generator; all of it or nothing.

    Args:
        path: the generator: latent (and labels) -> picture, NCHW or NHWC, any usual range.
        name: of the model.
        into: a folder of models, made where missing.
        mapping: a network that comes first, latent -> what the generator takes (StyleGAN).
        hints: what cannot be seen.
        license: of the model, as text for people.

    Raises:
        BadFile: a file is not there or cannot be read.
        BadModel, TimedOut: it is no network that makes pictures of a latent.
        BadValue: the name is none, or something must be said (the sentence says what).
        OutputError: the folder is there already, or cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise BadValue(f"{name[:80]!r} is no name for a model: use letters, digits, - and _")
    target = Path(into) / name
    if os.path.lexists(target):
        raise OutputError(f"{target} is there already: choose another --name")
    sources = {GENERATOR: Path(path)}
    if mapping is not None:
        sources[MAPPING] = Path(mapping)
    files = {key: _read(source) for key, source in sources.items()}
    described = _describe(name, files, sources, hints or Hints(), license)
    _write(described, files, target)
    return open_folder(target)


def name_of(path: str | os.PathLike[str]) -> str:
    """A model's name made of its file's."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", Path(path).stem).strip("-._")[:64] or "model"


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadFile(path, "is not a plain file", "give an ONNX file")
        if status.st_size > limits.MAX_MODEL_BYTES:
            most = limits.MAX_MODEL_BYTES // 1_000_000
            raise BadFile(path, f"has more than {most} MB", "use a smaller model")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(path, "does not exist", "look for a slip in its name") from None
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})", "check the file") from error


def _describe(
    name: str, files: dict[str, bytes], sources: dict[str, Path], hints: Hints, license: str
) -> Manifest:
    """The manifest of these files, all but its probe."""
    sessions = {key: OnnxSession(data, str(sources[key])) for key, data in files.items()}
    seen = look(
        sessions[GENERATOR], str(sources[GENERATOR]),
        sessions.get(MAPPING), str(sources.get(MAPPING, "")), hints,
    )  # fmt: skip
    network = msgspec.structs.replace(seen.network, mapping=MAPPING if MAPPING in files else None)
    described = Manifest(
        schema=manifest.SCHEMA,
        name=name,
        title=name,
        license=license,
        provenance="adopted from " + " and ".join(source.name for source in sources.values()),
        resolution=seen.side,
        latent_size=seen.latent_size,
        attribute_size=seen.label_count,
        attributes=foreign_labels.attributes(seen.label_count),
        layers=(LayerSpec(name="picture", title="Picture", part="all", inks="rgba", channel=0),),
        network=network,
        files={
            key: ModelFile(hashlib.sha256(data).hexdigest(), len(data))
            for key, data in files.items()
        },
    )
    return manifest.decode(manifest.encode(described), sources[GENERATOR])


def _write(described: Manifest, files: dict[str, bytes], target: Path) -> None:
    """The folder in one step: written beside under another name, run once, and renamed."""
    safe_write.make_folder(target.parent)
    try:
        draft = Path(tempfile.mkdtemp(prefix=".adopting-", dir=target.parent))
    except OSError as error:
        raise safe_write.output_error(target.parent, error) from error
    try:
        for name, data in files.items():
            safe_write.write_bytes(draft / name, data)
        probe = make_probe(ModelFolder(draft, described))
        complete = msgspec.structs.replace(described, probe=probe)
        safe_write.write_bytes(draft / manifest.FILE_NAME, manifest.encode(complete))
        draft.chmod(0o755)  # mkdtemp makes it private
        draft.rename(target)
    except OSError as error:
        raise safe_write.output_error(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
