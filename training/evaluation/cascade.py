"""Another independent eye: nagadomi's LBP cascade for anime faces (2011), at its own settings."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.head import Head

MODEL = Path(__file__).parents[1] / "data" / "lbpcascade_animeface.xml"
SCALE_FACTOR, MIN_NEIGHBORS, MIN_SIZE = 1.1, 5, (24, 24)  # as its author publishes them


@cache
def _classifier():
    import cv2

    found = cv2.CascadeClassifier(str(MODEL))
    if found.empty():
        raise FileNotFoundError(f"{MODEL} is missing or damaged: get it from the repository again")
    return found


def faces(picture: NDArray[np.uint8]) -> int:
    """How many faces it finds in a picture [H, W, 3], blurred by width/256 first.

    The blur is for the drawing's crisp lines: the cascade was trained on pictures from the web.
    """
    import cv2

    blurred = cv2.GaussianBlur(picture, (0, 0), picture.shape[1] / 256)
    grey = cv2.equalizeHist(cv2.cvtColor(blurred, cv2.COLOR_RGB2GRAY))
    return len(
        _classifier().detectMultiScale(
            grey, scaleFactor=SCALE_FACTOR, minNeighbors=MIN_NEIGHBORS, minSize=MIN_SIZE
        )
    )


def is_plain(head: Head) -> bool:
    """No glasses, no hat, fair skin: what the cascade was made for."""
    values = head.attributes
    return not values["glasses"] and not values["hat"] and values["skin_color"] == "fair"
