"""Kashira in Krita: a docker that makes anime heads and inserts them as layers.

Krita imports this package. Nothing here raises: what goes wrong is shown in the docker, or, where
not even that can be, told on the terminal.
"""

import importlib.util
import traceback

try:
    if importlib.util.find_spec("krita") is not None:  # without it a test imports single files
        from . import registration

        registration.register()
except Exception:  # Krita would only grey the plugin out
    traceback.print_exc()
