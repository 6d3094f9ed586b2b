"""How near Blender's pictures are to the heads' own: `python -m tests.hosts.blender.measured`.

Heads of the default model, one sample for each pixel under Standard, 8 bit: what docs/blender says.
KASHIRA_BPY_PYTHON names a Python that has bpy. ``--eevee``: that engine, two cards alone; it needs
OpenGL and, without a graphics card, minutes for its shaders.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from blender_addon import install
from blender_addon.blender_folders import Place
from core import Kashira, model_folder
from core.recipe import from_json
from tests.hosts.blender import running_blender
from tests.hosts.blender.test_cards import premultiplied
from tests.hosts.blender.test_layered_cards import stacked

SEEDS = ["3", "7", "12", "21", "30", "42"]
PATIENCE_SECONDS = 3600


def differences(picture: str, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of opaque pixels, of all when multiplied by alpha, and of alpha; the largest channel's."""
    seen = np.asarray(Image.open(picture).convert("RGBA"), np.float64)
    opaque = np.abs(seen - wanted)[wanted[..., 3] >= 254.5].max(axis=-1)
    soft = np.abs(premultiplied(seen) - premultiplied(wanted)).max(axis=-1)
    return opaque, soft, np.abs(seen - wanted)[..., 3]


def said(title: str, found: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> str:
    """One line of figures of many pictures."""
    opaque, soft, alpha = (np.concatenate([f[i].ravel() for f in found]) for i in range(3))
    counts = ", ".join(f"{(opaque > limit).sum()} off by more than {limit}" for limit in (1, 2, 5))
    return (
        f"{title}: {opaque.size} opaque pixels, {counts}, the farthest {opaque.max():.0f}/255; "
        f"soft edges too {soft.max():.1f}/255; alpha {alpha.max():.1f}/255"
    )


def main(eevee: bool) -> None:
    """Print a line for each kind of card."""
    with tempfile.TemporaryDirectory() as folder:
        install.install(Place(Path(folder)))
        model = model_folder.open_model(None).path
        kashira = Kashira(model)

        def play(scene: str, **arguments: Any) -> list[Any]:
            return running_blender.play(
                scene, Path(folder), model, patience_seconds=PATIENCE_SECONDS, folder=folder,
                **arguments,
            )  # fmt: skip

        def head_of(recipe: Any) -> Any:
            return kashira.redraw(from_json(json.dumps(recipe)))

        def near(told: list[Any]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
            return [
                differences(picture, np.asarray(head_of(recipe).image, np.float64))
                for picture, recipe, *_ in told
            ]

        cards = play("measured_cards", seeds=SEEDS[:2] if eevee else SEEDS, eevee=eevee)
        print(said("cards, made and recoloured", near(cards)), flush=True)
        seconds = [entry[-1] for entry in cards]
        print(f"first head with its card {seconds[0]:.1f} s, the next ones {min(seconds):.1f} s")
        if eevee:
            return
        morph = play("measured_morph", frames=24)
        print(said("frames of a morph", near(morph)))
        print(f"a morph of 24 frames {morph[0][-1]:.1f} s")
        layers = play("measured_layers", seeds=SEEDS)
        print(said("layered cards, from the head's picture", near(layers)))
        linear = [differences(told[0], stacked(head_of(told[1]))) for told in layers]
        print(said("layered cards, from layers blended in linear light", linear))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How near Blender's pictures are to the heads'.")
    parser.add_argument("--eevee", action="store_true", help="with EEVEE instead of Cycles")
    main(parser.parse_args().eevee)
