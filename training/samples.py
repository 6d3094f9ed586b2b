"""How well the network does on heads it has never seen, in figures and to look at."""

import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.corpus import draw_head, halved
from training.losses import LayerTable, composite, edges, random_palette
from training.palettes import palette_bank

EYES = (slice(102, 166), slice(64, 192))  # rows and columns at 256 px where eyes and mouth lie


class HeldOut:
    """Drawings that no batch holds (another seed), with palettes of their own, on white.

    `at_rest`: before their parts are moved, and compared with what the network paints then.
    """

    def __init__(self, count: int, seed: int, table: LayerTable, at_rest: bool = False):
        heads = [draw_head(seed, index, 256, at_rest) for index in range(count)]
        self._at_rest = at_rest
        self.attributes = torch.from_numpy(np.stack([a for a, _, _ in heads]))
        self.latents = torch.from_numpy(np.stack([z for _, z, _ in heads]))
        self._planes = {256: np.stack([p for _, _, p in heads])}
        bank = palette_bank(count, seed)
        uniform = random_palette(count, table, torch.Generator().manual_seed(seed))
        self._palettes = uniform if bank is None else torch.from_numpy(bank)
        self._table = table

    def drawn(self, size: int) -> Tensor:
        """f32 [N, K, size, size] in 0..1."""
        while size not in self._planes:
            least = min(self._planes)
            self._planes[least // 2] = np.stack([halved(p) for p in self._planes[least]])
        return torch.from_numpy(self._planes[size]).float() / 255

    @torch.no_grad()
    def score(self, network: torch.nn.Module, size: int) -> tuple[dict[str, float], np.ndarray]:
        """(figures, sheet uint8 [H, W, 3]: drawn above, generated below).

        Figures: PSNR of the picture and of the face, edge energy over the drawing's, and for each
        layer its error over that of an empty layer.
        """
        device = next(network.parameters()).device
        sums: dict[str, list[float]] = {"psnr": [], "psnr_face": [], "edge_energy": []}
        errors, shown = [], []
        rows, columns = (slice(s.start * size // 256, s.stop * size // 256) for s in EYES)
        for i in range(0, len(self.latents), 8):
            part = slice(i, i + 8)
            latent, attributes = self.latents[part].to(device), self.attributes[part].to(device)
            (out,) = network(latent, attributes, (size,), self._at_rest)
            made, drawn = out.float().cpu().clamp(0, 1), self.drawn(size)[part]
            white = torch.ones(len(made), 3, 1, 1)
            pair = [composite(x, self._palettes[part], white, self._table) for x in (made, drawn)]
            faces = [p[:, :, rows, columns] for p in pair]
            sums["psnr"] += psnr(*pair).tolist()
            sums["psnr_face"] += psnr(*faces).tolist()
            energy = [sum(e.abs().mean().item() for e in edges(p)) for p in pair]
            sums["edge_energy"].append(energy[0] / energy[1])
            errors.append(
                torch.stack([(made - drawn).abs().mean((0, 2, 3)), drawn.mean((0, 2, 3))])
            )
            shown.append((pair[1], pair[0]))
        off, full = torch.stack(errors).mean(0)
        figures = {name: float(np.mean(values)) for name, values in sums.items()}
        for name, part in zip(self._table.names, self._table.slices(), strict=True):
            figures[f"error/{name}"] = (off[part].sum() / full[part].sum().clamp(min=1e-6)).item()
        return figures, sheet(shown)


def psnr(made: Tensor, drawn: Tensor) -> Tensor:
    """Peak signal to noise of each picture [N, ...] in dB, for values in 0..1."""
    return -10 * (made - drawn).square().flatten(1).mean(1).clamp(min=1e-10).log10()


def sheet(pairs: list[tuple[Tensor, Tensor]]) -> np.ndarray:
    """uint8 [H, W, 3]: rows of eight drawn heads, each row with the generated ones below it."""
    rows = [torch.cat(list(half), 2) for pair in pairs[:4] for half in pair if len(half) == 8]
    rows = rows or [torch.cat(list(half), 2) for half in pairs[0]]
    picture = torch.cat(rows, 1).clamp(0, 1)
    return (picture * 255).round().byte().permute(1, 2, 0).numpy()


def write_sheet(pixels: np.ndarray, path: Path) -> None:
    """A PNG, replaced whole; small sheets are shown at twice the size. Needs Pillow."""
    try:
        from PIL import Image
    except ImportError:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(pixels)
    if image.width < 1000:
        image = image.resize((image.width * 2, image.height * 2), Image.Resampling.NEAREST)
    part = path.with_suffix(".part")
    image.save(part, "PNG")
    os.replace(part, path)
