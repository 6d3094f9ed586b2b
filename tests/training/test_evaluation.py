import math

import numpy as np
import pytest

pytest.importorskip("skia")
pytest.importorskip("cv2")
pytest.importorskip("torch")

import torch

from core import Kashira
from core.color import parse_hex
from core.model_folder import open_folder
from training.drawing.vocabulary import ATTRIBUTE_SIZE
from training.drawn_heads import drawn, recipes
from training.evaluation import cascade, classifier
from training.evaluation.classifier import LABELS, ClassifierPlan, LabelNet, decided
from training.evaluation.colors import check_colors, median_color
from training.evaluation.evaluate import Seen, asked_labels, evaluate, label_table, picture8
from training.evaluation.fidelity import compared, edge_energy, layer_overlaps, psnr
from training.evaluation.report import into_manifest, markdown
from training.evaluation.statistics import kernel_distance, mean_distance, prdc, wilson

pytestmark = pytest.mark.training

PLAIN = {"hat": False, "glasses": False, "skin_color": "fair", "eyes_open": 1.0, "yaw": 0.0}


@pytest.fixture(scope="module")
def heads():
    """Three drawn heads whose eyes are open."""
    return [drawn(r) for r in recipes(3, 77, hair_color="blue", eye_color="green", **PLAIN)]


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # from the formula in Brown, Cai and DasGupta 2001, worked by hand
    [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)],
)
def test_the_interval_of_a_rate_is_wilsons(hits, count, low, high):
    assert wilson(hits, count) == pytest.approx((low, high), abs=2e-4)


def test_nothing_tried_is_nothing_known():
    assert wilson(0, 0) == (0, 1)


def test_the_kernel_distance_is_the_unbiased_estimate_over_all_pairs():
    rng = np.random.default_rng(1)
    a, b = rng.standard_normal((7, 4)), rng.standard_normal((6, 4)) + 0.5

    def k(x, y):
        return (x @ y / 4 + 1) ** 3

    within_a = [k(a[i], a[j]) for i in range(7) for j in range(7) if i != j]
    within_b = [k(b[i], b[j]) for i in range(6) for j in range(6) if i != j]
    between = [k(x, y) for x in a for y in b]
    wanted = np.mean(within_a) + np.mean(within_b) - 2 * np.mean(between)
    assert kernel_distance(a, b) == pytest.approx(wanted, rel=1e-9)


def test_the_kernel_distance_is_about_nothing_for_one_distribution_and_grows_with_the_shift():
    rng = np.random.default_rng(2)
    a, b = rng.standard_normal((2, 400, 16))
    same, near, far = (kernel_distance(a, b + shift) for shift in (0, 0.3, 1.0))
    assert abs(same) < 0.03
    assert same < near < far


def test_precision_recall_density_and_coverage_count_neighbours():
    rng = np.random.default_rng(3)
    real, made = rng.standard_normal((30, 3)), rng.standard_normal((25, 3)) * 0.5
    k = 5

    def radius(points, i):
        return sorted(math.dist(points[i], p) for p in points)[k]

    inside = np.array([[math.dist(r, m) < radius(real, i) for m in made]
                       for i, r in enumerate(real)])  # fmt: skip
    found = np.array([[math.dist(r, m) < radius(made, j) for j, m in enumerate(made)]
                      for r in real])  # fmt: skip
    ours = prdc(real, made, k)
    assert ours["precision"] == pytest.approx(inside.any(0).mean())
    assert ours["recall"] == pytest.approx(found.any(1).mean())
    assert ours["density"] == pytest.approx(inside.sum() / k / 25)
    assert ours["coverage"] == pytest.approx(inside.any(1).mean())


def test_the_mean_distance_leaves_out_a_point_and_itself():
    points = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]])
    assert mean_distance(points) == pytest.approx((5 + 5 + 0) * 2 / 6)


def test_a_drawing_obeys_the_colours_that_it_is_drawn_in(heads):
    for head in heads:
        checks = {c.label: c for c in check_colors(head)}
        assert set(checks) == {"hair_color=blue", "eye_color=green"}
        assert all(c.obeyed for c in checks.values())
        assert checks["hair_color=blue"].difference < 8


def test_hair_of_another_colour_than_asked_does_not_obey(heads):
    wrong = heads[0].recolor(inks={"hair.base": "#d2434a"})
    checks = {c.label: c for c in check_colors(wrong)}
    assert not checks["hair_color=blue"].obeyed
    assert checks["hair_color=blue"].difference > 20
    assert checks["eye_color=green"].obeyed


def test_the_colour_of_a_part_is_measured_in_the_finished_picture(heads):
    red = heads[0].recolor(inks={"hair.base": "#d2434a"})
    np.testing.assert_allclose(median_color(red, "hair.base"), parse_hex("#d2434a"), atol=0.08)
    assert median_color(red, "glasses.frame") is None


def test_eyes_that_are_asked_to_be_shut_are_not_judged_by_their_colour():
    head = drawn(next(recipes(1, 5, eyes_open=0.0)))
    assert not [c for c in check_colors(head) if c.label.startswith("eye")]


