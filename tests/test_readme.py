"""What the README promises works as it is written there (here with a small model)."""

import itertools
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITES = ("--out", "--sheet")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands() -> list[list[str]]:
    """The arguments of every `kashira ...` in the README's shell blocks, in order."""
    parts = [part for block in blocks("sh") for part in re.split(r"\n|&&", block)]
    words = [shlex.split(re.sub(r"\s#.*", "", part)) for part in parts]
    return [line[1:] for line in words if line and Path(line[0]).name == "kashira"]


@pytest.fixture
def work(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with the small model as the default one."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KASHIRA_MODEL", str(tiny_model))
    return folder


def test_every_command_of_the_readme_runs_in_the_order_of_the_readme(work: Path) -> None:
    lines = commands()
    assert len(lines) >= 10
    verbs = {line[0] for line in lines}
    assert verbs >= {"generate", "vary", "edit", "recolor", "mix", "morph", "show", "models"}
    for line in lines:
        result = CliRunner().invoke(cli, line)
        assert result.exit_code == 0, f"kashira {shlex.join(line)}\n{result.output}"
        for option, value in itertools.pairwise(line):
            if option in WRITES:
                made = work / value
                assert made.is_file() or any(made.iterdir()), f"{shlex.join(line)}: no {value}"


def test_the_python_of_the_readme_runs(work: Path) -> None:
    (source,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(source, "README.md", "exec"), names)
    assert "heads" in names


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    missing = [link for link in links if not (ROOT / link).exists()]
    assert not missing
