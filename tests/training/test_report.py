import pytest

pytest.importorskip("torch")

from training.report import curves
from training.report.page import growth

pytestmark = pytest.mark.training

LOG = """\
100,hand,images_per_second,10
100,watch,processes,1
200,hand,images_per_second,12
200,watch,processes,1
300,hand,images_per_second,21
400,watch,processes,2
500,hand,images_per_second,23
"""


def test_the_report_says_how_images_a_second_grow_with_the_processes(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    speeds = curves.speeds(tmp_path / "log.csv")
    assert speeds == {1: 11, 2: 22}
    page = growth(speeds)
    assert "<td>2</td><td>22</td><td>2.00</td>" in page


def test_a_run_that_has_not_learnt_yet_has_no_speed(tmp_path):
    assert growth(curves.speeds(tmp_path / "log.csv")) == ""
