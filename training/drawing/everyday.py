"""Garments to wear at home: shirt, cardigan, kimono. Those of school are in clothes.py."""

import numpy as np

from training.drawing.canvas import ERASE
from training.drawing.geometry import Points, chain, curve, lerp, steps, stroke
from training.drawing.tailor import Run, Tailor

_BLOSSOMS = ((0.80, 1.93, 30), (0.63, 2.02, 19), (-0.68, 1.92, 24), (-0.91, 2.07, 31))


def shirt(t: Tailor) -> None:
    """A button shirt, its collar open over a round-necked T-shirt."""
    cloth, main, white = t.cloth, t.main, t.white
    t.torso(main, neck=0.38, top=1.56)
    _opening(t, [[-0.40, 1.48], [-0.24, 1.78], [0.0, 2.06]])
    under = t.outline(
        [[-0.30, 1.66], [-0.17, 1.79], [0.0, 1.83], [0.17, 1.79], [0.30, 1.66]],
        [[0.30, 1.66], [0.20, 1.84], [0.0, 2.07]],
        [[0.0, 2.07], [-0.20, 1.84], [-0.30, 1.66]],
    )
    t.panel(cloth, under, white)
    hem = t.curve([[-0.27, 1.72], [-0.15, 1.82], [0.0, 1.86], [0.15, 1.82], [0.27, 1.72]], 20)
    with cloth.clip(under):
        cloth.line(hem, 0.6 * t.line_width, white.line, "full", 0.7)
        cloth.fill(_below_collar(t), white.shade, 0.9)
    placket = t.outline([[-0.05, 2.0], [-0.055, 2.6]], [[0.07, 2.6], [0.065, 2.0]])
    with cloth.clip(under, outside=True):
        t.panel(cloth, placket, main)
    for s in (-1, 1):
        flap = t.outline(
            [[s * 0.335, 1.45], [s * 0.27, 1.66], [s * 0.15, 1.87], [s * 0.02, 2.05]],
            [[s * 0.02, 2.05], [s * 0.25, 2.01], [s * 0.53, 2.08]],
            [[s * 0.53, 2.08], [s * 0.535, 1.84], [s * 0.49, 1.64], [s * 0.40, 1.50]],
        )
        t.cast(flap, main, 10, 0.8)
        t.panel(cloth, flap, main)
        for seam in (
            [[s * 0.08, 2.005], [s * 0.26, 1.97], [s * 0.49, 2.025]],
            [[s * 0.49, 2.025], [s * 0.495, 1.84], [s * 0.45, 1.66]],
        ):
            t.fold(seam, main, 0.5, "full", 0.6)
        t.fold([[s * 0.97, 1.88], [s * 0.90, 2.0], [s * 0.87, 2.12]], main, 0.7, "both", 0.8)
    _buttons(t, [[0.008, 2.115], [0.008, 2.235]], 9)


def cardigan(t: Tailor) -> None:
    """A knitted cardigan with ribbed edges, open over a round-necked top."""
    cloth, main, white = t.cloth, t.main, t.white
    t.torso(main, neck=0.40, top=1.57, puff=0.05)
    top = t.outline(
        [[-0.37, 1.58], [-0.2, 1.75], [0, 1.80], [0.2, 1.75], [0.37, 1.58]],
        [[0.37, 1.58], [0.28, 1.90], [0.0, 2.20]],
        [[0.0, 2.20], [-0.28, 1.90], [-0.37, 1.58]],
    )
    t.panel(cloth, top, white)
    neckline = np.array([[-0.36, 1.60], [-0.19, 1.78], [0, 1.83], [0.19, 1.78], [0.36, 1.60]])
    with cloth.clip(top), t.trim.clip(top):
        cloth.fill(_below_collar(t), white.shade, 0.7)
        t.trim.line(t.curve(neckline, 24), 11, t.accent.base, "full")
        t.trim.line(t.curve(neckline + [0, 0.024], 24), 0.6 * t.line_width, t.accent.line, "full")
    for s in (-1, 1):  # the right band last: it buttons over the left
        inner = [[s * 0.37, 1.50], [s * 0.32, 1.75], [s * 0.17, 1.96], [-s * 0.05, 2.12]]
        outer = [[s * 0.47, 1.54], [s * 0.44, 1.78], [s * 0.29, 2.01], [s * 0.08, 2.16]]
        hem = [[-s * 0.05, 2.6], [s * 0.08, 2.6]]
        band = t.outline(inner, hem, outer[::-1])
        t.cast(band, white, 7, 0.6)
        t.panel(cloth, band, main)
        with cloth.clip(band):
            cloth.fill(_ribs(t, inner, outer, s), main.shade, 0.9)
        t.fold([[s * 0.60, 1.76], [s * 0.66, 1.90], [s * 0.62, 2.06]], main, 0.7, "both", 0.8)
    _buttons(t, [[0.012, 2.115], [0.015, 2.235]], 11)


