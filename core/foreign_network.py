"""What a generator from elsewhere takes and gives, seen by looking at it and running it.

What cannot be seen is taken from the conventions of the field, or said by the user (`Hints`).
"""

import math
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import foreign_labels, limits
from core.errors import BadModel, BadValue
from core.manifest import Network
from core.onnx_session import OnnxSession

Array = NDArray[np.float32]

_USUAL_LATENTS = (32, 50, 64, 100, 128, 200, 256, 512)  # sizes of published generators
_PROBES = 4
_SEED = 0
_TRUNCATION = 0.7  # psi, where an input takes it: what StyleGAN's own samples are shown at
_PLANES = (1, 3, 4)  # grey, RGB, RGBA
_FLOAT = "tensor(float)"


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What the user says of a network; None: it is to be seen or guessed.

    ``latent_size``: numbers of the latent, where the file leaves them open; ``label_count``: how
    many numbers of the only input are labels; ``label_range``: the labels of no and yes;
    ``constants``: numbers for inputs that are neither latent nor labels.
    """

    latent_size: int | None = None
    label_count: int | None = None
    label_range: tuple[float, float] = (-1.0, 1.0)
    constants: dict[str, float] | None = None


@dataclass(frozen=True)
class Seen:
    """How to run the network, and the sizes of what goes in and comes out."""

    network: Network
    latent_size: int
    label_count: int
    side: int


@dataclass(frozen=True)
class _Inputs:
    latent: str
    shape: tuple[int, ...]  # of the latent's input, without N
    labels: str | None
    label_count: int
    constants: dict[str, float]


@dataclass(frozen=True)
class _Source:
    """A network and what to call it in errors."""

    session: OnnxSession
    path: str

    def fault(self, what: str) -> BadModel:
        return BadModel(f"{self.path} {what}")


def look(
    generator: OnnxSession, path: str, mapping: OnnxSession | None, mapping_path: str, hints: Hints
) -> Seen:
    """See how a generator, alone or after a mapping network, is to be run.

    Raises:
        BadModel, TimedOut: it makes no pictures of a latent.
        BadValue: something that cannot be seen must be said; the sentence names the option.
    """
    last = _Source(generator, path)
    first = last if mapping is None else _Source(mapping, mapping_path)
    _check_constants(hints, (first, last))
    inputs = _inputs(first, hints)
    network = Network(
        latent=inputs.latent,
        attributes=inputs.labels or "",
        labels=hints.label_range if inputs.label_count else (0.0, 1.0),
        latent_shape=inputs.shape if len(inputs.shape) > 1 else None,
        constants=inputs.constants,
    )
    if mapping is not None:
        latent, constants = _after_mapping(last, hints)
        network = msgspec.structs.replace(
            network,
            latent=latent,
            attributes="",
            constants=inputs.constants | constants,
            mapping=mapping_path,
            mapping_latent=inputs.latent,
            mapping_attributes=inputs.labels,
            mapping_output=next(iter(mapping.outputs)),
        )
    pictures = _Runs(first, last, network, inputs).pictures()
    order, side, name = _layout(last, pictures)
    size = math.prod(inputs.shape)
    joined = inputs.labels == inputs.latent
    return Seen(
        msgspec.structs.replace(network, channels=name, order=order, range=_range(pictures[name])),
        size - inputs.label_count if joined else size,
        inputs.label_count,
        side,
    )


def _check_constants(hints: Hints, sources: tuple[_Source, ...]) -> None:
    names = [name for source in sources for name in source.session.inputs]
    for name in hints.constants or {}:
        if name not in names:
            raise BadValue(f"{sources[-1].path} has no input {name!r}: it has {', '.join(names)}")


def _inputs(source: _Source, hints: Hints) -> _Inputs:
    """Tell latent, labels and constants apart."""
    given = dict(hints.constants or {})
    vectors: dict[str, tuple[int, ...]] = {}
    constants: dict[str, float] = {}
    for name, (shape, kind) in source.session.inputs.items():
        if kind != _FLOAT:
            raise source.fault(f"takes {kind} as {name!r}: export it with float inputs")
        if name in given:
            constants[name] = given[name]
        elif _is_single(shape):
            constants[name] = _constant(source, name)
        else:
            vectors[name] = _vector_shape(source, name, shape, hints)
    if len(vectors) not in (1, 2):
        names = ", ".join(source.session.inputs) or "none"
        raise source.fault(
            f"should take a latent, or a latent and labels, but takes {names}: give the others "
            "with --constant NAME=NUMBER"
        )
    if len(vectors) == 1:
        ((name, shape),) = vectors.items()
        count = _joined_labels(math.prod(shape), hints)
        return _Inputs(name, shape, name if count else None, count, constants)
    latent, labels = _which_is_latent(vectors)
    return _Inputs(latent, vectors[latent], labels, math.prod(vectors[labels]), constants)


def _is_single(shape: object) -> bool:
    """Whether an input takes one number: no sides, or all of them 1."""
    return isinstance(shape, (list, tuple)) and all(side == 1 for side in shape)


def _constant(source: _Source, name: str) -> float:
    if "psi" in name.lower() or "trunc" in name.lower():
        return _TRUNCATION
    raise BadValue(
        f"{source.path} takes a number {name!r} that Kashira does not know: give it with "
        f"--constant {name}=NUMBER"
    )


def _vector_shape(source: _Source, name: str, shape: object, hints: Hints) -> tuple[int, ...]:
    sides = list(shape) if isinstance(shape, (list, tuple)) else []
    if len(sides) < 2 or any(side not in (1, None) and isinstance(side, int) for side in sides[2:]):
        raise source.fault(
            f"takes {name!r} of shape {sides}, which is no latent: Kashira runs generators that "
            "make a picture of a row of numbers"
        )
    if isinstance(sides[0], int) and sides[0] != 1:
        raise source.fault(f"makes {sides[0]} pictures at once: export it for a batch of one")
    length = sides[1]
    if not isinstance(length, int):
        if hints.latent_size is None:
            raise BadValue(
                f"{source.path} does not say how many numbers its {name!r} has: give them with "
                "--latent-size"
            )
        length = hints.latent_size + (hints.label_count or 0)
    if not 1 <= length <= limits.MAX_LATENT_SIZE:
        raise source.fault(
            f"takes {name!r} of {length} numbers: Kashira runs generators with at most "
            f"{limits.MAX_LATENT_SIZE}"
        )
    return (length, *[1] * (len(sides) - 2))


def _joined_labels(length: int, hints: Hints) -> int:
    """How many of the numbers of the only input are labels."""
    if hints.label_count is not None:
        if not 0 <= hints.label_count < length:
            raise BadValue(f"{hints.label_count} labels do not fit an input of {length} numbers")
        return hints.label_count
    likely = length - foreign_labels.COUNT in _USUAL_LATENTS and length not in _USUAL_LATENTS
    return foreign_labels.COUNT if likely else 0


def _which_is_latent(vectors: dict[str, tuple[int, ...]]) -> tuple[str, str]:
    """Names of latent and labels: by their names where those tell, by the sizes, by the order."""
    first, second = vectors
    for latent, labels in ((first, second), (second, first)):
        if any(word in labels.lower() for word in ("label", "attr", "class", "cond", "tag")):
            return latent, labels
    if math.prod(vectors[first]) == foreign_labels.COUNT != math.prod(vectors[second]):
        return second, first
    return first, second


def _after_mapping(source: _Source, hints: Hints) -> tuple[str, dict[str, float]]:
    """The input that takes what a mapping made, and the constants beside it."""
    given = dict(hints.constants or {})
    main: list[str] = []
    constants: dict[str, float] = {}
    for name, (shape, kind) in source.session.inputs.items():
        if kind != _FLOAT:
            raise source.fault(f"takes {kind} as {name!r}: export it with float inputs")
        if name in given or _is_single(shape):
            constants[name] = given[name] if name in given else _constant(source, name)
        else:
            main.append(name)
    if len(main) != 1:
        raise source.fault(
            f"should take what the mapping gives and nothing else, but takes {', '.join(main)}: "
            "export it without noise inputs"
        )
    return main[0], constants


@dataclass(frozen=True)
class _Runs:
    """A few runs of a network that nobody knows yet."""

    first: _Source
    last: _Source
    network: Network
    inputs: _Inputs

    def pictures(self) -> dict[str, Array]:
        """Outputs that could be pictures: name -> a few of them, [n, ...]."""
        random = np.random.default_rng(_SEED)
        runs = [self._run(random) for _ in range(_PROBES)]
        found = {name: np.stack([run[name] for run in runs]) for name in runs[0]}
        if not any(np.ptp(pictures, axis=0).max() > 0 for pictures in found.values()):
            raise self.last.fault(
                "gives the same picture whatever the latent: it is no generator, or its inputs "
                "are not what they seem"
            )
        return found

    def _run(self, random: np.random.Generator) -> dict[str, Array]:
        inputs = self.inputs
        low, high = self.network.labels
        latent = random.standard_normal((1, *inputs.shape)).astype(np.float32)
        labels = np.where(random.random((1, inputs.label_count)) < 0.5, low, high)
        feeds = {inputs.latent: latent}
        if inputs.labels == inputs.latent:
            latent[:, -inputs.label_count :] = labels.reshape(1, -1, *inputs.shape[1:])
        elif inputs.labels is not None:
            feeds[inputs.labels] = labels.astype(np.float32)
        self._add_constants(self.first, feeds)
        if self.network.mapping is not None:
            mapped = self.first.session.run(feeds, self.network.mapping_output or "")
            feeds = {self.network.latent: mapped}
            self._add_constants(self.last, feeds)
        session = self.last.session
        likely = [name for name, (shape, _) in session.outputs.items() if len(shape) in (0, 3, 4)]
        if not likely:
            raise self.last.fault("gives no pictures: Kashira needs a generator of pictures")
        return {name: session.run(feeds, name) for name in likely[:_PROBES]}

    def _add_constants(self, source: _Source, feeds: dict[str, Array]) -> None:
        for name, number in self.network.constants.items():
            if name in source.session.inputs:
                sides = [1] * len(source.session.inputs[name][0])
                feeds[name] = np.full(sides, number, np.float32)


def _layout(
    source: _Source, pictures: dict[str, Array]
) -> tuple[Literal["NCHW", "NHWC"], int, str]:
    """Order, side in pixels and name of the first output that is a square picture."""
    for name, stack in pictures.items():
        shape = stack.shape[1:]
        if len(shape) == 4 and shape[0] == 1:
            shape = shape[1:]
        if len(shape) != 3:
            continue
        if shape[0] in _PLANES and shape[1] == shape[2]:
            return "NCHW", shape[1], name
        if shape[2] in _PLANES and shape[0] == shape[1]:
            return "NHWC", shape[0], name
    shapes = ", ".join(str(list(stack.shape[1:])) for stack in pictures.values())
    raise source.fault(
        f"gives {shapes}, which is no square picture in grey, RGB or RGBA: Kashira needs a "
        "generator of such"
    )


def _range(pictures: Array) -> tuple[float, float]:
    """The values of black and white: tanh, 0..1 or 0..255."""
    if pictures.min() < -0.05:
        return -1.0, 1.0
    return (0.0, 255.0) if pictures.max() > 2 else (0.0, 1.0)
