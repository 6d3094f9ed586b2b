"""What a cut-out head is judged by: sharpness, tones, and a fingerprint of how it looks."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import color

SIDE = 256  # pixels: all heads are measured at one size, so that one number fits all
HASH_SIZE = 16  # 256 bits: 64 take two heads in the same pose for one


def sharpness(rgb: NDArray[np.uint8]) -> float:
    """How crisp the crispest lines are: the 99th percentile of |Laplacian| at 256 px, 0..1.

    Args:
        rgb: uint8 [256, 256, 3].

    A mean would punish flat colour, which cel painting is made of (docs/own-art.md).
    """
    import cv2

    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    return float(np.percentile(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), 99))


def tones(rgb: NDArray[np.uint8]) -> float:
    """How far its colours are from lying on one line in OKLab, as those of two tones do.

    Args:
        rgb: uint8 [256, 256, 3].

    Returns:
        The standard deviation along their second principal axis: 0 for ink on any paper, for grey
        and for sepia; 0.016 and more for drawings in colour (docs/own-art.md).
    """
    lab = color.to_oklab(rgb[::2, ::2].reshape(-1, 3).astype(np.float32) / 255)
    return float(np.sqrt(max(0.0, np.linalg.eigvalsh(np.cov(lab.T))[1])))


def fingerprint(rgb: NDArray[np.uint8]) -> str:
    """A perceptual hash of 256 bits, as hex (imagehash.phash: the low frequencies of the DCT).

    Args:
        rgb: uint8 [H, W, 3], of any size.
    """
    import cv2
    import imagehash

    small = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return str(imagehash.phash(Image.fromarray(np.asarray(small)), hash_size=HASH_SIZE))
