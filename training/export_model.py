"""A model folder out of a training run, whatever network it trains."""

from pathlib import Path

from training.settings import read_settings


def export_model(run: Path, folder: Path, name: str, version: str = "1") -> float:
    """Write the model folder of a run; errors and result as of `package_model.export_run`."""
    if read_settings(run / "config.toml").network.name == "kashira":
        from training.package_model import export_run as export
    else:
        from training.package_flat import export_flat as export
    return export(run, folder, name, version)
