"""A head from its attributes and latent: every layer, bottom to top, as ink weights."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.drawing import eyes, face, glasses, hats
from training.drawing.canvas import KEEP_INSIDE, Layer
from training.drawing.clothes import draw_clothes
from training.drawing.factors import Factors
from training.drawing.geometry import Points
from training.drawing.hair_back import draw_back
from training.drawing.hair_cap import Dome, draw_cap
from training.drawing.hair_front import draw_ahoge, draw_fringe, draw_side
from training.drawing.mouth import draw_mouth
from training.drawing.pose import Pose
from training.drawing.ribbons import draw_ribbons
from training.drawing.vocabulary import CHANNELS, LAYERS
from training.drawing.wrinkles import draw_wrinkles


def draw(attributes: ArrayLike, z: ArrayLike, size: int = 256) -> NDArray[np.uint8]:
    """Draw one head.

    Parameters
    ----------
    attributes : float [56], as vocabulary.ATTRIBUTES index them.
    z : float [64], standard normal.
    size : height and width in pixels.

    Returns
    -------
    uint8 [77, size, size]: the inks of vocabulary.LAYERS one after another, weights 0..255. In
    each layer their sum is the layer's alpha; clipped layers are whole.
    """
    p = Factors(attributes, z)
    pixels = np.zeros((len(LAYERS), size, size, 4), np.uint8)
    layers = {entry["name"]: Layer(entry["inks"], pixels[i]) for i, entry in enumerate(LAYERS)}
    paint(layers, p, Pose(p))
    out = np.zeros((CHANNELS, size, size), np.uint8)
    for entry in LAYERS:
        at = entry["channel"]
        layers[entry["name"]].weights(out[at : at + len(entry["inks"])])
    return out


def paint(on: Mapping[str, Layer], p: Factors, pose: Pose) -> None:
    """Paint every part on its layer, back to front."""
    tails = draw_back(on["hair_back"], on["hair_tails"], p, pose)
    face.draw_body(on["body"], p, pose)
    draw_clothes(on["clothes"], on["trim"], p, pose)
    head = face.draw_head(on["face"], p, pose)
    face.draw_nose(on["nose"], p, pose)
    if p.blush > 0:
        face.draw_blush(on["blush"], p, pose)
    draw_mouth(on["mouth"], p, pose)
    for side in (-1, 1):
        eye = eyes.Eye(p, pose, side)
        eyes.draw_white(on["eye_white"], eye)
        eyes.draw_iris(on["iris"], p, eye)
        eyes.draw_lights(on["eye_light"], p, eye)
        eyes.draw_lashes(on["lashes"], p, eye)
        if p.wrinkles > 0:
            draw_wrinkles(on["face"], p, pose, eye)
    dome = Dome(p, pose)
    cap = draw_cap(on["hair_cap"], dome)
    locks = draw_side(on["hair_side"], dome)
    fringe = draw_fringe(on["hair_front"], dome)
    if not p.hat:
        draw_ahoge(on["ahoge"], p, pose)
    face.draw_brows(on["brows"], p, pose)
    draw_ribbons(on["ribbon"], p, pose)
    if p.glasses:
        glasses.draw_temples(on["temples"], p, pose)
        glasses.draw_glasses(on["glasses"], p, pose)
    if p.hat:
        hats.draw_hat(on["hat"], on["hat_trim"], on["hat_shadow"], p, pose)
    _cast_shadows(on, p, head, cap, tails, locks + fringe)


def _cast_shadows(
    on: Mapping[str, Layer],
    p: Factors,
    head: Points,
    cap: Points,
    tails: list[Points],
    clumps: list[Points],
) -> None:
    """Shadows of the hair on face and body, cut (like the hat's) to what they fall on."""
    shadow = on["face_shadow"]
    with shadow.moved(-7 * p.light, 17), shadow.clip(head - [-7 * p.light, 17]):
        shadow.fill([cap, *clumps], shadow.ink["skin.shade"], min(1.0, 0.3 + 0.74 * p.depth))
    shadow = on["body_shadow"]
    with shadow.moved(-9 * p.light, 13):
        shadow.fill(tails + clumps, shadow.ink["shadow.body"], 0.295 * p.depth)
    _keep_on(shadow, on["body"], on["clothes"])
    if p.hat:
        _keep_on(
            on["hat_shadow"],
            *(on[name] for name in ("face", "hair_cap", "hair_side", "hair_front")),
        )


def _keep_on(shadow: Layer, *ground: Layer) -> None:
    mask = shadow.scratch()
    for layer in ground:
        mask.over(layer)
    shadow.over(mask, KEEP_INSIDE)
