"""Kashira in Krita: a docker that makes anime heads and inserts them as layers.

Krita imports this package. Nothing here raises: what goes wrong is shown in the docker.
"""

import importlib.util

if importlib.util.find_spec("krita") is not None:  # without it a test imports single files
    from . import registration

    registration.register()
