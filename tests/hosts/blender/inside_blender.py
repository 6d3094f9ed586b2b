"""Runs inside Blender: `python inside_blender.py SCENE ARGUMENTS`; it answers in JSON."""

import json
import sys

import card_scenes
import drawing_scenes
import film_scenes
import layered_scenes
import library_scenes
import measuring_scenes
import morph_scenes
import panel_scenes
import trouble_scenes
import undo_scenes
import watched_scenes

SCENES = {
    name: scene
    for module in (
        card_scenes,
        drawing_scenes,
        film_scenes,
        layered_scenes,
        library_scenes,
        measuring_scenes,
        morph_scenes,
        panel_scenes,
        trouble_scenes,
        undo_scenes,
        watched_scenes,
    )
    for name, scene in vars(module).items()
}

if __name__ == "__main__":
    told = SCENES[sys.argv[1]](**json.loads(sys.argv[2]))
    print("RESULT " + json.dumps(told), flush=True)