def test_a_head_compared_with_itself_is_perfect_and_a_softened_one_is_less_crisp(heads):
    same = compared(heads[0], heads[0])
    assert same["psnr"] == 100
    assert same["edge_energy"] == 1
    assert set(layer_overlaps(heads[0], heads[0]).values()) == {1.0}
    assert compared(heads[0], heads[1])["psnr"] < 25
    overlaps = layer_overlaps(heads[0], heads[1])
    assert all(0 <= value < 1 for value in overlaps.values())


def test_psnr_and_edge_energy_are_what_their_names_say():
    a, b = np.zeros((8, 8, 3)), np.full((8, 8, 3), 0.1)
    assert psnr(a, b) == pytest.approx(20)
    stripes = np.zeros((8, 8, 3))
    stripes[:, ::2] = 1
    assert edge_energy(stripes) == 1
    assert edge_energy(b) == 0


def test_the_cascade_sees_one_face_in_a_plain_head_and_none_in_its_hair(heads):
    whole = picture8(heads[1], 256)
    assert cascade.is_plain(heads[1])
    assert cascade.faces(whole) == 1
    assert cascade.faces(np.ascontiguousarray(whole[:64])) == 0


def test_labels_are_read_from_the_attributes_they_stand_for():
    asked = list(recipes(1, 9, hair_style="drill", smile=True, hat=False))
    row = dict(zip(LABELS, asked_labels(asked)[0], strict=True))
    assert row["hair_style=drill"]
    assert not row["hair_style=long"]
    assert row["smile"]
    assert not row["hat"]
    head = drawn(asked[0])
    vector = np.zeros((1, ATTRIBUTE_SIZE), np.float32)
    for attribute in head.manifest.attributes:
        if attribute.name == "hair_style":
            vector[0, attribute.index + attribute.values.index("drill")] = 1
        if attribute.name == "smile":
            vector[0, attribute.index] = 1
    wanted = classifier.targets(vector)[0].numpy().astype(bool)
    assert wanted.tolist() == [name in ("hair_style=drill", "smile") for name in LABELS]


def test_one_hair_style_is_decided_and_any_number_of_toggles():
    logits = torch.full((1, len(LABELS)), -1.0)
    logits[0, [1, 6, 8]] = torch.tensor([0.5, 2.0, 3.0])
    assert np.flatnonzero(decided(logits)[0]).tolist() == [1, 6, 8]


def test_the_table_of_labels_counts_what_was_asked_and_obeyed():
    asked = list(recipes(20, 1))
    seen = Seen(asked=asked, labels=asked_labels(asked))
    seen.colors["hair_color=red"], seen.colors_obeyed["hair_color=red"] = [1.0, 3.0], [True, False]
    seen.labels[:, LABELS.index("hat")] = False
    table = label_table(seen)
    assert table["smile"]["obeyed"] == table["smile"]["asked"] > 0
    assert table["hat"]["obeyed"] == 0
    assert table["hat"]["against"] == 1
    assert table["hair_color=red"]["asked"] == 2
    assert table["hair_color=red"]["obeyed"] == 1
    assert table["hair_color=red"]["ciede2000"] == 2


def test_the_classifier_can_tell_labels_from_pictures():
    """It fits a few drawings in no time: pictures, labels and loss belong together."""
    asked = list(recipes(12, 3))
    pictures = np.stack([picture8(drawn(r), 256) for r in asked])
    wanted = torch.from_numpy(asked_labels(asked)).float()
    torch.manual_seed(1)
    network = LabelNet()
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    seen = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
    losses = []
    for _ in range(30):
        optimizer.zero_grad()
        loss = classifier.label_loss(network(seen), wanted)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.3 * losses[0]
    labels, features = classifier.judge(network, pictures)
    assert np.isfinite(features).all()
    assert (labels == asked_labels(asked)).mean() > 0.9


@pytest.mark.slow
def test_an_evaluation_writes_its_figures_into_the_manifest(tiny_model, tmp_path, monkeypatch):
    """The whole way, with drawings in the place of the generator: they must obey themselves."""
    import shutil

    from training.evaluation import evaluate as module

    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)

    class Drawing:
        def __init__(self, _):
            pass

        def iterate(self, count, seed, **asked):
            return (drawn(r) for r in recipes(count, seed, **asked))

    monkeypatch.setattr(module, "Kashira", Drawing)
    plan = module.EvaluationPlan(
        heads=24, paired=4, drawings=12, faces=8, people=2, versions=3,
        classifier=ClassifierPlan(heads=32, epochs=1, batch=16),
    )  # fmt: skip
    figures = evaluate(folder, plan, tmp_path)
    assert figures["paired"]["psnr"] == 100
    assert figures["diversity"]["pixels_made"] == figures["diversity"]["pixels_drawn"] > 0
    colors = [r for name, r in figures["labels"].items() if name.startswith("hair_color")]
    assert sum(r["obeyed"] for r in colors) >= 0.9 * sum(r["asked"] for r in colors)
    into_manifest(folder, figures)
    written = open_folder(folder).manifest.metrics
    assert written["labels"]["smile"]["asked"] == figures["labels"]["smile"]["asked"]
    assert Kashira(folder).generate(count=1, seed=1)
    assert "| smile |" in markdown(figures, "drawings")
