"""Which layers of a head are there: a network leaves a breath of those that nobody asked for.

The figures are of 120 generated heads beside the drawings of the same recipes, which say what
should be there (version 3 of the default model, 28 November 2026), at 256 px.
"""

import numpy as np

from core import compositing
from core.compositing import Array, LayerSpec
from core.head import Head

HINT = np.float32(8 / 255)
"""Alpha from which on something is left of a layer."""
PLAIN = np.float32(40 / 255)
"""Alpha from which on it is plainly there."""
FEW = 1 / 10_000
"""Part of the picture that a layer has to cover plainly: 7 pixels of 256 x 256, as the smallest of
the drawn noses and hoodie cords do; hats and most glasses that nobody asked for cover none."""
PLAIN_SHARE = 0.47
"""Part of what is left of a layer that has to be plain. Of tails, glasses and ribbons that nobody
asked for it was 0.46 at the most, however large. Of what was asked for, four of 1800 layers fell
short: a ribbon and three shadows, none darker than 62/255. Drawn layers have 0.75 and more."""
DENSE = np.float32(160 / 255)
"""Alpha that only what was asked for has: clear lenses in dark rims are there, though most of
what is left of such glasses is faint. What nobody asked for had 84/255 at the most."""
DENSE_SHARE = 1 / 2500
"""Part of the picture that has to be so dense: 26 pixels of 256 x 256."""
SMALL = 1 / 400
"""Part of the picture up to which a layer may be fainter: mouths, of which the faintest has 0.21,
cover up to 150 pixels when closed. Tails that nobody asked for are larger."""


def layers_that_are_there(head: Head) -> list[LayerSpec]:
    """The head's layers, bottom first, but those that are faint and what is clipped to them."""
    there: dict[str, LayerSpec] = {}
    for layer in head.manifest.layers:
        if layer.clip is None or layer.clip in there:
            if is_there(compositing.alpha_of(layer, head.weights)):
                there[layer.name] = layer
    return list(there.values())


def is_there(alpha: Array) -> bool:
    """Whether an eye sees a layer of this alpha, float32 [H, W], 0..1, on its own."""
    left = int(np.count_nonzero(alpha >= HINT))
    plain = int(np.count_nonzero(alpha >= PLAIN))
    if np.count_nonzero(alpha >= DENSE) >= DENSE_SHARE * alpha.size:
        return True
    is_small = left <= SMALL * alpha.size
    return plain >= FEW * alpha.size and (is_small or plain >= PLAIN_SHARE * left)
