import pytest

pytest.importorskip("torch")

import numpy as np
import torch

from core.attributes import encode
from core.morph import between
from training.configured import network_config
from training.drawing import vocabulary
from training.drawing.presence import BELOW_HAT, BOWS, EXCHANGED, SHRINKS, inputs_of
from training.drawn_heads import manifest, recipes
from training.networks.generator import Generator, joined
from training.networks.motion import WHOLE, bent, placed
from training.networks.presence import SMALLEST, Homes, Presence, settled
from training.settings import Settings

pytestmark = pytest.mark.training


def moved(layers, rests, fields, windows, size, shrinking=()):
    """The whole picture of bent layers."""
    return placed(bent(layers, rests, fields, windows, size, shrinking), windows, size)


STYLE, HAT = (0, 1, 2), (3,)
CHOICES = (STYLE, HAT)
MADE = torch.tensor([[1.0, -1.0, -1.0, 1.0], [-1.0, -1.0, 1.0, -1.0]])
HALF = torch.tensor([[0.2, -0.2, -1.0, 0.1]])  # 60 % of one style, 40 % of another, half a hat


def square() -> torch.Tensor:
    """A layer of one ink, of 64 px: a square of 16 px in its middle."""
    layer = torch.zeros(1, 1, 64, 64)
    layer[:, :, 24:40, 24:40] = 1
    return layer


def shrunk(presence: Presence, amount: float) -> torch.Tensor:
    still = [torch.zeros(1, 2, *WHOLE.shape)]
    way = [(presence, torch.tensor([amount]), presence.home(torch.zeros(1, 4)))]
    return moved([square()], [WHOLE], still, [WHOLE], 64, way)


def test_a_made_choice_leaves_layers_as_they_are():
    presence = Presence(CHOICES, 0.0, 0.0, 0.2)
    assert presence.amount(MADE).tolist() == [1, 1]
    still = [torch.zeros(1, 2, *WHOLE.shape)]
    without = moved([square()], [WHOLE], still, [WHOLE], 64)
    torch.testing.assert_close(shrunk(presence, 1.0), without)


def test_the_less_a_choice_is_made_the_less_there_is_of_a_layer():
    presence = Presence((STYLE,), 0.0, 0.0, 0.2)
    shares = torch.linspace(0, 1, 11)[:, None]
    between = torch.cat([1 - 2 * shares, 2 * shares - 1, -torch.ones(11, 1)], 1)
    amounts = presence.amount(between)
    assert amounts[0] == amounts[10] == 1
    torch.testing.assert_close(amounts[5], torch.tensor(0.2))
    assert (amounts[:6].diff() < 0).all()
    assert (amounts[5:].diff() > 0).all()
    assert Presence(CHOICES, 0.0, 0.0, 0.0).amount(HALF) < Presence((STYLE,), 0, 0, 0).amount(HALF)


def test_what_grows_with_a_factor_is_as_large_as_its_drawing():
    presence = Presence((STYLE,), 0.0, 0.0, 0.0, grows=(3, -0.5, 1.0))
    factor = torch.tensor([-3.0, 0.0, 0.5, 8.0])[:, None]
    inputs = torch.cat([torch.tensor([[1.0, -1.0, -1.0]]).expand(4, 3), factor], 1)
    drawn = -0.5 + 1.5 / (1 + torch.exp(-1.702 * factor[:, 0]))
    torch.testing.assert_close(presence.amount(inputs), drawn.clamp(min=SMALLEST))


def test_a_layer_shrinks_to_its_place():
    out = shrunk(Presence((STYLE,), 0.5, -0.5, 0.0), 0.5)[0, 0]
    rows, columns = (torch.nonzero(out.sum(axis) > 1).flatten() for axis in (1, 0))
    assert abs(rows[0] - 20) <= 1
    assert abs(rows[-1] - 27) <= 1
    assert abs(columns[0] - 36) <= 1
    assert abs(columns[-1] - 43) <= 1


def test_bows_shrink_to_where_they_are_on_either_side_and_never_cross_the_middle():
    homes = Homes(STYLE, 3, ((0.5, 0.0),) * 3, ((0.5, 0.4),) * 3)
    presence = Presence((STYLE,), 0.0, 0.0, 0.0, homes=homes)
    both = torch.zeros(1, 1, 64, 64)
    both[:, :, 28:36, 12:20] = both[:, :, 28:36, 44:52] = 1  # about x = -0.5 and 0.5, y = 0
    still = [torch.zeros(1, 2, *WHOLE.shape)]
    bare, hatted = torch.tensor([[1.0, -1, -1, -1]]), torch.tensor([[1.0, -1, -1, 1]])
    way = [(presence, torch.tensor([0.5]), presence.home(bare))]
    out = moved([both], [WHOLE], still, [WHOLE], 64, way)[0, 0]
    columns = torch.nonzero(out.sum(0) > 1).flatten().tolist()
    assert columns == [14, 15, 16, 17, 46, 47, 48, 49]
    assert out.sum().item() == pytest.approx(both.sum().item() / 4, rel=0.1)
    torch.testing.assert_close(presence.home(hatted), torch.tensor([[0.5, 0.4]]))


def test_what_hangs_draws_up_and_what_is_above_stays():
    presence = Presence((STYLE,), 0.0, 0.0, 0.0, hanging=True)
    out = shrunk(presence, 0.5)[0, 0]
    whole = moved([square()], [WHOLE], [torch.zeros(1, 2, 16, 16)], [WHOLE], 64)[0, 0]
    torch.testing.assert_close(out[:31], whole[:31])
    assert out[34, 32] > 0.9
    assert out[38:].max() < 0.01


def test_layers_are_painted_for_one_choice_alone():
    torch.testing.assert_close(settled(HALF, CHOICES), torch.tensor([[1.0, -1.0, -1.0, 1.0]]))
    torch.testing.assert_close(settled(MADE, CHOICES), MADE)


def test_between_two_styles_only_one_of_them_is_painted():
    network = Generator(network_config(Settings()))
    plan = manifest()
    a, b = (next(recipes(1, 7, hair_style=s, hat=h)) for s, h in (("long", True), ("drill", False)))
    vectors = [encode(plan.attributes, between(plan, a, b, t).attributes) for t in (0.2, 0.4, 0.6)]
    attributes = torch.from_numpy(np.stack(vectors))
    inputs = settled(joined(torch.zeros(3, 64), attributes), network.choices)
    style, (hat,) = list(inputs_of("hair_style")), inputs_of("hat")
    assert inputs[:, style].argmax(1).tolist() == [0, 0, 3]
    assert (inputs[:, style].sum(1) == 2 - len(style)).all()
    assert inputs[:, hat].tolist() == [1, 1, -1]


def test_every_hair_style_says_where_its_bows_are():
    assert set(BOWS) == set(vocabulary.HAIR_STYLES) >= set(BELOW_HAT)


def test_only_layers_of_the_drawing_make_way():
    assert {*SHRINKS, *EXCHANGED} <= {layer.name for layer in manifest().layers}


def test_what_makes_way_is_what_a_mixture_takes_whole():
    choices = {choice for shrink in SHRINKS.values() for choice in shrink.choices}
    assert choices | set(EXCHANGED.values()) == set(vocabulary.WHOLE)
