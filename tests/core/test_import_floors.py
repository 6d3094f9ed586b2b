"""The house's floors (docs: DESIGN §3): a room imports only from floors below or its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = [
    {"errors", "limits", "safe_write"},
    {
        "attribute_kinds", "attribute_values", "attributes", "checked_json", "color",
        "compositing", "consistency", "latent", "onnx_file", "onnx_prune", "palette",
    },
    {"manifest", "recipe", "model_folder", "onnx_session"},
    {"generator", "encoder", "upscaler"},
    {"head"},
    {
        "kashira", "morph", "expressions", "find", "cast", "adopt_model", "foreign_labels",
        "foreign_inputs", "foreign_network", "verify_model", "planning", "formats",
    },
    {"engine", "cli"},
]  # fmt: skip
FILES = sorted((ROOT / "core").rglob("*.py"))
SHARED = {ROOT / "core" / "engine" / name for name in ("protocol.py", "client.py", "child.py")}
APART = {"torch", "cv2", "skia", "lightning_fabric", "torchmetrics", "onnx", "training"}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.col_offset) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                assert path in SHARED, f"{path} imports relatively"
                assert path.with_name(f"{node.module}.py") in SHARED
                continue
            module = node.module or ""
            if module == "core":
                found += [(f"core.{alias.name}", node.col_offset) for alias in node.names]
            else:
                found.append((module, node.col_offset))
    return found


def floor_of(room: str) -> int:
    floors = [i for i, rooms in enumerate(FLOORS) if room in rooms]
    assert floors, f"core/{room} has no floor: give it one here and in DESIGN.md"
    return floors[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    if path == ROOT / "core" / "__init__.py":
        return
    for module, _ in imports_of(path):
        if module.startswith("core.") and module.split(".")[1] not in ("Kashira", "Head"):
            assert floor_of(module.split(".")[1]) <= floor_of(room_of(path)), module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_core_needs_nothing_of_the_workshop(path: Path) -> None:
    for module, column in imports_of(path):
        if module.split(".")[0] in APART:
            assert path.name == "train.py"
            assert column > 0, "inside the function"


def test_only_one_file_knows_onnx_runtime() -> None:
    users = {p.name for p in FILES for m, _ in imports_of(p) if m.split(".")[0] == "onnxruntime"}
    assert users == {"onnx_session.py"}


def test_importing_core_loads_no_runtime_and_a_head_needs_no_workshop(tiny_model: Path) -> None:
    script = (
        "import sys, core\n"
        "assert 'onnxruntime' not in sys.modules and 'numpy' not in sys.modules\n"
        "for name in ('torch', 'cv2', 'skia', 'onnx', 'training'): sys.modules[name] = None\n"
        "from core import Kashira\n"
        f"print(Kashira({str(tiny_model)!r}).generate(seed=1)[0].image.size)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("(64, 64)\n", "", 0)
