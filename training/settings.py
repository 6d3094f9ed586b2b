"""The config of a training run: a TOML file, checked, with a sentence for what is wrong in it."""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

SIZES_OF = {"srresnet-dragan": 128, "dcgan64": 64}  # px that a network paints, if but one
NETWORKS = ("kashira", *SIZES_OF)
LESSONS = ("heads", "rest", "looks", "sharpness", "motion", "alone")  # of a stage of `kashira`
PARTS = ("looks.pictures", "looks.mix", "sharpen", "motion")  # of the network `kashira`
SHIPPED = "default"  # as `start`: the model that ships


class ConfigError(Exception):
    """The config cannot be used; the text says which option of which file, and what it may be."""


@dataclass(frozen=True)
class CorpusSettings:
    """[corpus]"""

    folder: str = "cache"
    heads: int = 24000
    full: int = 8000
    enough: int = 8000
    rest: int = 9000
    tracks: int = 30000
    seed: int = 1
    workers: int = 2


@dataclass(frozen=True)
class NetworkSettings:
    """[network]; all but the name are for `kashira`."""

    name: str = "kashira"
    looks: float = 1.0
    hidden: int = 640
    sharp_width: int = 32


@dataclass(frozen=True)
class LossSettings:
    """[loss]"""

    balance: float = 0.75
    cap: float = 8.0
    picture: float = 1.0
    emphasis: float = 2.0
    edge: float = 0.5


@dataclass(frozen=True)
class Stage:
    """One [[stage]]; `images` or `minutes` (or both: whichever ends first) is its budget."""

    name: str
    size: int
    batch: int
    learns: str = "heads"
    only: tuple[str, ...] = ()
    images: int = 0
    minutes: float = 0.0
    rate: float = 1e-3
    rate_rest: float = 1e-3
    rate_end: float = 0.02
    decay: float = 0.0
    absolute: float = 1.0
    bold: float = 0.0
    paired: float = 1.0
    reach: int = 0
    forgiving: float = 0.0
    pictured: float = 0.25
    adversarial: float = 0.0
    rate_discriminator: float = 3e-4
    gamma: float = 2.0
    penalty_every: int = 4

    @property
    def sizes(self) -> tuple[int, ...]:
        """What is painted and compared: 256 px always together with its preview."""
        return (128, 256) if self.size == 256 else (self.size,)


@dataclass(frozen=True)
class Settings:
    """A whole config."""

    seed: int = 1
    start: str = ""
    data: str = ""
    precision: str = "auto"
    threads: int = 0
    devices: int = 0
    average: float = 0.998
    warm_up: int = 50
    clip: float = 1.0
    checkpoint_minutes: float = 4.0
    sample_minutes: float = 4.0
    held_out: int = 32
    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    loss: LossSettings = field(default_factory=LossSettings)
    stages: tuple[Stage, ...] = ()


T = TypeVar("T")


def _make(kind: type[T], table: dict[str, Any], where: str) -> T:
    known = {f.name: f for f in dataclasses.fields(kind)}  # pyright: ignore[reportArgumentType]
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{where}: there is no option {key!r}; known: {', '.join(known)}")
        default = known[key].default
        wanted = type(default) if default is not dataclasses.MISSING else None
        if wanted is float and type(value) is int:
            table[key] = float(value)
        elif wanted is tuple and isinstance(value, list):
            table[key] = tuple(value)
        elif wanted in (int, float, str, bool) and type(value) is not wanted:
            raise ConfigError(f"{where}: {key} must be {wanted.__name__}, not {value!r}")
    try:
        return kind(**table)
    except TypeError as error:
        raise ConfigError(f"{where}: {error}") from None


def read_settings(path: Path) -> Settings:
    """Read and check a config file; ConfigError says what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from None
    parts: dict[str, Any] = {}
    for name, kind in (
        ("corpus", CorpusSettings),
        ("network", NetworkSettings),
        ("loss", LossSettings),
    ):
        parts[name] = _make(kind, table.pop(name, {}), f"{path}: [{name}]")
    stages = table.pop("stage", [])
    if not stages:
        raise ConfigError(f"{path}: at least one [[stage]] is needed")
    name = parts["network"].name
    if name not in NETWORKS:
        raise ConfigError(f"{path}: [network]: name must be one of {', '.join(NETWORKS)}")
    made = tuple(_make(Stage, s, f"{path}: [[stage]] {i}") for i, s in enumerate(stages, 1))
    for stage in made:
        if stage.size not in (64, 128, 256):
            raise ConfigError(f"{path}: stage {stage.name!r}: size must be 64, 128 or 256")
        if stage.size == 64 and name not in SIZES_OF:
            raise ConfigError(f"{path}: stage {stage.name!r}: {name} paints 128 and 256 px")
        if stage.learns not in LESSONS:
            known = ", ".join(LESSONS)
            raise ConfigError(f"{path}: stage {stage.name!r}: learns must be one of {known}")
        if unknown := set(stage.only) - set(PARTS):
            known = ", ".join(PARTS)
            raise ConfigError(
                f"{path}: stage {stage.name!r}: there is no part {min(unknown)!r} of the network; "
                f"only may name {known}"
            )
        if stage.images <= 0 and stage.minutes <= 0:
            raise ConfigError(f"{path}: stage {stage.name!r}: give it images or minutes")
        wanted = SIZES_OF.get(name, stage.size)
        if stage.size != wanted:
            raise ConfigError(f"{path}: stage {stage.name!r}: {name} paints {wanted} px")
    return _make(Settings, {**table, **parts, "stages": made}, str(path))
