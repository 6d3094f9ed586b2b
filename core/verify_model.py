"""Is a model what its model.json says: its files, and the numbers that its network gives?"""

import numpy as np
from numpy.typing import NDArray

from core.errors import BadModel
from core.generator import Generator
from core.manifest import Probe
from core.model_folder import ModelFolder
from core.recipe import to_floats

Array = NDArray[np.float32]

_POINTS = 24  # of a probe: enough that no other network passes, few enough to read
_SEED = 0


def verify(folder: ModelFolder) -> list[str]:
    """Check every listed file and the fixed probe; a line for each thing that is well.

    Raises:
        BadModel: the first thing that is not.
    """
    manifest = folder.manifest
    well = []
    for name in manifest.files:
        folder.read(name)
        well.append(f"{name} is the file that model.json means")
    if manifest.probe is None:
        return [*well, "there is no probe in model.json: what the network gives was not compared"]
    error = _greatest_error(folder, manifest.probe)
    if not error <= manifest.probe.tolerance:
        raise BadModel(
            f"{folder.path} gives other numbers on this machine than its maker saw (off by "
            f"{error:.3g}, allowed is {manifest.probe.tolerance:g}): install another edition of "
            "onnxruntime, or get the model again"
        )
    count = len(manifest.probe.points)
    return [*well, f"the generator gives what its maker saw at {count} points"]


def make_probe(folder: ModelFolder, tolerance: float = 0.002) -> Probe:
    """A probe of what the model's generator gives here and now."""
    manifest = folder.manifest
    random = np.random.default_rng(_SEED)
    latent = random.standard_normal(manifest.latent_size).astype(np.float32)
    attributes = random.integers(0, 2, manifest.attribute_size).astype(np.float32)
    channels = Generator(folder).channels(latent, attributes)
    places = [random.integers(0, side, _POINTS) for side in channels.shape]
    points = tuple(
        (int(c), int(y), int(x), float(channels[c, y, x])) for c, y, x in zip(*places, strict=True)
    )
    return Probe(to_floats(latent), to_floats(attributes), points, tolerance)


def _greatest_error(folder: ModelFolder, probe: Probe) -> float:
    """Of the generator here against the probe; BadModel where the probe does not fit it."""
    manifest = folder.manifest
    sizes = (len(probe.latent), len(probe.attributes))
    if sizes != (manifest.latent_size, manifest.attribute_size) or not probe.points:
        raise BadModel(f"{folder.path} has a probe that does not fit it: get the model again")
    channels = Generator(folder).channels(
        np.array(probe.latent, np.float32), np.array(probe.attributes, np.float32)
    )
    places = np.array([point[:3] for point in probe.points])
    if (places < 0).any() or (places >= channels.shape).any():
        raise BadModel(f"{folder.path} has a probe that does not fit it: get the model again")
    expected = np.array([point[3] for point in probe.points])
    return float(np.abs(channels[tuple(places.T)] - expected).max())
