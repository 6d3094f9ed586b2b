import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from training.dataset import duplicates, measures
from training.dataset.rules import Rules

pytestmark = pytest.mark.training
RULES = Rules()


def on_white(head):
    paper = Image.new("RGB", head.size, "white")
    paper.paste(head, (0, 0), head)
    return paper


def test_a_blurred_head_is_told_from_a_crisp_one(heads):
    for head in map(on_white, heads):
        blurred = head.filter(ImageFilter.GaussianBlur(3))
        assert measures.sharpness(np.asarray(head)) > RULES.min_sharpness
        assert measures.sharpness(np.asarray(blurred)) < RULES.min_sharpness


def test_grey_sepia_and_ink_on_coloured_paper_are_monochrome(heads):
    for head in map(on_white, heads):
        grey = head.convert("L")
        assert measures.tones(np.asarray(head)) > RULES.min_tones
        assert measures.tones(np.asarray(grey.convert("RGB"))) < 1e-6
        for black, white in (("#2a1608", "#f3dfc0"), ("#3b4a66", "#f0c8b0")):
            toned = ImageOps.colorize(grey, black, white)
            assert measures.tones(np.asarray(toned)) < RULES.min_tones


def test_the_same_head_saved_again_has_nearly_the_same_fingerprint(heads, tmp_path):
    heads = [on_white(head) for head in heads]
    changed = heads[0].resize((128, 128), Image.Resampling.BOX).resize((256, 256))
    changed.save(tmp_path / "a.jpg", quality=50)
    with Image.open(tmp_path / "a.jpg") as again:
        pictures = [*heads, again.convert("RGB")]
    hashes = [measures.fingerprint(np.asarray(picture)) for picture in pictures]
    looks = [duplicates.Look(text, text, (0.5, 0.5)) for text in hashes]
    assert duplicates.repeats(looks, RULES.duplicate_distance) == [None] * 4 + [0]
