import pytest

pytest.importorskip("torch")

import torch

from training.networks.motion import GRID, REACH, Motion, moved, moved_crop

pytestmark = pytest.mark.training

COUNTS = (2, 1)
EVERYWHERE = ((0, 0, GRID, GRID),) * 2


def picture(size: int = 64):
    return torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(1))


def fields(x: float = 0.0, y: float = 0.0):
    """Both layers still, but for the second, which comes from (x, y) pixels away at 64 px."""
    still = torch.zeros(2, 2, 2, GRID, GRID)
    still[:, 1, 0], still[:, 1, 1] = x / 32, y / 32
    return still


def test_an_untaught_motion_leaves_every_layer_where_it_was_painted():
    motion = Motion(5, 7, 2)
    painted = picture()
    field = motion(torch.randn(2, 5), torch.randn(2, 7))
    assert field.shape == (2, 2, 2, GRID, GRID)
    torch.testing.assert_close(moved(painted, field, COUNTS, EVERYWHERE), painted)


def test_a_layer_moves_by_its_own_field_alone():
    painted = picture()
    out = moved(painted, fields(x=3, y=-5), COUNTS, EVERYWHERE)
    torch.testing.assert_close(out[:, :2], painted[:, :2])
    torch.testing.assert_close(out[:, 2, 5:, :-3], painted[:, 2, :-5, 3:])


def test_all_layers_follow_the_field_that_they_share():
    motion = Motion(5, 7, 2)
    with torch.no_grad():
        motion.modes.bias[: 2 * GRID * GRID] = 0.5
    field = motion(torch.zeros(1, 5), torch.zeros(1, 7))
    torch.testing.assert_close(field, torch.full_like(field, 0.5 * REACH))


def test_beyond_its_extent_a_layer_has_no_ink():
    out = moved(picture(), fields(), COUNTS, ((4, 0, 8, 16), (0, 8, 16, 16)))
    assert out[:, :2, 16:32].min() > 0
    assert out[:, :2, :16].abs().max() == out[:, :2, 32:].abs().max() == 0
    assert out[:, 2, :, :32].abs().max() == 0


def test_a_crop_moves_like_its_place_in_the_picture():
    random = torch.Generator().manual_seed(2)
    field = 0.1 * torch.rand(2, 2, 2, GRID, GRID, generator=random)  # up to 3.2 pixels of 64
    painted = picture()
    whole = moved(painted, field, COUNTS, EVERYWHERE)
    corner = torch.tensor([[4, 10], [16, 0]])
    part = torch.stack(
        [
            p[:, 2 * t : 2 * t + 32, 2 * e : 2 * e + 32]
            for p, (t, e) in zip(painted, corner.tolist(), strict=True)
        ]
    )
    crop = moved_crop(part, field, COUNTS, corner)
    for ours, theirs, (t, e) in zip(crop, whole, corner.tolist(), strict=True):
        inner = theirs[:, 2 * t + 5 : 2 * t + 27, 2 * e + 5 : 2 * e + 27]
        torch.testing.assert_close(ours[:, 5:27, 5:27], inner, atol=1e-5, rtol=1e-4)


def test_the_loss_tells_a_field_which_way_to_go():
    line = torch.linspace(-1, 1, 64)
    blob = torch.exp(-((line[:, None] ** 2 + line**2) * 8)).expand(2, 3, 64, 64)
    field = fields().requires_grad_()
    wanted = blob.roll(4, 3)
    (moved(blob, field, COUNTS, EVERYWHERE) - wanted).square().sum().backward()
    assert field.grad[:, 0, 0].mean() > 0  # to move right, take from the left
    assert abs(field.grad[:, 0, 1].mean()) < 2e-2 * field.grad[:, 0, 0].mean()
