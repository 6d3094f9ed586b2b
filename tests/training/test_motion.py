import pytest

pytest.importorskip("torch")

import torch
from torch.nn import functional

from training.networks.motion import WHOLE, Motion, Window, bent, crisper, followed, placed

pytestmark = pytest.mark.training


def moved(layers, rests, fields, windows, size, shrinking=()):
    """The whole picture of bent layers."""
    return placed(bent(layers, rests, fields, windows, size, shrinking), windows, size)


EVERYWHERE = (WHOLE, WHOLE)


def layers(*windows: Window):
    """Two layers of two and one inks, random in their windows, of a picture of 64 px."""
    random = torch.Generator().manual_seed(1)
    sides = [(4 * (w.bottom - w.top), 4 * (w.right - w.left)) for w in windows]
    return [
        torch.rand(2, inks, *side, generator=random)
        for inks, side in zip((2, 1), sides, strict=True)
    ]


def fields(x: float = 0.0, y: float = 0.0, windows=EVERYWHERE):
    """Both layers still, but for the second, which comes from (x, y) pixels away at 64 px."""
    still = [torch.zeros(2, 2, *window.shape) for window in windows]
    still[1][:, 0], still[1][:, 1] = x / 32, y / 32
    return still


def test_an_untaught_motion_leaves_every_layer_where_it_was_painted():
    windows = (Window(0, 0, 16, 16), Window(2, 4, 10, 8, nodes=2))
    painted = layers(*windows)
    field = Motion(5, windows, (3, 4))(torch.randn(2, 5))
    assert [tuple(f.shape) for f in field] == [(2, 2, 16, 16), (2, 2, 16, 8)]
    out = moved(painted, windows, field, windows, 64)
    torch.testing.assert_close(out, placed(painted, windows, 64))
    torch.testing.assert_close(out[:, 2, 8:40, 16:32], painted[1][:, 0])


def test_a_layer_moves_by_its_own_field_alone():
    painted = layers(*EVERYWHERE)
    out = moved(painted, EVERYWHERE, fields(x=3, y=-5), EVERYWHERE, 64)
    torch.testing.assert_close(out[:, :2], painted[0])
    torch.testing.assert_close(out[:, 2, 5:, :-3], painted[1][:, 0, :-5, 3:])


def test_a_layer_may_be_moved_out_of_where_it_is_at_rest():
    rest, window = Window(4, 4, 8, 8), Window(2, 2, 12, 14)
    painted = [functional.pad(layer[..., 1:-1, 1:-1], (1, 1, 1, 1)) for layer in layers(rest, rest)]
    out = moved(painted, (rest, rest), fields(x=-6, windows=(window, window)), (window, window), 64)
    torch.testing.assert_close(out[:, :2, 16:32, 16:32], painted[0])
    torch.testing.assert_close(out[:, 2, 16:32, 22:38], painted[1][:, 0])
    assert out[:, 2, :, :22].abs().max() == out[:, 2, :, 38:].abs().max() == 0


def test_what_the_edge_of_the_picture_cuts_off_goes_on_when_it_is_moved_in():
    rest = Window(12, 0, 16, 16)
    body = torch.ones(2, 1, 16, 64)
    field = [torch.zeros(2, 2, *WHOLE.shape)]
    field[0][:, 1] = 5 / 32  # up by five pixels of 64
    assert moved([body], (rest,), field, (WHOLE,), 64)[:, :, 50:].min() == 1


def test_beyond_its_window_a_layer_has_no_ink():
    windows = (Window(4, 0, 8, 16), Window(0, 8, 16, 16, nodes=2))
    out = moved(layers(*EVERYWHERE), EVERYWHERE, fields(windows=windows), windows, 64)
    assert out[:, :2, 16:32].min() > 0
    assert out[:, :2, :16].abs().max() == out[:, :2, 32:].abs().max() == 0
    assert out[:, 2, :, :32].abs().max() == 0


