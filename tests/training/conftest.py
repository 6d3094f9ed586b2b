"""A small dataset in a second hand, prepared as an artist's pictures are."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def own_dataset(tmp_path_factory) -> Path:
    """Heads of `second_hand`, tagged, with rights, in the default model's framing."""
    pytest.importorskip("skia")
    pytest.importorskip("cv2")
    pytest.importorskip("pyarrow")
    import second_hand
    from click.testing import CliRunner

    from training.cli import train

    folder = tmp_path_factory.mktemp("own")
    second_hand.write(8, folder / "pictures", size=256)
    rights = str(folder / "pictures" / "rights.csv")
    asked = ["prepare", str(folder / "pictures"), "--out", str(folder / "set"), "--jobs", "1"]
    asked += ["--rights", rights, "--framing", "kashira", "--allow", "small", "--allow", "unsure"]
    result = CliRunner().invoke(train, asked, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / "set"
