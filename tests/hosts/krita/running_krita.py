"""Starts real Krita on a screen of its own, in a home of its own, and lets it play scenarios."""

import ast
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).parent
SCENARIOS = HERE / "scenarios"
START_SECONDS = 600  # on a busy machine; the first start in a new home builds caches
NEEDS_KRITA = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("krita", "Xvfb", "openbox")),
    reason="needs Krita and a screen: apt-get install krita xvfb openbox",
)
_KEPT = ("PATH", "SYSTEMROOT")


class Outcome(NamedTuple):
    """What became of one scenario."""

    error: str | None
    facts: dict[str, Any]
    seconds: float


@dataclass
class Played:
    """What became of a whole file of scenarios."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    exit_status: int | None = None
    log: str = ""
    screenshot: Path | None = None

    def check(self, name: str) -> dict[str, Any]:
        """The facts of a scenario that went well."""
        if name not in self.outcomes:
            shot = f", screenshot: {self.screenshot}" if self.screenshot else ""
            said = self.outcomes.get("loading")
            raise AssertionError(
                f"Krita did not play {name} (exit status {self.exit_status}{shot})\n"
                f"{said.error if said else ''}\n{self.log[-3000:]}"
            )
        outcome = self.outcomes[name]
        assert outcome.error is None, f"{outcome.error}\n{outcome.facts}\n{self.log[-2000:]}"
        return outcome.facts


def scenario_names(file: str) -> list[str]:
    """The scenarios of a file, as they stand in it."""
    tree = ast.parse((SCENARIOS / file).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [f.name for f in functions if not f.name.startswith("_") and _is_generator(f)]


def environment(home: Path, display: str) -> dict[str, str]:
    """What Krita is started with: nobody's settings, and names of files in any letters."""
    runtime = home / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    mine = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8"}
    return kept | mine | {"DISPLAY": display, "PYTHONDONTWRITEBYTECODE": "1"}


def install_driver(home: Path) -> None:
    """Put the driver plugin beside ours and switch it on."""
    pykrita = home / ".local/share/krita/pykrita"
    shutil.copytree(HERE / "driver", pykrita, dirs_exist_ok=True)
    from krita_plugin import kritarc

    kritarc.set_entry(home / ".config/kritarc", "python", "enable_kashira_driver", "true")


def play(
    file: str,
    home: Path,
    display: str,
    folder: Path,
    seconds: float = START_SECONDS,
    only: str = "",
    extra: dict[str, str] | None = None,
) -> Played:
    """Start Krita, let it play a file of scenarios, and read what happened."""
    results = folder / f"{file}.results.json"
    given = {
        "KASHIRA_SCENARIOS": str(SCENARIOS / file),
        "KASHIRA_RESULTS": str(results),
        "KASHIRA_FOLDER": str(folder),
        "KASHIRA_ONLY": only or os.environ.get("KASHIRA_ONLY", ""),
    }
    log = folder / f"{file}.log"
    played = Played()
    with log.open("wb") as output:
        running = subprocess.Popen(
            ["krita", "--nosplash"],
            env=environment(home, display) | given | (extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            played.exit_status = running.wait(seconds)
        except subprocess.TimeoutExpired:
            played.screenshot = screenshot(display, folder / f"{file}.timeout.png")
        finally:
            _end(running)
    played.log = log.read_text(encoding="utf-8", errors="replace")
    if results.exists():
        read = json.loads(results.read_text(encoding="utf-8"))
        played.outcomes = {
            name: Outcome(entry["error"], entry["facts"], entry["seconds"])
            for name, entry in read.items()
        }
    return played


def screenshot(display: str, target: Path) -> Path:
    """The whole screen as a PNG."""
    subprocess.run(["import", "-display", display, "-window", "root", target], check=False)
    return target


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a Krita that still runs, and whatever it started."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _is_generator(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function))
