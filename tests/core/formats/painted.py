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
