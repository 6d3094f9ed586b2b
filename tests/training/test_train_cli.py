import subprocess
import sys

import pytest

pytest.importorskip("torch")

from click.testing import CliRunner

from training.cli import COMMANDS, train

pytestmark = pytest.mark.training


def test_help_lists_every_step_in_order():
    output = CliRunner().invoke(train, ["--help"]).output
    places = [output.index(f"  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_help_does_not_wait_for_torch():
    code = "import sys; import training.cli; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_wrong_config_ends_with_one_sentence(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("seed = 1\n")
    for command in ("fit", "cache"):
        result = CliRunner().invoke(train, [command, str(path)])
        assert result.exit_code == 1
        assert "at least one [[stage]] is needed" in result.output
        assert "Traceback" not in result.output
