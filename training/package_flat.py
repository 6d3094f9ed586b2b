"""A model folder out of a run of a network that paints flat pictures."""

import io
import tempfile
import warnings
from pathlib import Path, PurePath

import msgspec
import numpy as np
import torch
from torch import nn

from core import adopt_model, manifest, safe_write
from core.foreign_inputs import Hints
from core.onnx_session import OnnxSession
from training import labels
from training.checkpoint import images_seen, read_weights
from training.dataset import model_sources, rights
from training.export_onnx import OPSET, TOLERANCE, Disagreement
from training.flat_networks import FLAT_NETWORKS, FlatNetwork
from training.settings import Settings, read_settings

CHECKED = 100  # pictures that torch and ONNX Runtime both paint


def export_flat(run: Path, folder: Path, name: str, version: str = "1") -> float:
    """Write the generator of a run as a model folder; the one that was there stays if this fails.

    Returns:
        The largest difference between torch and ONNX Runtime over 100 pictures, in 0..1.

    Raises:
        FileNotFoundError: the run has no weights yet.
        Disagreement: torch and ONNX Runtime do not agree.
        OutputError: the folder cannot be written.
    """
    settings = read_settings(run / "config.toml")
    plan = FLAT_NETWORKS[settings.network.name]
    network = load_generator(run, plan)
    data = to_onnx(network, plan)
    worst = check(network, data, plan)
    sources = None
    if settings.data:
        sources = model_sources.gather([rights.read(Path(settings.data).expanduser())])
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "generator.onnx"
        file.write_bytes(data)
        hints = Hints(label_count=plan.labels or None)
        license_ = "see sources.json" if sources else "CC0-1.0"
        adopted = adopt_model.adopt(file, name, scratch, hints=hints, license=license_)
        described = msgspec.structs.replace(
            adopted.manifest,
            title=f"{name} ({settings.network.name})",
            version=version,
            provenance=provenance(run, settings, sources),
            rights=msgspec.to_builtins(sources.summary) if sources else {},
        )
        files = {PurePath(p.name): p.read_bytes() for p in adopted.path.iterdir() if p.is_file()}
    files[PurePath(manifest.FILE_NAME)] = manifest.encode(described)
    if sources:
        files[PurePath(model_sources.FILE_NAME)] = sources.encode()
    safe_write.replace_folder(folder, files)
    return worst


def load_generator(run: Path, plan: FlatNetwork) -> nn.Module:
    """The generator of a run, float32, as it paints when it is used."""
    network = plan.generator()
    network.load_state_dict(read_weights(run))
    return network.eval().requires_grad_(False)


def example(plan: FlatNetwork, count: int, seed: int) -> tuple[torch.Tensor, ...]:
    """What goes into the generator: latent, and labels where it takes them."""
    random = np.random.default_rng(seed)
    latent = torch.from_numpy(random.standard_normal((count, plan.latent_size)).astype(np.float32))
    return (latent, torch.from_numpy(labels.asked(count, random))) if plan.labels else (latent,)


def to_onnx(network: nn.Module, plan: FlatNetwork) -> bytes:
    """The ONNX file: `latent` (and `labels`) -> `picture` in -1..1, any batch size."""
    names, buffer = ["latent", "labels"] if plan.labels else ["latent"], io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecation
        torch.onnx.export(
            network,
            example(plan, 2, 0),
            buffer,  # pyright: ignore[reportArgumentType]
            opset_version=OPSET,
            dynamo=False,
            input_names=names,
            output_names=["picture"],
            dynamic_axes={name: {0: "N"} for name in (*names, "picture")},
        )
    return buffer.getvalue()


def check(network: nn.Module, data: bytes, plan: FlatNetwork) -> float:
    """The largest difference between torch and ONNX Runtime, as a share of black to white.

    Raises:
        Disagreement: it is above TOLERANCE.
    """
    session, worst = OnnxSession(data, "the exported file"), 0.0
    for number in range(CHECKED):
        given = example(plan, 1, number)
        names = [*session.inputs]
        feeds = dict(zip(names, (x.numpy() for x in given), strict=True))
        with torch.no_grad():
            wanted = network(*given).numpy()
        worst = max(worst, float(np.abs(session.run(feeds, "picture") - wanted).max()) / 2)
    if not worst <= TOLERANCE:
        raise Disagreement(f"torch and ONNX Runtime differ by {worst:.4g}: not exported")
    return worst


def provenance(run: Path, settings: Settings, sources: model_sources.ModelSources | None) -> str:
    """What the model was trained on, and for how long."""
    images = images_seen(run)
    of = sources.summary.sentence() if sources else "Drawings made by Kashira's own code."
    return f"{settings.network.name}, {images} pictures seen. {of}"
