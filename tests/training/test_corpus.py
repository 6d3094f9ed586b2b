import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("torch")

from training import corpus
from training.batches import batches
from training.corpus import Corpus, CorpusPlan, draw_head, draw_missing, halved, missing

pytestmark = pytest.mark.training


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Eight heads, four of them at every size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "SHARD", 4)
        made = CorpusPlan(tmp_path_factory.mktemp("corpus"), heads=8, full=4, seed=3)
        assert list(draw_missing(made, workers=1)) == [4, 8]
        yield made


def test_the_cache_gives_back_what_was_drawn(plan):
    stored = Corpus(plan)
    attributes, latent, planes = draw_head(3, 2, 256)
    np.testing.assert_array_equal(stored.planes(2, 256), planes)
    np.testing.assert_array_equal(stored.planes(2, 64), halved(halved(planes)))
    np.testing.assert_array_equal(stored.planes(2, 32), halved(stored.planes(2, 64)))
    np.testing.assert_array_equal(stored.attributes[2], attributes)
    np.testing.assert_array_equal(stored.latents[2], latent)


def test_only_the_first_heads_are_kept_large(plan):
    stored = Corpus(plan)
    assert (stored.count(64), stored.count(256)) == (8, 4)
    assert stored.planes(7, 64).shape == (stored.channels, 64, 64)


def test_drawing_goes_on_where_it_was_stopped(plan):
    index = plan.index(1)
    before = plan.index(0).stat().st_mtime_ns, Corpus(plan).planes(6, 64)
    index.unlink()
    assert missing(plan) == [1]
    assert len(Corpus(plan)) == 4
    assert list(draw_missing(plan, workers=1)) == [8]
    assert plan.index(0).stat().st_mtime_ns == before[0]
    np.testing.assert_array_equal(Corpus(plan).planes(6, 64), before[1])


def test_a_corpus_that_is_not_there_says_how_to_draw_it(plan, tmp_path):
    with pytest.raises(FileNotFoundError, match="kashira train cache"):
        Corpus(CorpusPlan(tmp_path, heads=8, full=4))


def test_halving_keeps_the_amount_of_ink():
    planes = np.random.default_rng(1).integers(0, 256, (3, 16, 16), np.uint8)
    small = halved(planes)
    quads = planes.reshape(3, 8, 2, 8, 2).mean((2, 4))
    assert np.abs(small - quads).max() <= 0.5


def test_packing_is_lossless_whichever_planes_are_empty():
    planes = np.random.default_rng(2).integers(0, 256, (65, 8, 8), np.uint8)
    planes[[0, 7, 8, 64]] = 0
    np.testing.assert_array_equal(corpus.unpacked(corpus.packed(planes), 65, 8), planes)
    planes[:] = 0
    np.testing.assert_array_equal(corpus.unpacked(corpus.packed(planes), 65, 8), planes)


def test_a_resumed_run_reads_the_batches_it_would_have_read(plan):
    stored = Corpus(plan)
    source = batches(stored, 64, 2, 0, seed=5)
    whole = [next(source) for _ in range(6)]
    later = next(batches(stored, 64, 2, 5, seed=5))
    np.testing.assert_array_equal(whole[5].drawn, later.drawn)
    np.testing.assert_array_equal(whole[5].latent, later.latent)
    seen = np.concatenate([b.latent.numpy() for b in whole[:4]])
    assert len(np.unique(seen[:, 0])) == 8  # an epoch holds every head once
