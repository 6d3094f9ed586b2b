import numpy as np
import pytest

pytest.importorskip("torch")

import msgspec
import torch

from core import compositing
from training.drawing.vocabulary import CHANNELS, LAYERS
from training.losses import (
    LayerTable,
    composite,
    forgiving_loss,
    layer_weights,
    mended,
    paired_loss,
    picture_loss,
    random_palette,
    small_parts,
)

pytestmark = pytest.mark.training

TABLE = LayerTable.from_layers(LAYERS)


def some_weights(count: int = 2, size: int = 6, seed: int = 3):
    """Lawful weights of every layer, clipped ones included."""
    raw = np.random.default_rng(seed).random((count, CHANNELS, size, size), np.float32)
    specs = msgspec.convert(LAYERS, list[compositing.LayerSpec])
    return torch.from_numpy(np.stack([compositing.normalize(w, specs) for w in raw * 0.6])), specs


def test_the_composite_that_is_learnt_from_is_the_one_that_users_see():
    weights, specs = some_weights()
    random = torch.Generator().manual_seed(1)
    palette = random_palette(2, TABLE, random)
    background = torch.rand(2, 3, 1, 1, generator=random)
    ours = composite(weights, palette, background, TABLE)
    names = [ink for layer in LAYERS for ink in layer["inks"]]
    for i in range(2):
        colors = {name: palette[i, k].numpy() for k, name in enumerate(names)}
        rgba = compositing.composite(specs, weights[i].numpy(), colors)
        seen = rgba[..., :3] + (1 - rgba[..., 3:]) * background[i, :, 0, 0].numpy()
        np.testing.assert_allclose(ours[i].permute(1, 2, 0).numpy(), seen, atol=1e-5)


def test_an_ink_has_one_colour_in_every_layer_that_uses_it():
    palette = random_palette(3, TABLE, torch.Generator().manual_seed(2))
    names = [ink for layer in LAYERS for ink in layer["inks"]]
    places = [k for k, name in enumerate(names) if name == "hair.base"]
    assert len(places) > 1
    assert torch.equal(palette[:, places[0]], palette[:, places[-1]])


@pytest.mark.parametrize(("absolute", "bold"), [(1.0, 0), (0.25, 0), (0.0, 0), (0.0, 3.0)])
def test_the_paired_loss_and_its_gradient_are_what_the_formula_says(absolute, bold):
    random = torch.Generator().manual_seed(4)
    made = torch.rand(2, 5, 4, 4, generator=random, dtype=torch.float64, requires_grad=True)
    drawn = torch.rand(2, 5, 4, 4, generator=random, dtype=torch.float64)
    weight = torch.rand(5, generator=random, dtype=torch.float64)
    loss = paired_loss(made, drawn, weight, absolute, bold)
    d = made - drawn
    dearer = 1 + bold * drawn * (weight > weight.median()).view(-1, 1, 1)
    each = absolute * d.abs() + 4 * d.square() * dearer
    plain = (each * weight.view(1, -1, 1, 1)).sum(1).mean()
    assert loss.item() == pytest.approx(plain.item(), rel=1e-9)
    (ours,) = torch.autograd.grad(loss, made)
    (wanted,) = torch.autograd.grad(plain, made)
    torch.testing.assert_close(ours, wanted)


def test_a_thin_part_that_is_as_likely_as_not_is_painted_so_that_one_sees_it():
    drawn = torch.zeros(2, 3, 1, 1)
    drawn[0, 0] = 1  # one head of two has ink there
    painted, weight = torch.zeros(1, 3, 1, 1, requires_grad=True), torch.tensor([2.0, 1.0, 0.5])
    for _ in range(200):
        loss = paired_loss(painted.expand(2, -1, -1, -1), drawn, weight, 0.0, bold=3.0)
        (slope,) = torch.autograd.grad(loss, painted)
        painted.data -= 0.02 * slope
    assert painted[0, 0].item() == pytest.approx(0.8, abs=0.01)


def test_small_layers_weigh_more_until_the_cap():
    deviation = torch.full((CHANNELS,), 0.1)
    blush = TABLE.slices()[TABLE.names.index("blush")]
    deviation[blush] = 1e-5
    plain = layer_weights(deviation, TABLE, power=0.0, cap=100)
    assert torch.allclose(plain, plain[:1])
    balanced = layer_weights(deviation, TABLE, power=1.0, cap=8)
    layers = torch.stack([balanced[part][0] for part in TABLE.slices()])
    assert layers.argmax() == TABLE.names.index("blush")
    assert layers.max() == pytest.approx(8 * layers.median().item(), rel=0.05)


def test_a_perfect_picture_scores_nothing_and_a_blurred_one_does():
    picture = (torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(5)) > 0.5).float()
    flat = torch.ones(1, 1, 16, 16)
    assert picture_loss(picture, picture, flat, edge=1.0).item() == 0
    blurred = torch.nn.functional.avg_pool2d(picture, 3, 1, 1)
    with_edges = picture_loss(blurred, picture, flat, edge=1.0)
    assert with_edges > picture_loss(blurred, picture, flat, edge=0.0) > 0


def test_a_crisp_line_a_pixel_aside_scores_better_than_a_blurred_one_in_place():
    drawn = torch.ones(1, 3, 48, 48)
    drawn[..., 24] = 0
    wide = torch.nn.functional.pad(drawn, (2, 2, 2, 2), mode="replicate")
    aside, blurred = drawn.roll(2, -1), torch.nn.functional.avg_pool2d(wide, 5, 1)
    flat = torch.ones(1, 1, 48, 48)
    assert forgiving_loss(drawn, drawn, flat, reach=3).item() == 0
    assert forgiving_loss(aside, drawn, flat, 3) < forgiving_loss(blurred, drawn, flat, 3)
    assert picture_loss(aside, drawn, flat, 0) > picture_loss(blurred, drawn, flat, 0)
    assert forgiving_loss(drawn.roll(8, -1), drawn, flat, 3) > forgiving_loss(aside, drawn, flat, 3)


def test_emphasis_lies_around_the_named_layers_and_nowhere_else():
    drawn = torch.zeros(1, CHANNELS, 32, 32)
    drawn[0, TABLE.slices()[TABLE.names.index("mouth")].start, 20, 10] = 1
    found = small_parts(drawn, TABLE, ("mouth",), reach=2)[0, 0]
    assert found[18:23, 8:13].min() == 1
    assert found.sum() == 25


def test_what_a_discriminator_sees_is_mended_as_heads_are_when_they_leave_the_engine():
    random = np.random.default_rng(4)
    weights = random.random((CHANNELS, 12, 12), np.float32) ** 3
    weights *= random.random((1, 12, 12), np.float32) ** 2
    specs = msgspec.convert(LAYERS, list[compositing.LayerSpec])
    wanted = compositing.normalize(weights.copy(), specs, mend=True)
    ours = mended(torch.from_numpy(weights)[None], TABLE)[0].numpy()
    assert np.abs(ours - wanted).max() < 1e-5
