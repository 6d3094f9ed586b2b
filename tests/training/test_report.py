import pytest

pytest.importorskip("torch")

from training.report import curves
from training.report.page import growth, over_time

pytestmark = pytest.mark.training

LOG = """\
100,hand,minutes,0.5
100,hand,images_per_second,10
100,hand,processes,1
100,hand,loss,4
100,watch,nearness,0.9
200,hand,minutes,1.5
200,hand,images_per_second,12
200,hand,processes,1
200,hand,loss,3
150,hand,minutes,1
150,hand,images_per_second,21
150,hand,processes,2
150,hand,loss,2
250,lines,minutes,2
250,lines,images_per_second,23
250,lines,processes,2
250,lines,loss,1
250,lines,accuracy_discriminator,0.7
"""


def log(folder, text=LOG):
    (folder / "log.csv").write_text(text)
    return folder / "log.csv"


def test_the_report_says_how_images_a_second_grow_with_the_processes(tmp_path):
    speeds = curves.speeds(log(tmp_path))
    assert speeds == {"hand": {1: 11, 2: 21}, "lines": {2: 23}}
    page = growth(speeds)
    assert "<td>hand</td><td>2</td><td>21</td><td>1.91</td>" in page


def test_a_run_that_has_not_learnt_yet_has_no_speed(tmp_path):
    assert growth(curves.speeds(tmp_path / "log.csv")) == ""


def test_what_a_killed_run_learnt_again_is_one_curve_over_minutes(tmp_path):
    found = curves.read(log(tmp_path))
    assert found.unit == "minutes"
    assert found.curves["loss"] == [(0.5, 4), (1, 2), (2, 1)]
    assert found.curves["nearness"] == [(0.5, 0.9)]
    assert found.curves["accuracy_discriminator"] == [(2, 0.7)]
    assert found.stages == {"hand": 0.5, "lines": 2}
    assert "Thin lines part the stages: hand, lines." in over_time(found)


def test_older_logs_without_minutes_are_curves_over_pictures(tmp_path):
    found = curves.read(log(tmp_path, "100,hand,loss,4\n200,hand,loss,3\n"))
    assert found.unit == "pictures"
    assert found.curves["loss"] == [(100, 4), (200, 3)]
