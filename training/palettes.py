"""Palettes for training: any colour for any ink, and palettes as users ask for them."""

import numpy as np

from training.drawing.vocabulary import ATTRIBUTES, INKS, LAYERS


def named_values(rng: np.random.Generator) -> dict[str, str]:
    """A named colour for every colour attribute."""
    return {
        a["name"]: str(rng.choice(list(a["colors"]))) for a in ATTRIBUTES if a["kind"] == "color"
    }


def channel_palette(values: dict[str, str], inks: dict[str, str] | None = None) -> np.ndarray:
    """f32 [K, 3], sRGB 0..1: the colour of every channel.

    Args:
        values: colour attribute -> name or hex.
        inks: ink -> hex, where it is not what follows from the attribute.
    """
    import msgspec

    from core import attributes, palette

    known = msgspec.convert(ATTRIBUTES, list[attributes.Attribute])
    colors = palette.palette(msgspec.convert(INKS, list[palette.Ink]), known, values, inks)
    return np.stack([colors[ink] for layer in LAYERS for ink in layer["inks"]]).astype(np.float32)


def palette_bank(count: int, seed: int) -> np.ndarray | None:
    """f32 [count, K, 3] of named colours; None without msgspec (bare GPU machines)."""
    try:
        import msgspec  # noqa: F401
    except ImportError:
        return None
    rng = np.random.default_rng(seed)
    return np.stack([channel_palette(named_values(rng)) for _ in range(count)])
