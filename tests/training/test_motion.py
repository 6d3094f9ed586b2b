import pytest

pytest.importorskip("torch")

import torch

from training.networks.motion import PARTS, Motion, Window, followed, moved, moved_crop

pytestmark = pytest.mark.training

COUNTS = (2, 1)
EVERYWHERE = (Window(0, 0, PARTS, PARTS),) * 2


def picture(size: int = 64):
    return torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(1))


def fields(x: float = 0.0, y: float = 0.0, windows=EVERYWHERE):
    """Both layers still, but for the second, which comes from (x, y) pixels away at 64 px."""
    still = [torch.zeros(2, 2, *window.shape) for window in windows]
    still[1][:, 0], still[1][:, 1] = x / 32, y / 32
    return still


def test_an_untaught_motion_leaves_every_layer_where_it_was_painted():
    windows = (Window(0, 0, 16, 16), Window(2, 4, 10, 8, nodes=2))
    painted = picture()
    field = Motion(5, windows)(torch.randn(2, 5))
    assert [tuple(f.shape) for f in field] == [(2, 2, 16, 16), (2, 2, 16, 8)]
    out = moved(painted, field, COUNTS, windows)
    torch.testing.assert_close(out[:, :2], painted[:, :2])
    torch.testing.assert_close(out[:, 2, 8:40, 16:32], painted[:, 2, 8:40, 16:32])


def test_a_layer_moves_by_its_own_field_alone():
    painted = picture()
    out = moved(painted, fields(x=3, y=-5), COUNTS, EVERYWHERE)
    torch.testing.assert_close(out[:, :2], painted[:, :2])
    torch.testing.assert_close(out[:, 2, 5:, :-3], painted[:, 2, :-5, 3:])


def test_beyond_its_window_a_layer_has_no_ink():
    windows = (Window(4, 0, 8, 16), Window(0, 8, 16, 16, nodes=2))
    out = moved(picture(), fields(windows=windows), COUNTS, windows)
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
    motion = Motion(1, (window,))
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


def test_a_crop_moves_like_its_place_in_the_picture():
    random = torch.Generator().manual_seed(2)
    windows = (Window(0, 0, PARTS, PARTS), Window(1, 2, 13, 14, nodes=2))
    field = [0.1 * torch.rand(2, 2, *w.shape, generator=random) for w in windows]  # 3.2 px of 64
    painted = picture()
    whole = moved(painted, field, COUNTS, windows)
    corner = torch.tensor([[4, 10], [16, 0]])
    part = torch.stack(
        [
            p[:, 2 * t : 2 * t + 32, 2 * e : 2 * e + 32]
            for p, (t, e) in zip(painted, corner.tolist(), strict=True)
        ]
    )
    crop = moved_crop(part, field, COUNTS, windows, corner)
    for ours, theirs, (t, e) in zip(crop, whole, corner.tolist(), strict=True):
        inner = theirs[:, 2 * t + 5 : 2 * t + 27, 2 * e + 5 : 2 * e + 27]
        torch.testing.assert_close(ours[:, 5:27, 5:27], inner, atol=1e-5, rtol=1e-4)


def test_the_loss_tells_a_field_which_way_to_go():
    line = torch.linspace(-1, 1, 64)
    blob = torch.exp(-((line[:, None] ** 2 + line**2) * 8)).expand(2, 3, 64, 64)
    field = [f.requires_grad_() for f in fields()]
    wanted = blob.roll(4, 3)
    (moved(blob, field, COUNTS, EVERYWHERE) - wanted).square().sum().backward()
    slope = field[0].grad
    assert slope[:, 0].mean() > 0  # to move right, take from the left
    assert abs(slope[:, 1].mean()) < 2e-2 * slope[:, 0].mean()
