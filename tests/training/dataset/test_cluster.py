import hashlib

import pytest

from training.dataset.dataset import Dataset
from training.dataset.notes import Notes
from training.dataset.prepare import Order, prepare
from training.dataset.witnesses import Told

pytestmark = [pytest.mark.training, pytest.mark.slow]


def contents(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def order(art, out, **how):
    return Order((art,), out, told=Told(Notes(), Notes(), "Mia"), **how)


@pytest.mark.filterwarnings("ignore")  # Dask's own, of ports and of closing
def test_one_process_two_and_a_cluster_of_two_workers_make_the_same_dataset(art, tmp_path):
    distributed = pytest.importorskip("distributed")
    seen = []
    for jobs in (1, 2):
        figures = prepare(order(art, tmp_path / str(jobs), jobs=jobs))
        assert figures.kept == 4
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        prepare(
            order(art, tmp_path / "cluster", scheduler=address), lambda n, of: seen.append((n, of))
        )
        with distributed.Client(address, set_as_default=False) as client:
            assert len(client.scheduler_info()["workers"]) == 2
    assert seen[-1] == (4, 4)
    assert len(Dataset(tmp_path / "cluster")) == 4
    assert contents(tmp_path / "1") == contents(tmp_path / "2") == contents(tmp_path / "cluster")
