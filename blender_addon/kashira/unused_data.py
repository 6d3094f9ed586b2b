"""What deleted cards leave behind goes when the file is saved.

Blender itself would write their materials once more, and their pictures twice: it leaves out of a
file what nobody uses, and only then does nobody use what that had used.
"""

from __future__ import annotations

import bpy

_KINDS = ("meshes", "materials", "node_groups", "images")
"""In the order in which one uses the next."""


@bpy.app.handlers.persistent
def remove(*_: object) -> None:
    """Remove data of ours that nobody uses; what is kept by a fake user stays."""
    for kind in _KINDS:
        while unused := [data for data in getattr(bpy.data, kind) if _is_ours(data)]:
            bpy.data.batch_remove(unused)


def _is_ours(data: bpy.types.ID) -> bool:
    return not data.users and data.name.startswith(("Kashira ", ".Kashira ")) and not data.library
