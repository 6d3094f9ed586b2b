"""What a paint program shows of a head's layers, computed from the weights in float64."""

import numpy as np

from core.head import Head


def as_painted(head: Head) -> np.ndarray:
    """Layers over each other, clipped ones atop what they are clipped to: premultiplied RGBA."""
    groups: dict[str, np.ndarray] = {}
    for layer in head.layers.values():
        rgba = layer.rgba.astype(np.float64)
        if layer.clip is None:
            groups[layer.name] = rgba
        else:
            under = groups[layer.clip]
            groups[layer.clip] = rgba * under[..., 3:] + under * (1 - rgba[..., 3:])
    below = np.zeros((*head.size[::-1], 4))
    for rgba in groups.values():
        below = rgba + below * (1 - rgba[..., 3:])
    return below


def sharply_clipped(head: Head) -> np.ndarray:
    """Where clipping is all or nothing [H, W]: there every rule of clipping gives the same."""
    alpha = head.layers["eye_white"].rgba[..., 3]
    return (alpha < 1 / 512) | (alpha > 1 - 1 / 512)
