"""The config of a run: one that ships or one that is given, with what the command line says."""

import tomllib
from pathlib import Path
from typing import Any

from core import safe_write
from training.settings import SHIPPED, read_settings

CONFIGS = Path(__file__).parent / "configs"
NAME = "config.toml"
NOTHING = "nothing"  # what a run may begin with, beside the model that ships and a folder


def shipped(network: str | None, data: bool, start: str | None = None) -> Path:
    """The config for a network, for drawings or an artist's pictures, on from a model or not."""
    if network not in (None, "kashira"):
        return CONFIGS / f"{network}.toml"
    if not data:
        return CONFIGS / "default.toml"
    return CONFIGS / ("own-from-nothing.toml" if start == NOTHING else "own.toml")


def settle(
    run: Path,
    config: Path | None = None,
    network: str | None = None,
    data: Path | None = None,
    start: str | None = None,
) -> None:
    """Put config.toml into the folder of a run; one that is there and is not gainsaid stays.

    Args:
        run: its folder, made where missing.
        config: a TOML file; one that ships where None.
        network: one of `settings.NETWORKS`.
        data: a prepared dataset to learn from.
        start: what to begin with: a model folder, a run, "default" or "nothing".

    Raises:
        ConfigError: the config is none, or what is asked does not go together.
    """
    target = run / NAME
    said: dict[str, Any] = {}
    if data is not None:
        said["data"] = str(data.resolve())
    if start is not None:
        said["start"] = _start(start)
    if config is None and network is None and not said and target.exists():
        return
    chosen = config or shipped(network, data is not None, start)
    read_settings(chosen)
    run.mkdir(parents=True, exist_ok=True)
    if said or network is not None:
        table = tomllib.loads(chosen.read_text(encoding="utf-8")) | said
        if network is not None:
            table["network"] = table.get("network", {}) | {"name": network}
        _write(table, target)
    elif chosen.resolve() != target.resolve():
        safe_write.write_bytes(target, chosen.read_bytes())
    read_settings(target)


def _start(text: str) -> str:
    if text == NOTHING:
        return ""
    return text if text == SHIPPED else str(Path(text).expanduser().resolve())


def _write(table: dict[str, Any], target: Path) -> None:
    import tomli_w

    safe_write.write_bytes(target, tomli_w.dumps(table).encode())