def kimono(t: Tailor) -> None:
    """Collars crossed left over right, white below them, a blossom pattern, the obi's edge."""
    cloth, trim, main = t.cloth, t.trim, t.main
    t.torso(main, neck=0.40, top=1.56, puff=0.08)
    _opening(t, [[-0.42, 1.46], [-0.22, 1.80], [0.0, 1.99]])
    for x, y, size in _BLOSSOMS:
        _blossom(t, [x * t.p.shoulder, y], size)
    runs = (
        ([[-0.30, 1.45], [-0.26, 1.62], [-0.12, 1.86], [0.14, 2.12], [0.34, 2.30]], 1),
        ([[0.30, 1.45], [0.26, 1.62], [0.12, 1.86], [-0.14, 2.12], [-0.34, 2.30]], -1),
    )
    for run, to in runs:
        edge = np.array(run)
        out = np.array([[-to, 0.02], [-to, 0.05], [-to, 0.35], [-to * 0.8, 0.62], [-to * 0.7, 0.7]])
        for r, near, far in ((t.white, 0.0, 0.07), (main, 0.055, 0.205)):
            strip = t.outline((edge + out * near).tolist(), (edge + out * far)[::-1].tolist())
            t.cast(strip, main, 8, 0.6)
            t.panel(cloth, strip, r)
            trim.fill(strip, blend=ERASE)
        piping = t.curve(edge + out * 0.072, 24)
        trim.line(piping, 9.0, t.accent.base, "full")
    obi = t.outline(
        [[-1.0, 2.08], [-0.5, 2.13], [0, 2.145], [0.5, 2.13], [1.0, 2.08]],
        [[1.0, 2.6], [-1.0, 2.6]],
    )
    body = t.outline([[-0.80, 1.9], [-0.77, 2.3], [-0.80, 2.6]], [[0.80, 2.6], [0.80, 2.5]],
                     [[0.80, 2.5], [0.77, 2.3], [0.80, 1.9]])  # fmt: skip
    with trim.clip(body), cloth.clip(body):
        cloth.fill(obi + [0, -6], main.deep, 0.55)
        t.panel(trim, obi, t.accent)
        cord = t.curve([[-1.0, 2.19], [-0.5, 2.24], [0, 2.255], [0.5, 2.24], [1.0, 2.19]], 24)
        trim.line(cord, 19, t.accent.line, "full")
        trim.line(cord, 11, t.accent.shade, "full")
    for s in (-1, 1):
        t.fold([[s * 0.80, 1.96], [s * 0.765, 2.2], [s * 0.79, 2.6]], main, 1.1, "start")


def _opening(t: Tailor, left: Run) -> None:
    """Cut a V out of the torso, given from the left shoulder to the middle."""
    right = [[-x, y] for x, y in reversed(left)]
    hole = t.outline(left, right, [[-left[0][0], 1.3], [left[0][0], 1.3]])
    t.cloth.fill(hole, blend=ERASE)


def _below_collar(t: Tailor) -> Points:
    """Shade that collar and chin throw on what is worn below."""
    dx = -0.06 * t.p.light
    run = [[-0.5, 1.5], [-0.26, 1.80], [dx, 1.89], [0.26, 1.80], [0.5, 1.5]]
    return t.outline(run, [[0.5, 1.3], [-0.5, 1.3]])


def _ribs(t: Tailor, inner: Run, outer: Run, s: int) -> Points:
    """Short strokes across a knitted band."""
    a, b = curve(np.array(inner), 11), curve(np.array(outer), 11)
    down = np.stack([np.full(3, 0.0), 2.18 + 0.07 * np.arange(3)], 1)
    a = chain(a, down + [-s * 0.05, -0.03])
    b = chain(b, down + [s * 0.08, 0])
    across = lerp(a[:, None], b[:, None], steps(3)[:, None])
    return stroke(t.pose.body(across[..., 0], across[..., 1]), 8.5, "full")


def _buttons(t: Tailor, places: Run, size: float) -> None:
    a = 2 * np.pi * np.arange(18) / 18
    ring = np.stack([np.cos(a), np.sin(a)], 1)
    for at in t.pose.body(np.array(places)):
        disc = ring * size + at
        t.trim.fill(disc + [0, 0.3 * size], t.accent.line)
        t.trim.fill(disc, t.accent.base)
        t.trim.line(chain(disc, disc[:2]), 0.7 * t.line_width, t.accent.line, "full")
        holes = [ring * 0.18 * size + at + [dx * size, 0] for dx in (-0.32, 0.32)]
        t.trim.fill(holes, t.accent.line)


def _blossom(t: Tailor, at: list[float], size: float) -> None:
    """Five petals round a dark heart."""
    middle = t.pose.body([at])[0]
    a = 2 * np.pi * np.arange(50) / 50
    reach = size * (0.70 + 0.30 * np.abs(np.cos(2.5 * a)) ** 0.6)
    petals = middle + np.stack([np.sin(a), -np.cos(a)], 1) * reach[:, None]
    t.trim.fill(petals, t.accent.base)
    heart = np.stack([np.sin(a[::5]), -np.cos(a[::5])], 1)
    t.trim.fill(middle + heart * 0.26 * size, t.accent.shade)
    spokes = np.stack([heart[::2] * 0.30, heart[::2] * 0.62], 1) * size + middle
    t.trim.fill(stroke(spokes, 2.4, "full"), t.accent.shade)
