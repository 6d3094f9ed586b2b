"""What a config describes: the generator, and the drawings that it learns from."""

from dataclasses import replace
from pathlib import Path

from training.corpus import Corpus, CorpusPlan, draw_missing
from training.drawing.extents import EXTENTS, FINE
from training.drawing.rest import painted_inputs
from training.drawing.vocabulary import ATTRIBUTE_SIZE, LATENT_SIZE, LAYERS
from training.networks.generator import GeneratorConfig
from training.networks.motion import Window
from training.progress import Progress
from training.settings import Settings


def window_of(layer: str) -> Window:
    """Where the drawings have this layer, with a field as fine as it needs."""
    return Window(*EXTENTS[layer], nodes=2 if layer in FINE else 1)


def network_config(settings: Settings) -> GeneratorConfig:
    """The generator that a config describes, for the default model's vocabulary."""
    return GeneratorConfig(
        latent_size=LATENT_SIZE,
        attribute_size=ATTRIBUTE_SIZE,
        inks=tuple(len(layer["inks"]) for layer in LAYERS),
        windows=tuple(window_of(layer["name"]) for layer in LAYERS),
        painted=painted_inputs(),
        widths=settings.network.widths,
        hidden=settings.network.hidden,
        depth=settings.network.depth,
        blocks=settings.network.blocks,
        head_width=settings.network.head_width,
        sizes=tuple(sorted({stage.size for stage in settings.stages} | {128, 256})),
    )


def corpus_plan(settings: Settings, drawing: str = "") -> CorpusPlan:
    """The corpus that a config asks for; `drawing`: of drawings as they were before."""
    c = settings.corpus
    return CorpusPlan(Path(c.folder).expanduser(), c.heads, min(c.full, c.heads), c.seed, drawing)


def fill_cache(settings: Settings, progress: Progress, heads: int) -> None:
    """Draw what is missing of the first `heads` heads of the corpus."""
    plan = replace(corpus_plan(settings), heads=min(heads, settings.corpus.heads))
    draw_all(plan, settings.corpus.workers, progress)


def draw_all(plan: CorpusPlan, workers: int, progress: Progress) -> None:
    """Draw what is missing of a plan."""
    for done in draw_missing(plan, workers):
        progress.show("drawing the corpus", done / plan.heads, f"{done} of {plan.heads} heads")


def corpus_at_rest(settings: Settings, progress: Progress) -> Corpus:
    """The drawings at rest, drawn where they are missing."""
    c = settings.corpus
    plan = replace(corpus_plan(settings), heads=c.rest, full=c.rest, at_rest=True)
    draw_all(plan, c.workers, progress)
    return Corpus(plan)
