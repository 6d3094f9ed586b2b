"""The independent eye: a small network that tells the shape labels of a picture.

Trained on fresh drawings alone, with another architecture and other seeds than anything that the
generator was trained with. It sees finished pictures in palettes of chance, on backgrounds of
chance, soft or sharp, so that neither colour nor softness tells it anything (how crisp heads are
is measured by itself).
"""

import itertools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training import labels
from training.corpus import draw_head, drawing_hash
from training.device import half_is_quicker
from training.drawing.vocabulary import LAYERS
from training.losses import LayerTable, composite, random_palette
from training.palettes import palette_bank

SIZE = 256
FACE = (slice(80, 208), slice(64, 192))  # rows and columns of the second view
SOFTENINGS = 3  # times a box of 5 pixels, at most: as soft as a Gaussian of 2.4 pixels
DRESSES = 2  # palettes that each drawing is seen in
LABELS = (*labels.LABELS[labels.FIRST_SHAPE :][: len(labels.SHAPES)], *labels.NEW_STYLES)
STYLES = [i for i, label in enumerate(LABELS) if label.startswith("hair_style=")]
OTHERS = [i for i in range(len(LABELS)) if i not in STYLES]
SEED = 41_000_000  # of its drawings: far from the corpus and from what is evaluated


@dataclass(frozen=True)
class ClassifierPlan:
    """How much to spend on it."""

    heads: int = 12000
    epochs: int = 8
    batch: int = 32
    rate: float = 2e-3


class LabelNet(nn.Module):
    """Two views, the whole head at half the size and the face as it is, each through strided
    convolutions with batch normalisation to a feature vector.
    """

    def __init__(self, widths: tuple[int, ...] = (24, 48, 96, 128, 160)):
        super().__init__()
        self.whole, self.face = strided(widths), strided(widths)
        self.label = nn.Linear(4 * widths[-1], len(LABELS))

    def features(self, picture: Tensor) -> Tensor:
        """[N, 3, 256, 256] in 0..1 -> [N, F]: mean and maximum of each view's last features."""
        views = functional.avg_pool2d(picture, 2), picture[:, :, *FACE]
        found = []
        for body, view in zip((self.whole, self.face), views, strict=True):
            x = body((view * 2 - 1).contiguous(memory_format=torch.channels_last))
            found += [x.mean((2, 3)), x.amax((2, 3))]
        return torch.cat(found, 1).float()

    def forward(self, picture: Tensor) -> Tensor:
        """[N, 3, 256, 256] -> logits [N, labels]."""
        return self.label(self.features(picture))


def strided(widths: tuple[int, ...]) -> nn.Sequential:
    """Each stage halves the size; a grouped convolution after each keeps it light."""
    layers: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise((3, *widths)):
        layers += [
            nn.Conv2d(inputs, outputs, 5 if inputs == 3 else 3, 2, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, padding=1, groups=outputs // 8, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
        ]
    body = nn.Sequential(*layers)
    return body.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]


def targets(attributes: np.ndarray) -> Tensor:
    """[N, labels]: the numbers asked for, from attribute vectors [N, A]."""
    return torch.from_numpy(attributes[:, labels.SHAPE_COLUMNS + labels.NEW_STYLE_COLUMNS])


