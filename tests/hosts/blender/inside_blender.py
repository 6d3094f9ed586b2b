"""Runs inside Blender: `python inside_blender.py SCENE ARGUMENTS`; it answers in JSON."""

import json
import sys

import card_scenes
import drawing_scenes
import panel_scenes

SCENES = {**vars(card_scenes), **vars(drawing_scenes), **vars(panel_scenes)}

if __name__ == "__main__":
    told = SCENES[sys.argv[1]](**json.loads(sys.argv[2]))
    print("RESULT " + json.dumps(told), flush=True)
