import json
import os
import shutil
from pathlib import Path

import pytest

from core import model_folder
from core.errors import BadModel, KashiraError, ModelNotFound
from core.model_folder import ModelFolder, open_model


@pytest.fixture
def copied(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "models" / "tiny"))


def test_a_model_is_found_by_name_by_folder_and_by_its_manifest(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KASHIRA_MODELS", str(copied.parent))
    for name in ("tiny", copied, f"{copied}/", copied / "model.json"):
        assert open_model(name).path.resolve() == copied.resolve()


def test_an_unknown_name_is_answered_with_the_names_there_are(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KASHIRA_MODELS", str(copied.parent))
    with pytest.raises(ModelNotFound, match=r"no model 'tyni'.*tiny"):
        open_model("tyni")


def test_a_folder_without_a_manifest_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"has no model\.json"):
        open_model(tmp_path)


def test_a_broken_model_does_not_hide_the_others_from_the_list(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KASHIRA_MODELS", str(copied.parent))
    (copied.parent / "broken").mkdir()
    (copied.parent / "broken" / "model.json").write_text("{")
    listed = model_folder.list_models()
    assert any(isinstance(found, KashiraError) for found in listed)
    assert any(isinstance(found, ModelFolder) and found.path == copied for found in listed)


def test_one_altered_byte_is_noticed(copied: Path) -> None:
    path = copied / "generator.onnx"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(BadModel, match="does not match its SHA-256"):
        open_model(copied).read("generator.onnx")


def test_a_truncated_file_is_noticed(copied: Path) -> None:
    path = copied / "generator.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadModel, match="not of the size"):
        open_model(copied).read("generator.onnx")


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "generator.onnx").unlink()
    with pytest.raises(BadModel, match=r"generator\.onnx is missing"):
        open_model(copied).read("generator.onnx")


def test_a_link_out_of_the_folder_is_refused(copied: Path, tiny_model: Path) -> None:
    (copied / "generator.onnx").unlink()
    (copied / "generator.onnx").symlink_to(tiny_model / "generator.onnx")
    with pytest.raises(BadModel, match="link out of the model folder"):
        open_model(copied).read("generator.onnx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a matter of posix")
def test_a_pipe_in_place_of_a_file_does_not_hang(copied: Path) -> None:
    (copied / "generator.onnx").unlink()
    os.mkfifo(copied / "generator.onnx")
    with pytest.raises(BadModel, match="not a plain file"):
        open_model(copied).read("generator.onnx")


def test_a_file_that_the_manifest_does_not_list_is_not_read(copied: Path) -> None:
    (copied / "extra.onnx").write_bytes(b"")
    with pytest.raises(BadModel, match=r"no extra\.onnx in its model\.json"):
        open_model(copied).read("extra.onnx")


def test_a_model_of_a_newer_schema_asks_for_an_update(copied: Path) -> None:
    tree = json.loads((copied / "model.json").read_text())
    (copied / "model.json").write_text(json.dumps({**tree, "schema": 9}))
    with pytest.raises(BadModel, match="update Kashira"):
        open_model(copied)