def label_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy of the hair style, and of each toggle against its 0..1 number."""
    style = functional.cross_entropy(logits[:, STYLES], wanted[:, STYLES])
    return style + functional.binary_cross_entropy_with_logits(logits[:, OTHERS], wanted[:, OTHERS])


def decided(logits: Tensor) -> np.ndarray:
    """bool [N, labels]: the one hair style that is likeliest, and each toggle that is likely."""
    out = torch.zeros(logits.shape, dtype=torch.bool)
    out[torch.arange(len(logits)), torch.tensor(STYLES)[logits[:, STYLES].argmax(1)]] = True
    out[:, OTHERS] = logits[:, OTHERS] > 0
    return out.numpy()


def softened(picture: Tensor, random: torch.Generator) -> Tensor:
    """The batch as it is, or softened by chance, up to `SOFTENINGS` times."""
    steps, rest = divmod(SOFTENINGS * float(torch.rand((), generator=random)), 1)
    for amount in (*[1.0] * int(steps), rest):
        wide = functional.pad(picture, (2, 2, 2, 2), mode="replicate")
        picture = picture.lerp(functional.avg_pool2d(wide, 5, 1), amount)
    return picture


def file_name(plan: ClassifierPlan) -> str:
    """Names the drawings and the plan that made a classifier."""
    return f"classifier4-{drawing_hash()[:12]}-{plan.heads}x{plan.epochs}.pt"


def shipped() -> LabelNet | None:
    """The classifier beside this file; None where the drawing has changed since."""
    found = sorted(Path(__file__).parent.glob(f"classifier4-{drawing_hash()[:12]}-*.pt"))
    return load(found[-1]) if found else None


def begun_with(former: Path) -> LabelNet:
    """A classifier whose weights are those of a former one, but for labels that it did not know."""
    network, state = LabelNet(), torch.load(former, map_location="cpu", weights_only=True)
    own = network.state_dict()
    for name in ("label.weight", "label.bias"):
        known = min(len(own[name]), len(state[name]))
        state[name] = torch.cat([state[name][:known], own[name][known:]])
    network.load_state_dict(state)
    return network


def load(path: Path) -> LabelNet:
    """A classifier of `trained`."""
    network = LabelNet()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return network.eval()


def trained(plan: ClassifierPlan, cache: Path, quiet: bool = False) -> LabelNet:
    """The classifier: that which ships, one from the cache, or one made now and kept there."""
    if found := shipped():
        return found
    path = cache / file_name(plan)
    if path.exists():
        return load(path)
    network = LabelNet()
    train(network, plan, quiet)
    cache.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(network.state_dict(), part)
    os.replace(part, path)
    return network.eval()


def train(network: LabelNet, plan: ClassifierPlan, quiet: bool = False) -> None:
    """Draw `plan.heads` heads, each in `DRESSES` palettes, and learn them for `plan.epochs`."""
    pictures, vectors = drawn_pictures(plan.heads, quiet)
    wanted = targets(vectors)
    random = torch.Generator().manual_seed(SEED)
    torch.manual_seed(SEED)
    steps = plan.epochs * (plan.heads // plan.batch)
    optimizer = torch.optim.AdamW(network.parameters(), plan.rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=max(steps, 2))
    network.train()
    loss = torch.zeros(())
    for epoch in range(plan.epochs):
        order = torch.randperm(plan.heads, generator=random)
        for start in range(0, plan.heads - plan.batch + 1, plan.batch):
            rows = order[start : start + plan.batch]
            picture = torch.from_numpy(pictures[rows, epoch % DRESSES])
            picture = softened(picture.permute(0, 3, 1, 2).float() / 255, random)
            with torch.autocast("cpu", torch.bfloat16, enabled=half_is_quicker()):
                logits = network(picture)
            loss = label_loss(logits.float(), wanted[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
        if not quiet:
            print(f"classifier: epoch {epoch + 1}, loss {loss.item():.3f}", file=sys.stderr)


def drawn_pictures(heads: int, quiet: bool) -> tuple[np.ndarray, np.ndarray]:
    """Fresh drawings: (pictures uint8 [heads, DRESSES, 256, 256, 3], attributes f32 [heads, A]).

    Half of them in named colours, half with any colour for any ink; on any background.
    """
    table = LayerTable.from_layers(LAYERS)
    bank = palette_bank(256, SEED)
    assert bank is not None
    named = torch.from_numpy(bank)
    random = torch.Generator().manual_seed(SEED)
    pictures = np.empty((heads, DRESSES, SIZE, SIZE, 3), np.uint8)
    vectors = []
    for index in range(heads):
        attributes, _, planes = draw_head(SEED, index, SIZE)
        vectors.append(attributes)
        weights = (torch.from_numpy(planes).float() / 255).expand(DRESSES, -1, -1, -1)
        palette = random_palette(DRESSES, table, random)
        palette[index % 2 :: 2] = named[
            torch.randint(len(named), (len(palette[index % 2 :: 2]),), generator=random)
        ]
        background = torch.rand(DRESSES, 3, 1, 1, generator=random)
        seen = composite(weights, palette, background, table).clamp(0, 1)
        pictures[index] = (seen * 255).round().byte().permute(0, 2, 3, 1).numpy()
        if not quiet and index % 500 == 499:
            print(f"classifier: {index + 1} of {heads} drawings", file=sys.stderr)
    return pictures, np.stack(vectors)


@torch.no_grad()
def judge(network: LabelNet, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(labels bool [N, labels], features f32 [N, F]) of pictures uint8 [N, 256, 256, 3]."""
    labels, features = [], []
    for start in range(0, len(pictures), 64):
        part = torch.from_numpy(pictures[start : start + 64]).permute(0, 3, 1, 2).float() / 255
        found = network.features(part)
        features.append(found.numpy())
        labels.append(decided(network.label(found)))
    return np.concatenate(labels), np.concatenate(features)
