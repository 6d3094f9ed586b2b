"""Kashira: anime heads on demand, layered and in inks.

    from core import Kashira
    heads = Kashira().generate(hair_color="blue", smile=True, count=8, seed=7)
    heads[0].image                          # PIL picture, RGBA
    heads[0].layers["hair_front"].image     # one layer of it
    heads[0].recolor(hair_color="#88c0a0")  # the same head in other colours

Names are loaded when first used, so importing this costs nothing.
"""

import importlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.errors import KashiraError
    from core.head import Head, Layer
    from core.kashira import Kashira
    from core.manifest import Manifest
    from core.model_folder import list_models
    from core.recipe import Recipe

# ONNX Runtime reports its use to its maker from 1.29 on, unless it finds this when it is loaded
# (its Privacy.md): no uploader, no device identifier, no file beside the temporary ones.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = ["Head", "Kashira", "KashiraError", "Layer", "Manifest", "Recipe", "list_models"]

_HOMES = {
    "Head": "core.head",
    "Kashira": "core.kashira",
    "KashiraError": "core.errors",
    "Layer": "core.head",
    "Manifest": "core.manifest",
    "Recipe": "core.recipe",
    "list_models": "core.model_folder",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'core' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
