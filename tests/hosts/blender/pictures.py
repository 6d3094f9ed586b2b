"""Make the picture and the films of docs/blender again: `python -m tests.hosts.blender.pictures`.

With the default model; KASHIRA_BPY_PYTHON names a Python that has bpy. Arguments: only these, of
cards, morph, colors, layers; ``--out DIR``: elsewhere. Beside each film is the .blend that it was
rendered from; the oldest Blender that is there writes it, so that every later one can read it.
"""

import argparse
import tempfile
from pathlib import Path

from PIL import Image

from blender_addon import install
from blender_addon.blender_folders import Place
from core import model_folder
from tests.hosts.blender import running_blender

DOCS = Path(__file__).parents[3] / "docs" / "blender"
FRAME_MILLISECONDS = 83  # twelve a second
FILMS = ("morph", "colors", "layers")


def film(target: Path, frames: list[str]) -> Path:
    """Frames as an animated WebP."""
    pictures = [Image.open(frame).convert("RGB") for frame in frames]
    pictures[0].save(
        target, save_all=True, append_images=pictures[1:], duration=FRAME_MILLISECONDS, loop=0,
        quality=80, method=4,
    )  # fmt: skip
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The picture and the films of docs/blender.")
    parser.add_argument("asked", nargs="*", default=["cards", *FILMS], metavar="NAME")
    parser.add_argument("--out", type=Path, default=DOCS, help="folder that gets them")
    told = parser.parse_args()
    asked, out = told.asked, told.out.absolute()
    with tempfile.TemporaryDirectory() as folder:
        install.install(Place(Path(folder)))
        model = model_folder.open_model(None).path
        found = running_blender.blenders()
        python = found[min(found, key=lambda version: [int(part) for part in version.split(".")])]
        if "cards" in asked:
            picture = out / "cards.png"
            running_blender.play("four_cards", Path(folder), model, python, picture=str(picture))
            print(picture)
        for name in FILMS:
            if name in asked:
                scene = f"film_of_{name}"
                blend = str(out / f"{name}.blend")
                frames = running_blender.play(
                    scene, Path(folder), model, python, patience_seconds=1800, folder=folder,
                    blend=blend,
                )  # fmt: skip
                print(film(out / f"{name}.webp", frames), blend, flush=True)
