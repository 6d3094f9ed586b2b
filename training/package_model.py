"""A model folder (docs/model-folder.md) out of a training run."""

import hashlib
import re
from pathlib import Path

import msgspec
import numpy as np

from core import manifest, safe_write
from core.manifest import Manifest, ModelFile, Probe
from core.onnx_session import OnnxSession
from training import drawn_heads
from training.checkpoint import images_seen
from training.corpus import drawing_hash
from training.dataset import model_sources, rights
from training.dataset.model_sources import ModelSources
from training.drawing import vocabulary
from training.export_onnx import check_agreement, load_network, to_onnx
from training.settings import Settings, read_settings
from training.warm_start import start_folder

MAX_BYTES = 16_000_000  # of generator.onnx
PROBE_POINTS = 32
PROBE_HEAD = (12, 0)  # seed and number of the corpus head that is the probe
PREVIEW_HEADS = 8
LICENSE = Path(__file__).parents[1] / "core" / "models" / "kashira" / "LICENSE"


def export_run(run: Path, folder: Path, name: str = "kashira", version: str = "1") -> float:
    """Write the averaged generator of a run as a model folder.

    Files are replaced whole and model.json comes last, so that an export that fails leaves the
    model that was there.

    Returns:
        The largest difference between torch and ONNX Runtime over 100 heads.

    Raises:
        FileNotFoundError: the run has no weights yet.
        Disagreement: torch and ONNX Runtime do not agree.
        OutputError: the folder cannot be written.
    """
    network = load_network(run)
    data = to_onnx(network)
    worst = check_agreement(network, data)
    sources = seen_sources(read_settings(run / "config.toml"))
    if len(data) > MAX_BYTES and not sources.groups:  # an artist's own may be larger
        raise ValueError(f"generator.onnx would have {len(data)} bytes, more than {MAX_BYTES}")
    safe_write.make_folder(folder)
    files = {"generator.onnx": data}
    if sources.groups:
        files[model_sources.FILE_NAME] = sources.encode()
    else:
        files["LICENSE"] = LICENSE.read_bytes()
    for name_, content in files.items():
        safe_write.write_bytes(folder / name_, content)
    plan = drawn_heads.manifest()
    made = msgspec.structs.replace(
        plan,
        name=name,
        title="Kashira default" if name == "kashira" else name,
        version=version,
        preview_size=vocabulary.PREVIEW_SIZE,
        license="see sources.json" if sources.groups else plan.license,
        provenance=provenance(run, sources),
        rights=msgspec.to_builtins(sources.summary) if sources.groups else {},
        files={key: listed(value) for key, value in files.items()},
        probe=probe_of(data),
    )
    write_manifest(folder, made)
    write_preview(folder)
    return worst


def seen_sources(settings: Settings) -> ModelSources:
    """Whose pictures a run looks at, and those of the model that it began with."""
    ledgers = [rights.read(Path(settings.data).expanduser())] if settings.data else []
    parent = start_folder(settings.start) if settings.start else None
    return model_sources.gather(ledgers, parent)


def provenance(run: Path, sources: ModelSources) -> str:
    """What the model was trained on, and for how long."""
    settings = read_settings(run / "config.toml")
    images = images_seen(run) + seen_before(settings.start)
    traced = any(stage.learns == "motion" for stage in settings.stages)
    outlines = f"outlines of {settings.corpus.tracks} heads and " if traced else ""
    if sources.groups:
        return (
            f"Drawings made by Kashira's own code, and {sources.summary.sentence()} "
            f"{images} pictures seen."
        )
    return (
        "Trained by this project's own code on nothing but drawings made by this project's own "
        f"code (training/drawing, fingerprint {drawing_hash()[:12]}); {outlines}{images} pictures "
        "seen."
    )


def seen_before(start: str) -> int:
    """How many pictures the run or model that a config starts from has seen, by its own account."""
    if not start:
        return 0
    parent = start_folder(start)
    if (parent / manifest.FILE_NAME).exists():
        said = re.search(
            r"(\d+) pictures seen", manifest.read(parent / manifest.FILE_NAME).provenance
        )
        return int(said[1]) if said else 0
    return images_seen(parent) + seen_before(read_settings(parent / "config.toml").start)


def listed(data: bytes) -> ModelFile:
    """How the manifest knows a file."""
    return ModelFile(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def probe_of(data: bytes) -> Probe:
    """A fixed head and some of its pixels, half of them where an ink is neither 0 nor 1."""
    from training.drawing.sampling import random_head

    attributes, latent = random_head(*PROBE_HEAD)
    session = OnnxSession(data, "the exported file", output="channels")
    feeds = {"latent": latent[None], "attributes": attributes[None]}
    channels = session.run(feeds, "channels")[0]
    rng = np.random.default_rng(0)
    telling = np.argwhere((channels > 0.05) & (channels < 0.95))
    half = PROBE_POINTS // 2
    chosen = telling[rng.choice(len(telling), min(half, len(telling)), replace=False)]
    anywhere = np.stack([rng.integers(0, side, half) for side in channels.shape], 1)
    places = np.concatenate([chosen, anywhere]).tolist()
    points = tuple((c, y, x, round(float(channels[c, y, x]), 6)) for c, y, x in places)
    return Probe(tuple(latent.tolist()), tuple(attributes.tolist()), points)


def write_manifest(folder: Path, made: Manifest) -> None:
    """model.json, replaced whole, after a check that it can be read again."""
    text = manifest.encode(made)
    manifest.decode(text, folder / manifest.FILE_NAME)
    safe_write.write_bytes(folder / manifest.FILE_NAME, text)


def write_preview(folder: Path) -> None:
    """preview.png: a few heads in two rows; not listed in the manifest, nothing depends on it."""
    from PIL import Image

    from core.kashira import Kashira

    heads = Kashira(folder).generate(count=PREVIEW_HEADS, seed=1)
    side, columns = 128, PREVIEW_HEADS // 2
    picture = Image.new("RGBA", (side * columns, side * 2), "white")
    for i, head in enumerate(heads):
        small = head.image.resize((side, side), Image.Resampling.LANCZOS)
        picture.alpha_composite(small, (i % columns * side, i // columns * side))
    with safe_write.replacing(folder / "preview.png") as part:
        picture.convert("RGB").save(part, "PNG")