def test_a_field_is_measured_where_outlines_are_known():
    windows = (Window(0, 0, 16, 16), Window(4, 4, 12, 12, nodes=2))
    points = torch.tensor([[0.0, 0.0, 0.25, 0.0], [0.1, -0.2, 0.1, -0.2], [float("nan")] * 4])
    off, rough = followed(fields(x=8, windows=windows), windows, points.expand(2, 2, 3, 4))
    torch.testing.assert_close(off[:, 0], torch.tensor([[0.25, 0, 0]] * 2), atol=1e-5, rtol=0)
    torch.testing.assert_close(off[:, 1], torch.tensor([[0, 0.25, 0]] * 2), atol=1e-5, rtol=0)
    assert rough == 0


def test_motion_learns_where_points_come_from():
    torch.manual_seed(0)
    window = Window(2, 2, 14, 14)
    motion = Motion(1, (window,), (8,))
    optimizer = torch.optim.Adam(motion.parameters(), 2e-3)
    turn = torch.rand(64, 1) * 2 - 1
    at = torch.rand(64, 1, 50, 2) - 0.5
    rest = at + 0.2 * turn[:, None, None] * at.flip(-1) * torch.tensor([1.0, -1.0])
    points = torch.cat([at, rest], -1)
    for _ in range(300):
        off, _ = followed(motion(turn), (window,), points)
        optimizer.zero_grad()
        off.square().mean().backward()
        optimizer.step()
    assert off.mean() < 0.1 * (rest - at).norm(dim=-1).mean()


def test_the_loss_tells_a_field_which_way_to_go():
    line = torch.linspace(-1, 1, 64)
    blob = torch.exp(-((line[:, None] ** 2 + line**2) * 8)).expand(2, 1, 64, 64)
    field = [f.requires_grad_() for f in fields()]
    wanted = torch.cat([blob.roll(4, 3)] * 2, 1)
    out = moved([blob, blob], EVERYWHERE, field, EVERYWHERE, 64)
    (out - wanted).square().sum().backward()
    slope = field[0].grad
    assert slope[:, 0].mean() > 0  # to move right, take from the left
    assert abs(slope[:, 1].mean()) < 2e-2 * slope[:, 0].mean()


def test_a_bent_layer_is_nearly_as_crisp_as_it_was_painted():
    painted = torch.zeros(1, 1, 64, 64)
    painted[..., 20:44, 30:34] = 1
    still = [torch.full((1, 2, *WHOLE.shape), 0.5 / 32)]  # half a pixel: what blurs most
    plain, crisp = (
        moved([layer], [WHOLE], still, [WHOLE], 64) for layer in (painted, crisper(painted))
    )
    edges = [layer.diff(dim=-1).abs().amax().item() for layer in (painted, plain, crisp)]
    assert edges[1] < 0.55 * edges[0] < edges[2]
    flat = torch.ones(1, 1, 8, 8)
    torch.testing.assert_close(crisper(flat), flat)


def test_a_layer_with_a_network_of_its_own_learns_alone():
    torch.manual_seed(0)
    windows = (Window(0, 0, 16, 16), Window(4, 4, 12, 12))
    motion = Motion(2, windows, (4, 4), own={1: 16})
    with torch.no_grad():
        for modes in motion.modes:
            modes.weight.normal_()
    inputs = torch.randn(8, 2)
    before = motion(inputs)
    torch.testing.assert_close(motion.alone(inputs, 1), before[1])
    optimizer = torch.optim.Adam(motion.parameters(), 1e-2)
    for _ in range(5):
        optimizer.zero_grad()
        (motion.alone(inputs, 1) - 1).square().mean().backward()
        optimizer.step()
    after = motion(inputs)
    torch.testing.assert_close(after[0], before[0])
    assert (after[1] - 1).square().mean() < (before[1] - 1).square().mean()
