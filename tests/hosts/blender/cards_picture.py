"""Make the picture of docs/blender again: `python -m tests.hosts.blender.cards_picture`.

With the default model; KASHIRA_BPY_PYTHON names a Python that has bpy.
"""

import tempfile
from pathlib import Path

from blender_addon import install
from blender_addon.blender_folders import Place
from core import model_folder
from tests.hosts.blender import running_blender

PICTURE = Path(__file__).parents[3] / "docs" / "blender" / "cards.png"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        install.install(Place(Path(folder)))
        model = model_folder.open_model(None).path
        running_blender.play("four_cards", Path(folder), model, picture=str(PICTURE))
    print(PICTURE)
