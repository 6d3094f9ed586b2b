import errno
import os
from pathlib import Path

import pytest

from core.errors import OutputError
from core.safe_write import make_folder, replacing, write_bytes


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.png", b"old")
    write_bytes(tmp_path / "a.png", b"new")
    assert (tmp_path / "a.png").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.png"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_the_old_file_and_no_litter(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    def interrupted() -> None:
        with replacing(target) as temporary:
            temporary.write_bytes(b"half")
            raise interruption

    with pytest.raises(interruption):
        interrupted()
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.png"]


def test_a_full_disk_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.png cannot be written, the disk is full"):
        write_bytes(tmp_path / "a.png", b"new")
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_bytes(tmp_path / "no" / "a.png", b"new")


def test_a_folder_in_the_way_of_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        write_bytes(tmp_path, b"new")


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        make_folder(tmp_path / "a" / "b")


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of posix")
def test_a_written_file_can_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_bytes(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode
