"""Find models, and read their files only as the manifest describes them.

A model is a folder with a model.json. By name it is looked for in $KASHIRA_MODELS (one or more
folders), the user's data folder, and among the models that came with Kashira.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core import limits, manifest
from core.attributes import nearest
from core.errors import BadModel, KashiraError, ModelNotFound
from core.manifest import GENERATOR, Manifest

DEFAULT = "kashira"
SHIPPED = Path(__file__).parent / "models"


@dataclass(frozen=True)
class ModelFolder:
    """An opened model: where it lies and what it says of itself."""

    path: Path
    manifest: Manifest

    @property
    def generator_sha256(self) -> str:
        """What recipes know the model by."""
        return self.manifest.files[GENERATOR].sha256

    def read(self, name: str) -> bytes:
        """A file of the model, proven to be the one that the manifest means.

        Raises:
            BadModel: not listed, missing, a link that leads out, of another size or altered.
        """
        listed = self.manifest.files.get(name)
        if listed is None:
            raise BadModel(f"{self.path} has no {name} in its model.json: get the complete model")
        path = self.path / name
        again = f'get the model again or run "kashira models verify {self.manifest.name}"'
        try:
            if not path.resolve().is_relative_to(self.path.resolve()):
                raise BadModel(f"{path} is a link out of the model folder: put the file itself in")
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise BadModel(f"{path} is not a plain file: {again}")
            if status.st_size != listed.bytes or status.st_size > limits.MAX_MODEL_BYTES:
                raise BadModel(f"{path} is not of the size that model.json says: {again}")
            data = path.read_bytes()
        except FileNotFoundError:
            raise BadModel(f"{path} is missing: {again}") from None
        except (OSError, RuntimeError) as error:  # RuntimeError: a ring of links
            raise BadModel(f"{path} cannot be read ({error}): {again}") from error
        if hashlib.sha256(data).hexdigest() != listed.sha256:
            raise BadModel(f"{path} does not match its SHA-256 in model.json: {again}")
        return data


def user_folder() -> Path:
    """Where models that the user added are kept."""
    return Path(platformdirs.user_data_dir("kashira", appauthor=False)) / "models"


def roots() -> list[Path]:
    """The folders that hold models, the first to be looked in first."""
    named = os.environ.get("KASHIRA_MODELS", "").split(os.pathsep)
    return [*(Path(root) for root in named if root), user_folder(), SHIPPED]


def open_folder(path: str | os.PathLike[str]) -> ModelFolder:
    """Open the model in this folder; BadModel where its model.json is not sound."""
    folder = Path(path)
    return ModelFolder(folder, manifest.read(folder / manifest.FILE_NAME))


def open_model(name: str | os.PathLike[str] | None = None) -> ModelFolder:
    """Open a model by name or by the path of its folder; the default one for None.

    Raises:
        ModelNotFound: with the names there are.
        BadModel: found, but its model.json is not sound.
    """
    wanted = os.fspath(name or os.environ.get("KASHIRA_MODEL") or DEFAULT)
    if not _is_path(wanted):
        for folder in _folders():
            if folder.name == wanted:
                return open_folder(folder)
    path = Path(wanted)
    if path.name == manifest.FILE_NAME:
        path = path.parent
    if _is_model(path):
        return open_folder(path)
    if _is_path(wanted):
        raise ModelNotFound(f"{wanted} is not a model folder: it has no {manifest.FILE_NAME}")
    names = sorted({folder.name for folder in _folders()})
    hint = nearest(wanted, names) if names else ": none is installed, see kashira models --help"
    raise ModelNotFound(f"there is no model {wanted!r}{hint}")


def find_generator(sha256: str) -> ModelFolder | None:
    """A model with this very generator, whatever it is called; None where there is none."""
    named = os.environ.get("KASHIRA_MODEL")
    candidates: list[ModelFolder | KashiraError] = list_models()
    if named:
        with contextlib.suppress(KashiraError):
            candidates.insert(0, open_model(named))
    for model in candidates:
        if isinstance(model, ModelFolder) and model.generator_sha256 == sha256:
            return model
    return None


def list_models() -> list[ModelFolder | KashiraError]:
    """Every model that can be named, in order of name; broken ones as the error they give."""
    return [model for _, model in find_all()]


def find_all() -> list[tuple[Path, ModelFolder | KashiraError]]:
    """As `list_models`, each with its folder, whose name is the model's."""
    found: dict[str, tuple[Path, ModelFolder | KashiraError]] = {}
    for folder in _folders():
        if folder.name not in found:
            try:
                found[folder.name] = (folder, open_folder(folder))
            except KashiraError as error:
                found[folder.name] = (folder, error)
    return [found[name] for name in sorted(found)]


def _is_path(name: str) -> bool:
    return os.sep in name or "/" in name or name in (".", "..")


def _folders() -> Iterator[Path]:
    for root in roots():
        try:
            folders = sorted(root.iterdir())[: limits.MAX_MODELS_LISTED]
        except OSError:  # not there, or not ours to read: no models in it
            continue
        yield from filter(_is_model, folders)


def _is_model(folder: Path) -> bool:
    try:
        return (folder / manifest.FILE_NAME).is_file()
    except OSError:  # a name that no file system takes, or a folder that is not ours to enter
        return False
