"""What a config describes: the generator, and the drawings that it learns from."""

from dataclasses import replace
from pathlib import Path

from training.corpus import Corpus, CorpusPlan, draw_missing
from training.drawing.extents import AT_REST, DETAILED, EXTENTS, LOOKS, MODES, NODES, OWN, WITHIN
from training.drawing.presence import (
    BELOW_HAT,
    BOWS,
    EXCHANGED,
    SHRINKS,
    growth_of,
    inputs_of,
)
from training.drawing.rest import painted_inputs, swinging_inputs
from training.drawing.vocabulary import ATTRIBUTE_SIZE, HAIR_STYLES, LATENT_SIZE, LAYERS
from training.networks import motion
from training.networks.generator import GeneratorConfig, LayerShape
from training.networks.motion import Window
from training.networks.presence import Homes, Presence
from training.progress import Progress
from training.settings import Settings


def layer_shape(name: str, inks: int, looks: float) -> LayerShape:
    """Where the drawings have this layer, and how much there is to know of it."""
    window = Window(*EXTENTS[name], nodes=NODES.get(name, 1))
    count = max(1, round(looks * LOOKS[name]))
    rest, detailed = Window(*AT_REST[name]), name in DETAILED
    exchanged = inputs_of(EXCHANGED[name]) if name in EXCHANGED else ()
    modes, own = MODES.get(name, motion.MODES), OWN.get(name, 0)
    order = [layer["name"] for layer in LAYERS]
    within = tuple(order.index(other) for other in WITHIN.get(name, ()))
    return LayerShape(
        inks, count, rest, window, detailed, presence(name), exchanged, modes, own, within
    )


def presence(name: str) -> Presence | None:
    """How a layer makes way while a choice changes, if it does."""
    if name not in SHRINKS:
        return None
    shrink = SHRINKS[name]
    inputs = tuple(inputs_of(choice) for choice in shrink.choices)
    growth = growth_of(shrink.grows) if shrink.grows else None
    homes = bow_homes() if name == "ribbon" else None
    return Presence(inputs, shrink.x, shrink.y, shrink.least, shrink.hanging, growth, homes)


def bow_homes() -> Homes:
    """Where bows and ties shrink to."""
    bare = tuple(BOWS[style] for style in HAIR_STYLES)
    hatted = tuple((BOWS | BELOW_HAT)[style] for style in HAIR_STYLES)
    return Homes(inputs_of("hair_style"), inputs_of("hat")[0], bare, hatted)


def network_config(settings: Settings) -> GeneratorConfig:
    """The generator that a config describes, for the default model's vocabulary."""
    return GeneratorConfig(
        latent_size=LATENT_SIZE,
        attribute_size=ATTRIBUTE_SIZE,
        layers=tuple(
            layer_shape(layer["name"], len(layer["inks"]), settings.network.looks)
            for layer in LAYERS
        ),
        painted=painted_inputs(),
        swinging=swinging_inputs(),
        hidden=settings.network.hidden,
        sharp_width=settings.network.sharp_width,
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
