"""A generated head beside the drawing of the same recipe: the picture, its edges, its layers."""

import numpy as np
from numpy.typing import NDArray

from core.compositing import alpha_of
from core.head import Head

Array = NDArray[np.floating]

EYES = (slice(96, 152), slice(64, 192))  # rows and columns of a 256 px picture, eyes and mouth
OPAQUE = 0.5  # of the most alpha that a drawn layer has, from where on a pixel belongs to it
SEEN = 12  # pixels; a drawn layer of fewer is not there


def on_white(head: Head) -> Array:
    """The finished picture on white: f32 [H, W, 3], sRGB 0..1."""
    rgba = head.rgba
    return np.clip(rgba[..., :3] + 1 - rgba[..., 3:], 0, 1)


def psnr(a: Array, b: Array) -> float:
    """Peak signal to noise of two pictures in 0..1, dB."""
    return float(-10 * np.log10(max(np.square(a - b).mean(), 1e-10)))


def edge_energy(picture: Array) -> float:
    """Mean absolute difference of neighbours [H, W, 3], both ways: less is softer."""
    return float(np.abs(np.diff(picture, axis=0)).mean() + np.abs(np.diff(picture, axis=1)).mean())


def compared(made: Head, drawn: Head) -> dict[str, float]:
    """PSNR and edge energy (made over drawn) of the whole head and around the eyes."""
    a, b = on_white(made), on_white(drawn)
    return {
        "psnr": psnr(a, b),
        "psnr_eyes": psnr(a[EYES], b[EYES]),
        "edge_energy": edge_energy(a) / edge_energy(b),
        "edge_energy_eyes": edge_energy(a[EYES]) / max(edge_energy(b[EYES]), 1e-9),
    }


def layer_overlaps(made: Head, drawn: Head) -> dict[str, float]:
    """For each layer that the drawing has: intersection over union of the two alphas."""
    overlaps = {}
    for spec in drawn.manifest.layers:
        alpha = alpha_of(spec, drawn.weights)
        b = alpha > OPAQUE * alpha.max()
        a = alpha_of(spec, made.weights) > OPAQUE * alpha.max()
        if b.sum() >= SEEN:
            overlaps[spec.name] = float((a & b).sum() / (a | b).sum())
    return overlaps
