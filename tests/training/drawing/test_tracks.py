import numpy as np
import pytest

pytest.importorskip("skia")

from training import track_store
from training.drawing.compose import draw
from training.drawing.rest import GROWING, at_rest, grown, painted_inputs, posed
from training.drawing.sampling import random_head
from training.drawing.tracks import POINTS, outlines, tracks
from training.drawing.vocabulary import ATTRIBUTES, LATENT, LATENT_SIZE, LAYERS

pytestmark = pytest.mark.training

INDEX = {a["name"]: a["index"] for a in ATTRIBUTES if "index" in a}
NAMES = [layer["name"] for layer in LAYERS]


def turned(head: tuple[np.ndarray, np.ndarray], **sliders: float):
    attributes, latent = head[0].copy(), head[1]
    for name, value in sliders.items():
        attributes[INDEX[name]] = value
    return attributes, latent


def traced(head: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return tracks(outlines(*head), outlines(*at_rest(*head)), np.random.default_rng(0))


def test_a_head_at_rest_keeps_what_is_painted_and_loses_what_moves():
    attributes, latent = turned(random_head(5, 1), yaw=0.7, smile=0.4)
    still, at = at_rest(attributes, latent)
    assert still[INDEX["yaw"]] == 0
    assert still[INDEX["smile"]] == np.float32(0.4)
    gloss = [entry["name"] for entry in LATENT].index("gloss")
    assert at[gloss] == latent[gloss]
    assert np.count_nonzero(at) == sum(i < LATENT_SIZE for i in painted_inputs()) + len(GROWING)


def test_only_painted_inputs_tell_heads_at_rest_apart():
    one, other = random_head(5, 1), random_head(5, 2)
    swapped = posed(one, other)
    assert not np.array_equal(draw(*swapped, 64), draw(*one, 64))
    np.testing.assert_array_equal(draw(*at_rest(*swapped), 64), draw(*at_rest(*one), 64))


def test_heads_are_painted_with_whole_ahoge_and_traced_with_their_own():
    attributes, latent = random_head(5, 1)
    ahoge = [entry["name"] for entry in LATENT].index("ahoge")
    short, long = latent.copy(), latent.copy()
    short[ahoge], long[ahoge] = -0.2, 1.5
    one, other = at_rest(attributes, short), at_rest(attributes, long)
    assert not np.array_equal(draw(*one, 64), draw(*other, 64))
    np.testing.assert_array_equal(draw(*grown(*one), 64), draw(*grown(*other), 64))


def test_points_of_a_head_at_rest_do_not_move():
    found = traced(at_rest(*random_head(5, 3)))
    assert found.shape == (len(LAYERS), POINTS, 4)
    known = found[~np.isnan(found[..., 0])]
    assert len(known) > 10 * POINTS
    np.testing.assert_array_equal(known[:, :2], known[:, 2:])


def test_points_of_the_eyes_follow_a_turned_head():
    head = turned(random_head(5, 3), yaw=0.9, tilt=0, nod=0)
    found = traced(head)[NAMES.index("eye_white")].astype(float)
    assert (found[:, 0] - found[:, 2]).mean() > 0.05  # a head turned right has its eyes right
    assert np.ptp(found[:, 0] - found[:, 2]) < 0.4  # together


def test_a_hat_that_nobody_wears_has_no_points():
    attributes, latent = turned(random_head(5, 3), hat=0)
    assert not outlines(attributes, latent)["hat"]
    found = traced((attributes, latent))
    assert np.isnan(found[NAMES.index("hat")]).all()


def test_tracing_goes_on_where_it_stopped_and_is_the_same_everywhere(tmp_path, monkeypatch):
    monkeypatch.setattr(track_store, "SHARD", 3)
    plan = track_store.TrackPlan(tmp_path, 7, seed=4)
    assert [round(done, 2) for done in track_store.trace_missing(plan, 1)] == [0.33, 0.67, 1]
    before = track_store.read_tracks(plan)
    assert [len(column) for column in before] == [7, 7, 7]
    plan.files()[1].unlink()
    assert list(track_store.trace_missing(plan, 1)) == [1]
    for column, again in zip(before, track_store.read_tracks(plan), strict=True):
        np.testing.assert_array_equal(column, again)
