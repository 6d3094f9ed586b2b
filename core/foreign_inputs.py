"""Which input of a network from elsewhere is the latent, which the labels, which are constants.

What cannot be seen is taken from the conventions of the field, or said by the user (`Hints`).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core import foreign_labels, limits
from core.errors import BadModel, BadValue
from core.onnx_session import OnnxSession

_USUAL_LATENTS = (32, 50, 64, 100, 128, 200, 256, 512)  # sizes of published generators
_TRUNCATION = 0.7  # psi, where an input takes it: what StyleGAN's own samples are shown at
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
class Inputs:
    """The inputs of one network, told apart; ``labels`` = ``latent``: one input takes both."""

    latent: str
    shape: tuple[int, ...]  # of the latent's input, without N
    labels: str | None
    label_count: int
    constants: dict[str, float]


@dataclass(frozen=True)
class Source:
    """A network and what to call it in errors."""

    session: OnnxSession
    path: str

    def inputs(self) -> Iterator[tuple[str, Sequence[object]]]:
        """Name and shape of each input; a BadModel where one takes something else than floats."""
        for name, (shape, kind) in self.session.inputs.items():
            if kind != _FLOAT:
                raise self.fault(f"takes {kind} as {name!r}: export it with float inputs")
            yield name, shape

    def fault(self, what: str) -> BadModel:
        """The error that says this of the network."""
        return BadModel(f"{self.path} {what}")


def check_constants(hints: Hints, sources: Sequence[Source]) -> None:
    """A BadValue where a constant was given for an input that no network has."""
    names = [name for source in sources for name in source.session.inputs]
    for name in hints.constants or {}:
        if name not in names:
            raise BadValue(f"{sources[-1].path} has no input {name!r}: it has {', '.join(names)}")


def inputs_of(source: Source, hints: Hints) -> Inputs:
    """Tell latent, labels and constants apart."""
    given = dict(hints.constants or {})
    vectors: dict[str, tuple[int, ...]] = {}
    constants: dict[str, float] = {}
    for name, shape in source.inputs():
        if name in given:
            constants[name] = given[name]
        elif _is_single(shape):
            constants[name] = _constant(source, name)
        else:
            vectors[name] = _vector_shape(source, name, shape, hints)
    if len(vectors) not in (1, 2):
        names = ", ".join(source.session.inputs) or "nothing"
        raise source.fault(
            f"takes {names} instead of a latent and perhaps labels: give what else it needs with "
            "--constant NAME=NUMBER"
        )
    if len(vectors) == 1:
        ((name, shape),) = vectors.items()
        count = _joined_labels(math.prod(shape), hints)
        return Inputs(name, shape, name if count else None, count, constants)
    latent, labels = _which_is_latent(vectors)
    return Inputs(latent, vectors[latent], labels, math.prod(vectors[labels]), constants)


def _is_single(shape: Sequence[object]) -> bool:
    """Whether an input takes one number: no sides, or all of them 1."""
    return all(side == 1 for side in shape)


def _constant(source: Source, name: str) -> float:
    if "psi" in name.lower() or "trunc" in name.lower():
        return _TRUNCATION
    raise BadValue(
        f"{source.path} takes a number {name!r} that Kashira does not know: give it with "
        f"--constant {name}=NUMBER"
    )


def _vector_shape(
    source: Source, name: str, sides: Sequence[object], hints: Hints
) -> tuple[int, ...]:
    if len(sides) < 2 or any(side not in (1, None) and isinstance(side, int) for side in sides[2:]):
        raise source.fault(
            f"takes {name!r} of shape {list(sides)}, which is no latent: Kashira runs generators "
            "that make a picture of a row of numbers"
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


def after_mapping(source: Source, hints: Hints) -> tuple[str, dict[str, float]]:
    """The input that takes what a mapping made, and the constants beside it."""
    given = dict(hints.constants or {})
    main: list[str] = []
    constants: dict[str, float] = {}
    for name, shape in source.inputs():
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
