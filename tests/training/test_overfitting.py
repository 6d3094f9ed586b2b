"""What the alarm says of a run that is made to learn its pictures by heart."""

import csv

import pytest

pytest.importorskip("torch")
pytest.importorskip("skia")
pytest.importorskip("cv2")

import second_hand
from click.testing import CliRunner
from PIL import Image

from training.cli import train

pytestmark = [
    pytest.mark.training,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of lightning and tensorboard
]

CONFIG = """
seed = 1
precision = "32"
threads = 1
sample_minutes = 0.5
[network]
name = "dcgan64"
[[stage]]
name = "by heart"
size = 64
batch = 8
images = {images}
rate = 1e-3
"""


@pytest.fixture
def two_heads(tmp_path):
    """A dataset of two heads."""
    (tmp_path / "art").mkdir()
    for number in (1, 2):
        Image.fromarray(second_hand.head(number)[0]).save(tmp_path / "art" / f"{number}.png")
    asked = ["prepare", str(tmp_path / "art"), "--out", str(tmp_path / "set"), "--jobs", "1"]
    asked += ["--all-mine", "Second Hand", "--framing", "kashira"]
    result = CliRunner().invoke(train, [*asked, "--allow", "unsure"], catch_exceptions=False)
    assert "2 heads kept" in result.output
    return tmp_path / "set"


def test_the_alarm_rings_on_a_run_that_learns_its_pictures_by_heart(two_heads, tmp_path):
    config = tmp_path / "by-heart.toml"
    config.write_text(CONFIG.format(images=8000))
    asked = ["fit", str(config), "--data", str(two_heads), "--out", str(tmp_path / "run")]
    result = CliRunner().invoke(train, asked, catch_exceptions=False)
    with (tmp_path / "run" / "log.csv").open(newline="") as file:
        nearness = [float(row[3]) for row in csv.reader(file) if row[2] == "nearness"]
    assert nearness[-1] < 0.5
    assert "the heads are copies" in result.output
